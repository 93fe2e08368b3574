package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void wordsThatAreExpectedAreListedFromTheBeginning() {
    var tally = new Tally("host", "listener");
    tally.add("listener");
    tally.add("listener");
    assertThat(tally.counts()).containsEntry("host", 0L).containsEntry("listener", 2L).hasSize(2);
  }

  @Test
  void itDoesNotGrowForEver() {
    var tally = new Tally();
    for (int i = 0; i < 1000; i++) {
      tally.add("reason " + i);
    }
    assertThat(tally.counts())
        .hasSize(Tally.MOST + 1)
        .containsEntry("reason 0", 1L)
        .containsEntry("other", 1000L - Tally.MOST);
  }
}
