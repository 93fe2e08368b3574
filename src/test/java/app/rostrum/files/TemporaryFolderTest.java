package app.rostrum.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
  @TempDir Path elsewhere;

  @Test
  void allThatIsInItIsDeletedAndNothingThatALinkLeadsTo() throws Exception {
    Path kept = Files.writeString(elsewhere.resolve("kept"), "x");
    Path path;
    try (var folder = TemporaryFolder.create("rostrum-test")) {
      path = folder.path();
      Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "x");
      Files.createSymbolicLink(path.resolve("link"), elsewhere);
    }
    assertThat(path).doesNotExist();
    assertThat(kept).exists();
  }
}
