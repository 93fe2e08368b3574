package app.rostrum.globalkeys;

import app.rostrum.globalkeys.GlobalKeys.End;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** Notes in order what is told of a key. */
final class HeardKey implements GlobalKeys.Listener {
  private final List<String> told = new CopyOnWriteArrayList<>();

  @Override
  public void heard(Way way, Optional<String> trigger) {
    told.add("heard by " + way + trigger.map(keys -> " as " + keys).orElse(""));
  }

  @Override
  public void pressed() {
    told.add("pressed");
  }

  @Override
  public void released() {
    told.add("released");
  }

  @Override
  public void ended(End reason) {
    told.add("ended " + reason);
  }

  /** Waits until exactly this was told. */
  void expect(String... expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> Assertions.assertThat(told).containsExactly(expected));
  }
}
