package app.rostrum.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** Writes files with secrets. */
public final class PrivateFile {
  private PrivateFile() {}

  /**
   * Writes a file that only its owner can read (mode 0600), in place of an earlier one of that
   * name, whatever its mode was.
   *
   * @throws IOException if its folder is missing or cannot be written
   */
  public static void write(Path file, String text) throws IOException {
    Path whole = file.toAbsolutePath();
    // A temporary file is its owner's from the beginning.
    Path written =
        Files.createTempFile(Objects.requireNonNullElse(whole.getParent(), whole), ".rostrum", "");
    try {
      Files.writeString(written, text);
      Files.move(
          written, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
