package app.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
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

  @Test
  void aPrivateFolderThatOthersCouldEnterIsClosedToThem() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    OwnerOnly.createPrivateFolder(home);
    assertThat(mode(home)).isEqualTo("rwx------");
  }

  @Test
  void aLinkIsNoPrivateFolder() throws IOException {
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    Path link = Files.createSymbolicLink(home.resolve("link"), elsewhere);
    assertThatThrownBy(() -> OwnerOnly.createPrivateFolder(link))
        .isInstanceOf(NotDirectoryException.class);
  }
}
