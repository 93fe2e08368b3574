package app.rostrum.cli;

import app.rostrum.backend.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that locate a backend, for commands that join a stream. */
public final class BackendOptions {
  private static final int MAX_FILE = 1024;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The backend's address, or an invitation link. Not needed for a backend on this machine"
              + " or a reference deployment: their passcode locates them.")
  String url = "";

  @Option(
      names = "--passcode",
      paramLabel = "DIGITS",
      defaultValue = "${env:ROSTRUM_PASSCODE:-}",
      description =
          "The passcode, 14 digits or more. Not needed with an invitation link. Other users of this"
              + " machine can see options: --passcode-file and the variable ROSTRUM_PASSCODE hide"
              + " it.")
  String passcode = "";

  @Option(
      names = "--passcode-file",
      paramLabel = "FILE",
      description = "A file with the passcode, as serve writes it.")
  @Nullable Path passcodeFile;

  private final ServerClock clock = new ServerClock(Clock.systemUTC());
  private @Nullable OkHttpClient http;

  /** Returns the HTTP client of this command, which is made at its first use. */
  public OkHttpClient http() {
    OkHttpClient ready = http;
    if (ready == null) {
      ready = HttpClients.create().newBuilder().addInterceptor(clock).build();
      http = ready;
    }
    return ready;
  }

  /** Returns the clock of the server, as its answers to this command's HTTP client tell it. */
  public Clock clock() {
    return clock;
  }

  /** Finds the backend; a wrong option ends the command with its usage. */
  public Backend open(CommandLine command) {
    return Backends.open(http(), url, passcodeFile == null ? passcode : read(command, passcodeFile))
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    command,
                    "A passcode has 14 digits or more; give one with --passcode, or an invitation"
                        + " link with --url."));
  }

  /** Reads a file with a passcode; one that cannot be read ends the command with its usage. */
  public static String read(CommandLine command, Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_FILE), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CommandLine.ParameterException(
          command, "--passcode-file: " + file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
