package app.rostrum.torture;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks on one server, one after the other. The system property {@code torture} is long or short.
 */
@Tag("torture")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TortureTest {
  @SuppressWarnings("NullAway.Init") // Set before all.
  private AttackedServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = AttackedServer.start(folder, "long".equals(System.getProperty("torture")));
  }

  @AfterAll
  void close() throws Exception {
    server.close();
  }

  static List<Attack> attacks() {
    return List.of(
        new SilentSockets(),
        new RestWithoutCredentials(),
        new MalformedFrames(),
        new JunkDatagrams(),
        new ForgedTokens(),
        new CrowdOfOneListener(),
        new EmptyStreams(),
        new PasscodeGuesses(),
        new UnfinishedRequests());
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void othersGoOn(Attack attack) throws Exception {
    server.endures(attack);
  }
}
