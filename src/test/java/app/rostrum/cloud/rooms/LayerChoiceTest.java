package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerChoiceTest {
  private static final long MILLI = 1_000_000;
  private static final List<Long> LAYERS = List.of(10L, 20L, 30L);
  private final LayerChoice choice = new LayerChoice();

  private boolean delta(long ssrc, long millis) {
    return choice.takes(ssrc, LAYERS, false, millis * MILLI);
  }

  private boolean key(long ssrc, long millis) {
    return choice.takes(ssrc, LAYERS, true, millis * MILLI);
  }

  @Test
  void aTrackWithoutLayersPassesWhole() {
    assertThat(choice.takes(99, List.of(), false, 0)).isTrue();
  }

  @Test
  void beginsWithAKeyframe() {
    assertThat(delta(10, 0)).isFalse();
    assertThat(choice.wanted()).isEqualTo(10);
    assertThat(key(10, 10)).isTrue();
    assertThat(delta(10, 20)).isTrue();
    assertThat(choice.wanted()).isEqualTo(-1);
  }

  @Test
  void switchesToALargerLayerAtAKeyframe() {
    key(10, 0);
    assertThat(delta(30, 10)).isFalse();
    assertThat(choice.wanted()).isEqualTo(30);
    assertThat(delta(10, 15)).isTrue();
    assertThat(key(30, 20)).isTrue();
    assertThat(delta(10, 30)).isFalse();
    assertThat(choice.wanted()).isEqualTo(-1);
    assertThat(delta(20, 35)).isFalse();
    assertThat(delta(30, 40)).isTrue();
  }

  @Test
  void fallsBackWhenTheLargestStops() {
    key(30, 0);
    key(10, 1);
    assertThat(delta(10, 900)).isFalse();
    assertThat(choice.wanted()).isEqualTo(-1);
    assertThat(delta(10, 1100)).isFalse();
    assertThat(choice.wanted()).isEqualTo(10);
    assertThat(key(10, 1110)).isTrue();
    assertThat(delta(10, 1120)).isTrue();
  }

  @Test
  void packetsOfUnknownSourcesAreDropped() {
    assertThat(key(77, 0)).isFalse();
    assertThat(choice.wanted()).isEqualTo(-1);
  }
}
