package app.rostrum.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The notices: what Rostrum contains of others, and under which licences. */
public final class Notices {
  private Notices() {}

  /** Returns the list, which names each library, font and picture with its licence. */
  public static String text() {
    try (InputStream in = Notices.class.getResourceAsStream("third-party.txt")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
