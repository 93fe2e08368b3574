package app.rostrum.host;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} that say how sound reaches the server. */
final class ReachOptions {
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

  Reach read() {
    return new Reach(addresses());
  }

  private List<InetAddress> addresses() {
    try {
      return PublicAddresses.parse(publicAddresses);
    } catch (IllegalArgumentException e) {
      throw wrong("--public-address must be " + e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(
        (spec == null ? CommandSpec.create() : spec).commandLine(), message);
  }
}
