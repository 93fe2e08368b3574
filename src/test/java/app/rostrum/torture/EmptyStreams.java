package app.rostrum.torture;

import app.rostrum.backend.BackendException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Streams in which there is nobody. */
final class EmptyStreams implements Attack {
  @Override
  public String name() {
    return "empty streams";
  }

  /** Returns more than for other attacks: such streams cost next to nothing. */
  @Override
  public double leastSound() {
    return 0.95;
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int times = server.times(15, 200);
    Map<String, String> created = new LinkedHashMap<>();
    for (int i = 0; i < times; i++) {
      String name = "Empty " + i;
      try {
        created.put(name, server.backend().createStream("Nobody " + i, name, true).token());
      } catch (BackendException refused) {
        // There may be a limit on streams.
      }
    }
    server.letNewcomersIn();
    server.awaitFrames(3 * SoundGauge.FRAMES_PER_SECOND);
    created.forEach(server.backend()::deleteStream);
    return times + " tried, " + created.size() + " created";
  }
}
