package app.rostrum.wire.sync;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The address of a Sync request: decoded segments from the version on ({@code v3}, {@code Maps}, …)
 * and decoded query parameters. The part before the version is the base that a client was
 * configured with.
 */
public record SyncPath(List<String> segments, Map<String, String> params) {
  private static final int MAX_LENGTH = 8192;

  /**
   * Splits and decodes a path.
   *
   * @param rawPath percent-encoded
   * @param rawParams values percent-encoded
   * @throws SyncFormatException if there is no version, or an escape is not UTF-8
   */
  public static SyncPath parse(String rawPath, Map<String, String> rawParams)
      throws SyncFormatException {
    if (rawPath.length() > MAX_LENGTH) {
      throw new SyncFormatException("the path is too long");
    }
    var segments = new ArrayList<String>();
    boolean versioned = false;
    for (String segment : rawPath.split("/", -1)) {
      versioned |= segment.equals("v3") || segment.equals("v4");
      if (versioned) {
        segments.add(decode(segment));
      }
    }
    if (!versioned) {
      throw new SyncFormatException("the path has no version");
    }
    var params = new LinkedHashMap<String, String>();
    for (var entry : rawParams.entrySet()) {
      if (entry.getValue().length() > MAX_LENGTH) {
        throw new SyncFormatException("a parameter is too long");
      }
      params.put(entry.getKey(), decode(entry.getValue()));
    }
    return new SyncPath(List.copyOf(segments), params);
  }

  /**
   * Decodes percent escapes as UTF-8. A plus sign stays one.
   *
   * @throws SyncFormatException if an escape is malformed or not UTF-8
   */
  public static String decode(String text) throws SyncFormatException {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 <= raw.length - 1 ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new SyncFormatException("a percent escape is malformed");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new SyncFormatException("a percent escape is not UTF-8");
    }
  }

  /** Percent-encodes everything but unreserved characters (RFC 3986, section 2.3). */
  public static String encode(String segment) {
    var text = new StringBuilder(segment.length() + 16);
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      boolean unreserved =
          b >= 'a' && b <= 'z'
              || b >= 'A' && b <= 'Z'
              || b >= '0' && b <= '9'
              || b == '-'
              || b == '_'
              || b == '.'
              || b == '~';
      if (unreserved) {
        text.append((char) b);
      } else {
        text.append('%').append(hex(b >> 4 & 15)).append(hex(b & 15));
      }
    }
    return text.toString();
  }

  private static char hex(int digit) {
    return (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
  }
}
