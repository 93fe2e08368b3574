package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentIdsTest {
  @Test
  void theOldestAreForgottenAndAnIdAddedAgainIsNew() {
    var ids = new RecentIds(3);
    ids.add("a");
    ids.add("b");
    ids.add("c");
    ids.add("a");
    ids.add("d");
    assertThat(ids.contains("b")).isFalse();
    assertThat(ids.contains("a")).isTrue();
    assertThat(ids.contains("c")).isTrue();
    assertThat(ids.contains("d")).isTrue();
  }
}
