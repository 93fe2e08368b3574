package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServeCommandTest {
  @ParameterizedTest
  @CsvSource({
    "--port, 70000",
    "--public-url, nonsense",
    "--trusted-proxy, proxy.example",
    "--trusted-proxy, 10.0.0.0/40",
    "--webhooks-to, 10.1.2.3/16",
    "--webhooks-to, two words",
    "--public-address, talk.example.org",
    "--public-address, 0.0.0.0"
  })
  void aWrongOptionIsNamedAndNothingIsStarted(String option, String value) {
    var errors = new StringWriter();
    int status =
        new CommandLine(new ServeCommand()).setErr(new PrintWriter(errors)).execute(option, value);
    assertThat(status).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(errors.toString()).startsWith(option + " must be ");
  }
}
