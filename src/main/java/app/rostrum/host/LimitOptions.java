package app.rostrum.host;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of {@code serve} that say how much it takes on; they can change while it runs. */
final class LimitOptions {
  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec spec;

  @Option(
      names = "--max-listeners",
      paramLabel = "NUMBER",
      description =
          "The most listeners of all streams together; others are told to try again later. Each"
              + " takes about 70 kbit/s while somebody speaks. Default: 20000.")
  int listeners = HostLimits.DEFAULT.listeners();

  @Option(
      names = "--max-streams",
      paramLabel = "NUMBER",
      description = "The most streams at the same time. Default: 500.")
  int streams = HostLimits.DEFAULT.streams();

  /**
   * @throws ParameterException whose message begins with the option that is wrong
   */
  HostLimits read() {
    require(
        listeners >= 0 && listeners <= HostLimits.DEFAULT.listeners(),
        "--max-listeners",
        HostLimits.DEFAULT.listeners());
    require(
        streams >= 0 && streams <= HostLimits.DEFAULT.streams(),
        "--max-streams",
        HostLimits.DEFAULT.streams());
    return new HostLimits(listeners, streams);
  }

  private void require(boolean holds, String option, int most) {
    if (!holds) {
      throw new ParameterException(
          (spec == null ? CommandSpec.create() : spec).commandLine(),
          "%s must be 0 to %d".formatted(option, most));
    }
  }
}
