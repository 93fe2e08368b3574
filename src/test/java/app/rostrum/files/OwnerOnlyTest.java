package app.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
  @TempDir Path home;

  private static String mode(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }

  @Test
  void aFolderThatItMakesIsForItsOwnerOnly() throws IOException {
    Path folder = OwnerOnly.createFolder(home.resolve("share/rostrum"));
    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(home.resolve("share"))).isEqualTo("rwx------");
  }

  @Test
  void aFolderThatIsThereKeepsItsMode() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    OwnerOnly.createFolder(home);
    assertThat(mode(home)).isEqualTo("rwxr-xr-x");
  }
}
