package app.rostrum.sdk.player;

import java.io.IOException;
import okio.BufferedSource;

/** Reads server-sent events (HTML Standard, section 9.2.6). Lines over 64 KiB end the stream. */
final class EventReader {
  private static final long MAX_LINE = 64 * 1024;
  private static final int MAX_DATA = 256 * 1024;

  /** Hears events on the reading thread. */
  @FunctionalInterface
  interface Handler {
    void onEvent(String name, String data);
  }

  private EventReader() {}

  /** Reads until the other end has finished. */
  static void read(BufferedSource source, Handler handler) throws IOException {
    var name = new StringBuilder();
    var data = new StringBuilder();
    while (!source.exhausted()) {
      String line = source.readUtf8LineStrict(MAX_LINE);
      if (line.isEmpty()) {
        if (!data.isEmpty()) {
          data.setLength(data.length() - 1);
          handler.onEvent(name.isEmpty() ? "message" : name.toString(), data.toString());
        }
        name.setLength(0);
        data.setLength(0);
      } else if (line.startsWith("event:")) {
        name.setLength(0);
        name.append(value(line));
      } else if (line.startsWith("data:")) {
        data.append(value(line)).append('\n');
        if (data.length() > MAX_DATA) {
          throw new IOException("an event is too large");
        }
      }
    }
  }

  private static String value(String line) {
    int from = line.indexOf(':') + 1;
    return line.substring(from < line.length() && line.charAt(from) == ' ' ? from + 1 : from);
  }
}
