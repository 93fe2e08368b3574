package app.rostrum.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.States;
import app.rostrum.stream.StreamState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateBridgeTest {
  private final FakeUiThread ui = new FakeUiThread();
  private final List<StreamState> applied = new ArrayList<>();
  private final StateBridge bridge = new StateBridge(ui, applied::add);

  @Test
  void onlyTheNewestStateIsAppliedAndOncePerPulse() {
    StreamState last = States.host("Ada").speakers(3).state();
    for (int i = 0; i < 1000; i++) {
      bridge.accept(States.host("Ada").level("Ada", i / 1000.0).state());
    }
    bridge.accept(last);
    assertThat(applied).isEmpty();
    assertThat(ui.pulse()).isEqualTo(1);
    assertThat(applied).containsExactly(last);
    assertThat(ui.pulse()).isZero();
  }

  @Test
  void aStateAfterAPulseIsAppliedInTheNext() {
    bridge.accept(States.host("Ada").state());
    ui.pulse();
    bridge.accept(States.host("Ada").muted().state());
    ui.pulse();
    assertThat(applied).hasSize(2);
  }

  @Test
  void nothingIsAppliedAfterClosing() {
    bridge.accept(States.host("Ada").state());
    bridge.close();
    ui.pulse();
    assertThat(applied).isEmpty();
  }
}
