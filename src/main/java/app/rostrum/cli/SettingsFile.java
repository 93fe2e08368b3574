package app.rostrum.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of settings: lines of the form {@code key = value} in UTF-8, empty lines, and comments
 * that begin with {@code #}. A value reaches to the end of its line and means itself: nothing is
 * quoted or escaped, so that a path of Windows or a password can be pasted.
 */
final class SettingsFile {
  /** Much more than all settings with a page about each. */
  private static final int MOST_BYTES = 64 * 1024;

  /** A setting and where it stands, counted from 1. */
  record Entry(String value, int line) {}

  private final Path path;

  SettingsFile(Path path) {
    this.path = path;
  }

  /** Returns the place of a line for people. */
  String place(int line) {
    return path + ":" + line;
  }

  /**
   * Reads the file.
   *
   * @param problems receives a sentence for each line that is none of the form
   * @return the settings by key, in the file's order
   * @throws IOException if the file cannot be used at all; its message names it and says why
   */
  Map<String, Entry> read(List<String> problems) throws IOException {
    var entries = new LinkedHashMap<String, Entry>();
    int number = 0;
    for (String line : text().lines().map(String::strip).toList()) {
      number++;
      int equals = line.indexOf('=');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String key = equals < 0 ? "" : line.substring(0, equals).strip();
      String value = line.substring(equals + 1).strip();
      Entry before = entries.get(key);
      if (key.isEmpty()) {
        problems.add(place(number) + ": a line is a comment (# …) or a setting (key = value)");
      } else if (before != null) {
        problems.add(
            "%s: %s is set already, in line %d".formatted(place(number), key, before.line()));
      } else if (value.isEmpty()) {
        problems.add(
            "%s: %s has no value; delete the line for the default".formatted(place(number), key));
      } else {
        entries.put(key, new Entry(value, number));
      }
    }
    return entries;
  }

  private String text() throws IOException {
    if (path.equals(Path.of("/dev/null"))) {
      return "";
    }
    if (!Files.exists(path)) {
      throw new IOException(path + " does not exist");
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException(path + " is not a file");
    }
    if (!Files.isReadable(path)) {
      throw new IOException(path + " cannot be read by this user");
    }
    if (othersWrite()) {
      throw new IOException(
          path + " can be written by everybody, so nobody knows whose settings it has: chmod o-w");
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("%s has more than %d KiB".formatted(path, MOST_BYTES / 1024));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int control = (int) text.lines().takeWhile(line -> line.chars().noneMatch(this::odd)).count();
      if (control < text.lines().count()) {
        throw new IOException(place(control + 1) + ": there is a control character in this line");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new IOException(path + " is not text in UTF-8", e);
    }
  }

  private boolean odd(int c) {
    return Character.isISOControl(c) && c != '\t';
  }

  private boolean othersWrite() throws IOException {
    var view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
    return view != null
        && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_WRITE);
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
