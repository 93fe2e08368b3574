package app.rostrum.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The ways by which sound reaches a server.
 *
 * @param publicAddresses the addresses for candidates, the likeliest first; empty for those that
 *     the server finds itself
 * @param turn the TURN servers to name to people, if there are any
 */
public record Reach(List<InetAddress> publicAddresses, Optional<Turn> turn) {
  private static final int LONGEST_SECRET = 1024;

  /**
   * TURN servers and the secret that they share with this one.
   *
   * @param urls of the schemes turn and turns
   * @param secretFile holds the secret alone
   */
  public record Turn(List<String> urls, Path secretFile) {
    /**
     * Reads the secret.
     *
     * @throws IOException if there is none; its message tells a person so
     */
    String secret() throws IOException {
      try (InputStream in = Files.newInputStream(secretFile)) {
        String secret =
            new String(in.readNBytes(LONGEST_SECRET + 1), StandardCharsets.UTF_8).strip();
        if (secret.isEmpty() || secret.length() > LONGEST_SECRET) {
          throw new IOException(secretFile + " must hold the secret of the TURN servers alone");
        }
        return secret;
      } catch (NoSuchFileException | AccessDeniedException e) {
        throw new IOException("the secret of the TURN servers cannot be read: " + secretFile, e);
      }
    }
  }

  /** The ways that the server finds itself. */
  public static final Reach DEFAULT = new Reach(List.of(), Optional.empty());
}
