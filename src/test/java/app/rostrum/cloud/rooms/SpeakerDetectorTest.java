package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeakerDetectorTest {
  private final SpeakerDetector detector = new SpeakerDetector();

  private Optional<String> ticks(int count, Map<String, Double> loudness) {
    Optional<String> holder = Optional.empty();
    for (int i = 0; i < count; i++) {
      holder = detector.tick(loudness);
    }
    return holder;
  }

  @Test
  void theFirstSpeakerHoldsTheFloor() {
    assertThat(ticks(1, Map.of("a", 90.0, "b", 30.0))).contains("a");
  }

  @Test
  void aShortLoudMomentDoesNotTakeTheFloor() {
    ticks(3, Map.of("a", 90.0, "b", 30.0));
    assertThat(ticks(1, Map.of("a", 70.0, "b", 95.0))).contains("a");
    assertThat(ticks(1, Map.of("a", 90.0, "b", 60.0))).contains("a");
  }

  @Test
  void aSlightlyLouderVoiceDoesNotTakeTheFloor() {
    ticks(3, Map.of("a", 90.0, "b", 30.0));
    assertThat(ticks(20, Map.of("a", 90.0, "b", 94.0))).contains("a");
  }

  @Test
  void aClearlyLouderVoiceTakesOver() {
    ticks(3, Map.of("a", 90.0, "b", 30.0));
    assertThat(ticks(3, Map.of("a", 75.0, "b", 94.0))).contains("b");
  }

  @Test
  void aPauseKeepsTheFloorAndSilenceGivesItBack() {
    ticks(3, Map.of("a", 90.0));
    assertThat(ticks(5, Map.of("a", 40.0))).contains("a");
    assertThat(ticks(10, Map.of("a", 40.0))).isEmpty();
  }

  @Test
  void aLeavingSpeakerLosesTheFloor() {
    ticks(3, Map.of("a", 90.0, "b", 40.0));
    assertThat(ticks(1, Map.of("b", 40.0))).isEmpty();
  }
}
