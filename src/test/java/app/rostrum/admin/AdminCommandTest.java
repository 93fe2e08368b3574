package app.rostrum.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AdminCommandTest {
  @TempDir Path folder;
  private final StringWriter errors = new StringWriter();

  private int run(String... arguments) {
    errors.getBuffer().setLength(0);
    return new CommandLine(new AdminCommand()).setErr(new PrintWriter(errors)).execute(arguments);
  }

  @Test
  void aMissingServerHasAnExitCodeOfItsOwnAndIsExplained() throws Exception {
    assertThat(run("status", "--data", folder.resolve("none").toString())).isEqualTo(3);
    assertThat(errors.toString()).contains("there is no data folder");
    assertThat(run("status", "--data", folder.toString())).isEqualTo(3);
    assertThat(errors.toString()).contains("is not the data folder of a server");
    Files.createFile(folder.resolve("rostrum.db"));
    assertThat(run("--data", folder.toString(), "streams")).isEqualTo(3);
    assertThat(errors.toString()).contains("no server runs");
  }

  @Test
  void wrongCommandsAreUsageErrors() {
    for (String[] wrong :
        new String[][] {
          {},
          {"reboot"},
          {"end"},
          {"drain", "--for", "soon"},
          {"drain", "--for", "8d"},
          {"passcode", "forget"},
          {"passcode", "renew", "--keep", "-1h"}
        }) {
      assertThat(run(wrong)).as(String.join(" ", wrong)).isEqualTo(CommandLine.ExitCode.USAGE);
    }
  }

  @Test
  void aBackupThatIsMissingIsAFailure() {
    assertThat(run("restore", folder.resolve("none").toString(), "--data", folder.toString()))
        .isEqualTo(1);
    assertThat(errors.toString()).contains("there is no file");
  }
}
