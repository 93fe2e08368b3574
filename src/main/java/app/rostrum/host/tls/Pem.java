package app.rostrum.host.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a text file that holds binary data (RFC 7468).
 *
 * @param label the kind, for example {@code CERTIFICATE}
 * @param lines what stands between its first and its last line
 */
record Pem(String label, String lines) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,40})-----\\R([^-]*)-----END \\1-----", Pattern.DOTALL);

  private static final int LINE = 64;

  /** Reads all blocks of a text; what stands around them is explanation. */
  static List<Pem> read(String text) {
    var blocks = new ArrayList<Pem>();
    var found = BLOCK.matcher(text);
    while (found.find()) {
      blocks.add(new Pem(found.group(1), found.group(2)));
    }
    return blocks;
  }

  static String write(String label, byte[] der) {
    return new Pem(label, Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der))
        .text();
  }

  /** Returns the block as it stands in a file. */
  String text() {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
  }

  /**
   * Returns the data.
   *
   * @throws IllegalArgumentException if it is not in base64
   */
  byte[] der() {
    return Base64.getDecoder().decode(lines.replaceAll("\\s", ""));
  }

  /** Leaves out the data, which may be a key. */
  @Override
  public String toString() {
    return "Pem[" + label + "]";
  }
}
