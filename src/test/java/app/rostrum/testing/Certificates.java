package app.rostrum.testing;

import java.nio.file.Path;

/**
 * Certificates and keys as tools write them, for {@code talk.example.org}, {@code localhost} and
 * 127.0.0.1, valid for a hundred years, by an authority that nobody knows.
 */
public final class Certificates {
  private static final Path FOLDER = Path.of("src/test/resources/app/rostrum/host/tls");

  /** A chain whose key is on the curve P-256. */
  public static final Path CHAIN = file("ec-chain.pem");

  /** The key of {@link #CHAIN}, in PKCS#8. */
  public static final Path KEY = file("ec-pkcs8.pem");

  private Certificates() {}

  /** Returns one of the files. */
  public static Path file(String name) {
    return FOLDER.resolve(name).toAbsolutePath();
  }
}
