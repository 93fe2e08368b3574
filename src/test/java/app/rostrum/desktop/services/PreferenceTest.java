package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PreferenceTest {
  private enum Size {
    SMALL,
    LARGE
  }

  private final PreferenceStore store = PreferenceStore.inMemory();

  @Test
  void theStandardHoldsUntilSomethingIsChosen() {
    Preference<Size> size = Preference.choice("size", Size.SMALL);
    assertThat(store.get(size)).isEqualTo(Size.SMALL);
    store.put(size, Size.LARGE);
    assertThat(store.get(size)).isEqualTo(Size.LARGE);
    assertThat(store.get("size")).contains("large");
  }

  @Test
  void whatCannotBeReadCountsAsNotChosen() {
    store.put("size", "medium");
    store.put("on", "yes");
    store.put("percent", "2e9");
    store.put("percent-too-much", "201");
    assertThat(store.get(Preference.choice("size", Size.SMALL))).isEqualTo(Size.SMALL);
    assertThat(store.get(Preference.flag("on", true))).isTrue();
    assertThat(store.get(Preference.number("percent", 100, 80, 200))).isEqualTo(100);
    assertThat(store.get(Preference.number("percent-too-much", 100, 80, 200))).isEqualTo(100);
  }

  @Test
  void valuesAreReadBack() {
    Preference<Boolean> on = Preference.flag("on", true);
    store.put(on, false);
    assertThat(store.get(on)).isFalse();
    Preference<Integer> percent = Preference.number("percent", 100, 80, 200);
    for (int bound : new int[] {80, 200}) {
      store.put(percent, bound);
      assertThat(store.get(percent)).isEqualTo(bound);
    }
  }
}
