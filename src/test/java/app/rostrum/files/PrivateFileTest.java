package app.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir Path folder;

  private static void write(Path file, String text) throws IOException {
    new PrivateFile(file).write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void onlyTheOwnerReadsItEvenWhereOthersReadTheEarlierOne() throws Exception {
    Path file = Files.writeString(folder.resolve("secrets"), "earlier");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void aMissingFolderIsMadeForItsOwnerOnly() throws Exception {
    Path file = folder.resolve("missing/secrets");
    write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(Files.getPosixFilePermissions(folder.resolve("missing")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }
}
