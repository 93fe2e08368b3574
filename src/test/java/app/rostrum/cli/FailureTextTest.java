package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import app.rostrum.media.plain.WavRecorder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTextTest {
  @TempDir Path folder;

  @Test
  void aPathIsNeverAllThatIsSaid() {
    Path nowhere = folder.resolve("none").resolve("heard.wav");
    assertThat(FailureText.of(catchThrowable(() -> WavRecorder.create(nowhere))))
        .isEqualTo("there is no file or folder " + nowhere);
    assertThat(FailureText.of(new AccessDeniedException("/x"))).isEqualTo("permission denied: /x");
  }

  @Test
  void aFailureWithoutAMessageIsNamed() {
    assertThat(FailureText.of(new EOFException())).contains("EOFException");
    assertThat(FailureText.of(new IOException(" "))).contains("IOException");
    assertThat(FailureText.of(new IOException("the port is in use")))
        .isEqualTo("the port is in use");
  }
}
