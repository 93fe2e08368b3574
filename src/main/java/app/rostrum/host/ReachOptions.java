package app.rostrum.host;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} that say how sound reaches the server. */
final class ReachOptions {
  /** RFC 7065, the host as a name or an IP address. */
  private static final Pattern URL =
      Pattern.compile(
          "turns?:([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?(\\?transport=(udp|tcp))?");

  private static final int MOST_SERVERS = 4;

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--public-address",
      paramLabel = "IP",
      split = ",",
      description =
          "The IP address, or several, under which people reach the sound, if it is not among this"
              + " machine's own: behind a router that passes the port on, or in a container.")
  List<String> publicAddresses = List.of();

  @Option(
      names = "--turn",
      paramLabel = "URL",
      split = ",",
      description =
          "A TURN server, or several, for those whose network lets nothing else through, as"
              + " turn:turn.example.org:3478?transport=tcp; people get credentials that end after a"
              + " day.")
  List<String> turn = List.of();

  @Option(
      names = "--turn-secret",
      paramLabel = "FILE",
      description = "The file with the secret of the TURN servers (coturn's static-auth-secret).")
  @Nullable Path turnSecret;

  Reach read() {
    return new Reach(addresses(), turn());
  }

  private List<InetAddress> addresses() {
    try {
      return PublicAddresses.parse(publicAddresses);
    } catch (IllegalArgumentException e) {
      throw wrong("--public-address must be " + e.getMessage());
    }
  }

  private Optional<Reach.Turn> turn() {
    for (String url : turn) {
      if (!URL.matcher(url).matches()) {
        throw wrong("--turn must be like turn:turn.example.org:3478?transport=tcp: " + url);
      }
    }
    if (turn.size() > MOST_SERVERS) {
      throw wrong("--turn must be at most " + MOST_SERVERS + " servers");
    }
    Path file = turnSecret;
    if (turn.isEmpty() && file == null) {
      return Optional.empty();
    }
    if (turn.isEmpty() || file == null) {
      throw wrong("--turn must be given with --turn-secret, and only then");
    }
    return Optional.of(new Reach.Turn(turn, file));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        (spec == null ? CommandSpec.create() : spec).commandLine(), message);
  }
}
