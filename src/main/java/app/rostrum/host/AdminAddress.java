package app.rostrum.host;

import app.rostrum.files.OwnerOnly;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The place of the socket by which a server's operator gives commands: in the data folder, in a
 * folder that only its owner can enter. Where that path is too long for a socket, a file there
 * names another one.
 */
public final class AdminAddress {
  /** The longest path of a socket, in bytes, that all systems take. */
  private static final int LONGEST = 100;

  private static final String FOLDER = "admin";
  private static final String ELSEWHERE = "elsewhere";
  private static final int LONGEST_NAME = 4096;

  private AdminAddress() {}

  static Path folder(Path data) {
    return data.toAbsolutePath().normalize().resolve(FOLDER);
  }

  /** Returns whether a socket can have a path. */
  static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST;
  }

  static Path usual(Path data) {
    return folder(data).resolve("socket");
  }

  static Path elsewhere(Path data) {
    return folder(data).resolve(ELSEWHERE);
  }

  /**
   * Returns the address of the server that uses a data folder, whether it runs or not.
   *
   * @throws IOException if it cannot be read
   */
  public static UnixDomainSocketAddress of(Path data) throws IOException {
    Path usual = usual(data);
    Path note = elsewhere(data);
    if (fits(usual) || !Files.exists(note)) {
      return UnixDomainSocketAddress.of(usual);
    }
    try (var in = Files.newInputStream(note)) {
      return UnixDomainSocketAddress.of(
          new String(in.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8).strip());
    }
  }

  /** Makes the folder, and closes it to others also if it is there already. */
  static void prepare(Path data) throws IOException {
    OwnerOnly.restrictFolder(OwnerOnly.createFolder(folder(data)));
  }
}
