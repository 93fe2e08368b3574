package app.rostrum.desktop.lobby;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices;
import app.rostrum.desktop.FakeUiThread;
import app.rostrum.desktop.lobby.LobbyViewModel.Listing;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import app.rostrum.names.LineRule;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LobbyViewModelTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private final List<Entry> entered = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private final LobbyViewModel model =
      new LobbyViewModel(
          new SignedIn("Ada", new Deployment(fakes.backend, "", ""), false),
          new Work(Runnable::run, ui),
          Texts.in(Locale.ENGLISH),
          ui.clock(),
          entered::add,
          refusals::add);

  private StreamSummary stream(String name, int listeners) {
    return new StreamSummary(
        name, "RM1", "Grace", 2, listeners, ui.clock().instant().minusSeconds(130), true);
  }

  @Test
  void aTopicIsOneLineOfUsualLength() {
    assertThat(LobbyViewModel.topic(about("Tea\nand\u202e cake "))).isEqualTo("Tea and cake");
    assertThat(LobbyViewModel.topic(about("🍵".repeat(100_000))))
        .isEqualTo("🍵".repeat(LineRule.SHORT - 1) + "…");
    assertThat(LobbyViewModel.topic(about(""))).isEmpty();
  }

  private static StreamSummary about(String topic) {
    return new StreamSummary("Tea", "RM1", "Ada", 1, 0, Instant.EPOCH, true, false, topic, false);
  }

  @Test
  void theOperatorsMessageStandsThereUntilItIsOver() {
    fakes.backend.announces("Updated\nat\u202e noon");
    model.refresh();
    assertThat(model.operatorMessageProperty().get())
        .contains("operator")
        .contains("Updated at noon");
    fakes.backend.announces("");
    model.refresh();
    assertThat(model.operatorMessageProperty().get()).isEmpty();
  }

  @Test
  void streamsAppearAndDisappearByThemselves() {
    assertThat(model.listingProperty().get()).isEqualTo(Listing.LOADING);
    model.open();
    assertThat(model.listingProperty().get()).isEqualTo(Listing.EMPTY);
    fakes.backend.lists(List.of(stream("Coffee", 3)));
    ui.pass(Duration.ofSeconds(5));
    assertThat(model.streams()).extracting(StreamSummary::streamName).containsExactly("Coffee");
    assertThat(model.describe(model.streams().getFirst()))
        .contains("2 speakers", "3 listeners", "2 min");
    fakes.backend.lists(List.of());
    ui.pass(Duration.ofSeconds(5));
    assertThat(model.listingProperty().get()).isEqualTo(Listing.EMPTY);
  }

  @Test
  void aLobbyThatOutlivesTheAppAsksNothingMore() {
    var ended =
        new LobbyViewModel(
            new SignedIn("Ada", new Deployment(fakes.backend, "", ""), false),
            new Work(
                task -> {
                  throw new RejectedExecutionException();
                },
                ui),
            Texts.in(Locale.ENGLISH),
            ui.clock(),
            entered::add,
            refusals::add);
    ended.open();
    ui.pass(Duration.ofSeconds(5));
    assertThat(ui.timers()).isZero();
    assertThat(ended.problemProperty().get()).isEmpty();
  }

  @Test
  void aClosedLobbySendsNoRequests() {
    model.open();
    model.close();
    fakes.backend.lists(List.of(stream("Coffee", 3)));
    ui.pass(Duration.ofMinutes(1));
    assertThat(model.streams()).isEmpty();
  }

  @Test
  void theListStaysWhileTheServerIsOutOfReach() {
    fakes.backend.lists(List.of(stream("Coffee", 3)));
    model.open();
    fakes.backend.fails(unreachable());
    ui.pass(Duration.ofSeconds(5));
    assertThat(model.streams()).hasSize(1);
    assertThat(model.listingProperty().get()).isEqualTo(Listing.STREAMS);
    assertThat(model.problemProperty().get()).contains("cannot be reached");
    fakes.backend.lists(List.of());
    model.refresh();
    assertThat(model.problemProperty().get()).isEmpty();
  }

  @Test
  void aRestartIsTheReasonForAMinuteWhateverFailsMeanwhile() {
    model.open();
    fakes.backend.fails(
        new BackendException(
            BackendException.Kind.REFUSED, BackendException.SERVER_RESTARTING, "", null));
    model.refresh();
    String restarting = "The server is restarting. You will be back in a moment.";
    assertThat(model.problemProperty().get()).isEqualTo(restarting);
    fakes.backend.fails(unreachable());
    ui.pass(Duration.ofSeconds(30));
    assertThat(model.problemProperty().get()).isEqualTo(restarting);
    ui.pass(Duration.ofSeconds(40));
    assertThat(model.problemProperty().get()).contains("cannot be reached");
  }

  private static BackendException unreachable() {
    return new BackendException(BackendException.Kind.UNREACHABLE, "unreachable", "", null);
  }

  @Test
  void aFailureToLoadTheFirstListIsShown() {
    fakes.backend.fails(unreachable());
    model.open();
    assertThat(model.listingProperty().get()).isEqualTo(Listing.FAILED);
  }

  @Test
  void aRefusedPasscodeLeadsBackToTheFirstScreen() {
    fakes.backend.fails(
        new BackendException(
            BackendException.Kind.PASSCODE, "passcode expired", "It has expired.", null));
    model.open();
    assertThat(refusals).singleElement().asString().contains("This passcode has expired.");
  }

  @Test
  void theNameIsTypedIfTheBackendCannotListStreams() {
    fakes.backend.cannotList();
    model.open();
    assertThat(model.listingProperty().get()).isEqualTo(Listing.CANNOT_LIST);
    assertThat(model.usableTypedName()).isEmpty();
    assertThat(model.typedNameErrorProperty().get()).isNotEmpty();
    model.typedNameProperty().set(" Coffee ");
    assertThat(model.usableTypedName()).contains("Coffee");
  }

  @Test
  void aNewStreamNeedsANameThatIsFree() {
    fakes.backend.lists(List.of(stream("Coffee", 3)));
    model.open();
    model.create(new StreamSettings(true, true), true);
    assertThat(model.newNameErrorProperty().get()).isNotEmpty();
    model.newNameProperty().set("Coffee");
    assertThat(model.newNameErrorProperty().get()).isEmpty();
    model.create(new StreamSettings(true, true), true);
    assertThat(model.newNameErrorProperty().get()).contains("Choose another");
    assertThat(entered).isEmpty();
    model.newNameProperty().set("Tea");
    model.create(new StreamSettings(false, false), true);
    assertThat(entered)
        .containsExactly(new Entry("Tea", Role.HOST, new StreamSettings(false, false), true));
  }
}
