package app.rostrum.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.ui.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AboutViewModelTest {
  @TempDir Path folder;

  private String diagnostics(Optional<Path> log) {
    var texts = new ArrayList<String>();
    var model =
        new AboutViewModel(
            new Work(Runnable::run, new FakeUiThread()),
            log,
            () -> Map.of("Theme", "DARK"),
            () -> new AboutViewModel.Private(List.of("Grace Hopper"), List.of("no digits here")));
    model.diagnostics(texts::add);
    return texts.getLast();
  }

  @Test
  void aReportTellsVersionsAndSettings() {
    assertThat(diagnostics(Optional.empty()))
        .contains("Rostrum: ", "JavaFX: ", "Theme: DARK")
        .contains("Java: " + System.getProperty("java.runtime.version"));
  }

  @Test
  void theEndOfTheLogIsToldWithoutSecrets() throws IOException {
    Path log = folder.resolve("rostrum.log");
    String home = System.getProperty("user.home");
    Files.writeString(
        log,
        "the beginning\n".repeat(2_000)
            + "Grace Hopper joined with 12345678901234\n"
            + "no digits here\n"
            + "read "
            + home
            + "/.config/rostrum\n"
            + "the last line\n");
    String report = diagnostics(Optional.of(log));
    assertThat(report)
        .contains("[name] joined with [digits]", "read ~/.config/rostrum", "the last line")
        .doesNotContain("Grace", "12345678901234", "no digits here");
    assertThat(report.length()).isLessThan(AboutViewModel.LOG_TAIL + 2_000);
  }

  @Test
  void aLogThatCannotBeReadLosesNothingElse() {
    assertThat(diagnostics(Optional.of(folder.resolve("missing.log")))).contains("Rostrum: ");
  }
}
