package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.stream.Role;
import app.rostrum.stream.StreamState;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class CrowdedStreamTest {
  @Test
  void staysAsLargeAsItWasWhilePeopleComeAndGo() {
    var stream = new CrowdedStream("Stream", "Me", Role.VIEWER, 5, 2, 1000);
    StreamState before = stream.state(true);
    for (int i = 0; i < 20_000; i++) {
      stream.change();
    }
    StreamState after = stream.state(true);

    assertThat(after.audience()).isSorted().doesNotHaveDuplicates().contains("Me");
    assertThat(after.audience()).hasSizeBetween(950, 1052);
    assertThat(after.raisedHands()).hasSizeLessThanOrEqualTo(20);
    assertThat(after.raisedHands())
        .allMatch(hand -> after.audience().contains(hand.identity()), "is there");
    assertThat(after.chat().messages()).hasSameSizeAs(before.chat().messages());
    var stayed = new HashSet<>(before.audience());
    stayed.retainAll(after.audience());
    assertThat(stayed).hasSizeLessThan(before.audience().size());
  }

  @Test
  void tellsTheLevelsOfThoseWhoSpeakOnlyIfTheyAreMeasured() {
    var stream = new CrowdedStream("Stream", "Me", Role.HOST, 5, 2, 10);

    assertThat(stream.state(true).levels()).containsOnlyKeys("Me", "Speaker 2");
    assertThat(stream.state(false).levels()).isEmpty();
  }
}
