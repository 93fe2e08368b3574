package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir Path folder;

  @Test
  void onlyTheOwnerReadsItEvenWhereOthersReadTheEarlierOne() throws Exception {
    Path file = Files.writeString(folder.resolve("secrets"), "earlier");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PrivateFile.write(file, "new");
    assertThat(file).hasContent("new");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(folder).isDirectoryNotContaining(other -> !other.equals(file));
  }

  @Test
  void aFolderThatIsMissingIsNotCreated() {
    assertThatThrownBy(() -> PrivateFile.write(folder.resolve("missing/secrets"), "x"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
    assertThat(folder).isEmptyDirectory();
  }
}
