package app.rostrum.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The time for which tests wait when they name none: a minute. It is spent only by a test that
 * fails; on a machine with ten others at work even connecting took longer than Awaitility's own ten
 * seconds.
 */
public final class Patience implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }
}
