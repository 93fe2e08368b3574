package app.rostrum.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackendOptionsTest {
  @TempDir Path folder;

  @CommandLine.Command(name = "test")
  private static final class TestCommand {
    @CommandLine.Mixin BackendOptions options = new BackendOptions();
  }

  private static void open(String... arguments) {
    var command = new TestCommand();
    var line = new CommandLine(command);
    line.parseArgs(arguments);
    assertThat(command.options.open(line)).isNotNull();
  }

  @Test
  void thePasscodeIsReadFromAFileWithItsLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("passcode"), "12345612345678\n");
    open("--url", "http://127.0.0.1:1", "--passcode-file", file.toString());
  }

  @Test
  void itsClockGoesByTheServersThatItsClientHasAsked() throws Exception {
    var options = new BackendOptions();
    try (WebServer server =
        WebServer.builder()
            .handle(
                "/",
                request -> HttpResponse.empty(204).with("Date", "Sat, 01 Nov 2036 12:00:00 GMT"))
            .start(new InetSocketAddress("127.0.0.1", 0))) {
      var request = new Request.Builder().url("http://127.0.0.1:" + server.port() + "/").build();
      options.http().newCall(request).execute().close();
      assertThat(options.clock().instant()).isAfter(Instant.parse("2036-11-01T11:59:59Z"));
    }
  }

  @Test
  void aFileThatCannotBeReadOrHoldsSomethingElseIsToldWithItsOption() throws IOException {
    String missing = folder.resolve("missing").toString();
    assertThatThrownBy(() -> open("--passcode-file", missing))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining("--passcode-file")
        .hasMessageContaining(missing);
    Path huge = Files.write(folder.resolve("huge"), new byte[1 << 20]);
    assertThatThrownBy(() -> open("--passcode-file", huge.toString()))
        .isInstanceOf(CommandLine.ParameterException.class);
  }
}
