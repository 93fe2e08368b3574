package app.rostrum.about;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of this build, which {@code pom.xml} alone defines. */
public final class Version {
  private static final String CURRENT = read();

  private Version() {}

  /** Returns the version, or {@code development} in classes that Maven did not build. */
  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
      return text.isEmpty() || text.startsWith("$") ? "development" : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
