package app.rostrum.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import org.junit.jupiter.api.Test;

class AudienceViewModelTest {
  private final AudienceViewModel audience = new AudienceViewModel();

  @Test
  void raisedHandsComeFirstAndTwentyAreShownAtMost() {
    audience.apply(
        States.host("Ada")
            .hand("Zoë", new FakeUiThread().clock().instant())
            .listeners(301)
            .state());
    assertThat(audience.faces())
        .hasSize(20)
        .startsWith("Zoë", "Listener 00001")
        .doesNotHaveDuplicates();
    assertThat(audience.countProperty().get()).isEqualTo(301);
  }

  @Test
  void whoLeavesIsNoLongerShown() {
    audience.apply(States.host("Ada").listeners(3).state());
    assertThat(audience.faces()).hasSize(3);
    audience.apply(States.host("Ada").state());
    assertThat(audience.faces()).isEmpty();
    assertThat(audience.countProperty().get()).isZero();
  }
}
