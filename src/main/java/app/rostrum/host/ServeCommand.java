package app.rostrum.host;

import app.rostrum.cli.JsonLines;
import app.rostrum.cli.UserFolders;
import app.rostrum.threads.Threads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rostrum serve}: the backend and the embedded cloud, for a server. */
@Command(
    name = "serve",
    description = {
      "Runs the backend and the embedded cloud alone, for a server, until it is interrupted.",
      "It prints the passcode, valid for a week, and the invitation link to hand out.",
      ""
    },
    footer = {
      "",
      "One TCP port carries the API and signaling, the UDP port of the same number carries sound.",
      "What must not be lost (streams, keys, passcode) is kept in the data folder.",
      "",
      "Examples:",
      "  ./rostrum serve                                     for people on this machine",
      "  ./rostrum serve --host 0.0.0.0                      for people on this network",
      "  ./rostrum serve --host 0.0.0.0 --public-url https://talk.example.org --data"
          + " /var/lib/rostrum"
    })
public final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on. Default: 127.0.0.1, reachable from this machine only.")
  String host = "127.0.0.1";

  @Option(names = "--port", description = "TCP and UDP port; 0 picks a free one. Default: 8770.")
  int port = EmbeddedHost.DEFAULT_PORT;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Where state is kept. Default: a folder of this user.")
  @Nullable Path data;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description =
          "The address under which people reach this server, if a proxy stands in between.")
  @Nullable URI publicUrl;

  @Option(
      names = "--trust-passcode",
      description =
          "Trust whoever knows the passcode, as the reference backend does: for its own clients,"
              + " which send no proof of who they are.")
  boolean trustPasscode;

  @Option(
      names = "--json",
      description = "Print one line of JSON when ready and one for each event.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is 0 to 65535");
    }
    if (publicUrl != null
        && (publicUrl.getHost() == null
            || !String.valueOf(publicUrl.getScheme()).matches("https?"))) {
      throw new ParameterException(spec.commandLine(), "--public-url is an http or https address");
    }
    var log = new JsonLines(System.out, Clock.systemUTC(), json);
    var options =
        new EmbeddedHost.Options(
            host,
            port,
            data == null ? UserFolders.data().resolve("server") : data,
            Optional.ofNullable(publicUrl),
            trustPasscode);
    try (var running = EmbeddedHost.start(options, Clock.systemUTC(), log::event)) {
      if (json) {
        var ready = new LinkedHashMap<String, Object>();
        ready.put("url", running.url().toString());
        ready.put("passcode", running.passcode());
        ready.put("expires", running.passcodeExpires().toString());
        ready.put("invitation", running.invitation().format());
        log.event("ready", ready);
      } else {
        System.out.printf(
            "Rostrum is ready.%n%n  Address     %s%n  Passcode    %s   (until %s)%n  Invitation "
                + " %s%n%nStop with Ctrl+C.%n",
            running.url(),
            spaced(running.passcode()),
            running.passcodeExpires(),
            running.invitation().format());
      }
      var stop = new CountDownLatch(1);
      Threads.onShutdown(
          "stop-serving",
          () -> {
            running.close();
            stop.countDown();
          });
      stop.await();
    }
    return 0;
  }

  /** As people read it out: 123 456 1234 5678. */
  public static String spaced(String passcode) {
    return passcode.substring(0, 3)
        + " "
        + passcode.substring(3, 6)
        + " "
        + passcode.substring(6, 10)
        + " "
        + passcode.substring(10);
  }
}
