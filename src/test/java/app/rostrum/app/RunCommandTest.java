package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunCommandTest {
  @Test
  void anInvitationWithoutADisplaySaysSoInsteadOfPlayingTheDemo() {
    var err = new StringWriter();
    var command = new CommandLine(new RunCommand(() -> true)).setErr(new PrintWriter(err));
    assertThat(command.execute("rostrum://join?passcode=12345678901234")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("rostrum: There is no display")
        .doesNotContain("12345678901234");
  }
}
