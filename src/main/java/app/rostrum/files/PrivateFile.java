package app.rostrum.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that only its owner can read. It is replaced as a whole, so that nobody reads half
 * of it, and it is deleted at the end unless somebody else has replaced it since.
 */
public final class PrivateFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFile.class);

  private final Path file;
  private byte[] written = {};

  public PrivateFile(Path file) {
    this.file = file.toAbsolutePath();
  }

  /**
   * Writes the content in place of what is there. A missing folder is made for this user only.
   *
   * @throws IOException if it cannot be written; what was there stays
   */
  public synchronized void write(byte[] content) throws IOException {
    Path folder = file.resolveSibling("");
    OwnerOnly.createFolder(folder);
    // Where files have modes, a temporary one is its owner's from the beginning.
    Path temporary = Files.createTempFile(folder, ".rostrum", ".tmp");
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
    written = content.clone();
  }

  /** Deletes the file if its content is what was written last. */
  @Override
  public synchronized void close() {
    try {
      if (Arrays.equals(Files.readAllBytes(file), written)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.debug("{} was gone already", file, e);
    }
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return file.toString();
  }
}
