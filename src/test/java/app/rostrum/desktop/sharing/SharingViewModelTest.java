package app.rostrum.desktop.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.services.LocalHosting.Invitation;
import app.rostrum.desktop.services.LocalHosting.Network;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharingViewModelTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final SharingViewModel model =
      new SharingViewModel(fakes.local, new Work(Runnable::run, ui), Texts.in(Locale.ENGLISH));

  @Test
  void nobodyComesInBeforeTheHostWantsIt() {
    Pin following = model.follow();
    assertThat(model.openProperty().get()).isFalse();
    assertThat(model.link()).isEmpty();
    model.letNetworkIn(true);
    assertThat(model.openProperty().get()).isTrue();
    assertThat(model.portProperty().get()).isEqualTo("7421");
    assertThat(model.link()).contains(FakeServices.OPEN.invitations().getFirst().link());
    model.letNetworkIn(false);
    assertThat(model.openProperty().get()).isFalse();
    assertThat(model.link()).isEmpty();
    following.close();
  }

  @Test
  void theChosenAddressStaysAsLongAsThereIsOne() {
    Pin following = model.follow();
    model.letNetworkIn(true);
    Invitation second = FakeServices.OPEN.invitations().get(1);
    model.choose(second);
    ui.pass(Duration.ofSeconds(6));
    assertThat(model.chosenProperty().get()).contains(second);
    var renewed = new Invitation(second.host(), "rostrum://join?passcode=99999999999999");
    fakes.network =
        new Network(true, 7421, List.of(FakeServices.OPEN.invitations().getFirst(), renewed));
    ui.pass(Duration.ofSeconds(6));
    assertThat(model.link()).as("with the new passcode").contains(renewed.link());
    fakes.network = new Network(true, 7421, List.of(FakeServices.OPEN.invitations().getFirst()));
    ui.pass(Duration.ofSeconds(6));
    assertThat(model.chosenProperty().get()).contains(FakeServices.OPEN.invitations().getFirst());
    fakes.network = new Network(true, 7421, List.of());
    ui.pass(Duration.ofSeconds(6));
    assertThat(model.link()).isEmpty();
    assertThat(model.openProperty().get()).isTrue();
    following.close();
    fakes.network = FakeServices.OPEN;
    ui.pass(Duration.ofSeconds(60));
    assertThat(model.link()).as("nobody looks any more").isEmpty();
  }

  @Test
  void oneChangeAtATimeAndAFailedOneIsExplained() {
    var changes = new ArrayList<Boolean>();
    fakes.letNetworkIn =
        in -> {
          changes.add(in);
          model.letNetworkIn(in); // A second click, before the first one has had an effect.
          return CompletableFuture.failedFuture(new IllegalStateException("port 8771 is taken"));
        };
    model.letNetworkIn(true);
    assertThat(changes).containsExactly(true);
    assertThat(model.openProperty().get()).isFalse();
    assertThat(model.changingProperty().get()).isFalse();
    assertThat(model.problemProperty().get()).contains("port 8771 is taken");
    fakes.letNetworkIn = in -> CompletableFuture.completedFuture(FakeServices.OPEN);
    model.letNetworkIn(true);
    assertThat(model.problemProperty().get()).isEmpty();
    assertThat(model.openProperty().get()).isTrue();
  }
}
