package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream with ten thousand listeners and a hundred changes a second. */
class LargeAudienceTest {
  private static final Logger log = LoggerFactory.getLogger(LargeAudienceTest.class);
  private static final int PEOPLE = 10_000;
  private static final int SECONDS = 20;

  @Test
  void tenThousandListenersMakeFewStates() {
    Scene scene = new Scene();
    for (int i = 0; i < PEOPLE; i++) {
      scene.clients.sync.put("viewers", "Listener " + i * 7919 % PEOPLE);
    }
    long opening = System.nanoTime();
    scene.host();
    long opened = System.nanoTime() - opening;
    assertThat(scene.state().audience()).hasSize(PEOPLE);

    change(scene, 0, 5); // warm
    scene.states.clear();
    long start = System.nanoTime();
    change(scene, 5, 5 + SECONDS);
    double share = (System.nanoTime() - start) / (SECONDS * 1e9);
    log.info(
        "{} listeners: opened in {} ms; 100 changes/s take {} % of a core, {} states/s",
        PEOPLE, opened / 1_000_000, Math.round(share * 1000) / 10.0, scene.states.size() / SECONDS);
    assertThat(scene.states.size()).isLessThanOrEqualTo(31 * SECONDS);
    for (StreamState state : scene.states.subList(scene.states.size() - 3, scene.states.size())) {
      assertThat(state.audience()).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
    }
  }

  private static void change(Scene scene, int from, int until) {
    for (int i = from * 100; i < until * 100; i++) {
      String who = "Listener " + (i / 2 * 31) % PEOPLE;
      if (i % 2 == 0) {
        scene.clients.sync.remove("viewers", who);
      } else {
        scene.clients.sync.put("viewers", who);
      }
      scene.loop.pass(Duration.ofMillis(10));
    }
  }
}
