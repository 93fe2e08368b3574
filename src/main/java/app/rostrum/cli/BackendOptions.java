package app.rostrum.cli;

import app.rostrum.backend.Backend;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that locate a backend, for commands that join a stream. */
public final class BackendOptions {
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
      description = "The passcode, 14 digits or more. Not needed with an invitation link.")
  String passcode = "";

  private @Nullable OkHttpClient http;

  /** Returns the HTTP client of this command, which is made at its first use. */
  public OkHttpClient http() {
    OkHttpClient ready = http;
    if (ready == null) {
      ready = HttpClients.create();
      http = ready;
    }
    return ready;
  }

  /** Finds the backend; a wrong option ends the command with its usage. */
  public Backend open(CommandLine command) {
    return Backends.open(http(), url, passcode)
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    command,
                    "A passcode has 14 digits or more; give one with --passcode, or an invitation"
                        + " link with --url."));
  }
}
