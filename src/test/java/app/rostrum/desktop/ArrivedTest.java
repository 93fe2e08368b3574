package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.services.LocalHosting.Invitation;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A link that arrives from outside while the app runs, in every stage. */
class ArrivedTest {
  private static final String COFFEE = FakeServices.LINK + "&stream=Coffee";
  private static final String TEA = FakeServices.LINK + "&stream=Tea";
  private static final String ELSEWHERE =
      "rostrum://join?url=https%3A%2F%2Ftalk.example.org&passcode=99999999999999&stream=Tea";

  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();

  @SuppressWarnings("NullAway.Init")
  private Navigation navigation;

  @BeforeEach
  void prepare() {
    fakes.verify = code -> {};
    fakes.preferences.put("welcome-seen", "true");
    fakes.secrets.write("name", "Ada");
    fakes.backend.lists(
        List.of(new StreamSummary("Coffee", "RM1", "Grace Hopper", 2, 5, Instant.EPOCH, true)));
    navigation =
        Fx.call(
            () ->
                new Navigation(
                    fakes.services(Runnable::run, ui.clock()),
                    ui,
                    Texts.in(Locale.ENGLISH),
                    new Appearance(fakes.preferences),
                    address -> {}));
    Fx.run(() -> assertThat(new Scene(navigation.root(), 940, 640).getRoot()).isNotNull());
    Fx.run(navigation::begin);
  }

  private Optional<Node> find(String id) {
    Parent root = navigation.root();
    root.applyCss();
    root.layout();
    return root.lookupAll("#" + id).stream().filter(Node::isVisible).findFirst();
  }

  private Node node(String id) {
    return find(id).orElseThrow(() -> new AssertionError("no " + id));
  }

  private void press(String id) {
    ((ButtonBase) node(id)).fire();
  }

  private void arrive(String link) {
    assertThat(navigation.arrive(Optional.of(link))).isTrue();
  }

  private void signIn() {
    ((TextField) node("name")).setText("Ada");
    ((TextField) node("passcode")).setText(FakeServices.PASSCODE);
    press("continue");
    assertThat(find("lobby-screen")).isPresent();
  }

  private Begun joined(States states) {
    signIn();
    arrive(COFFEE);
    Begun session = fakes.begun.getLast();
    show(session, states);
    return session;
  }

  private void show(Begun session, States states) {
    session.onState().accept(states.state());
    ui.pulse();
  }

  private void leave(Begun session, LeaveReason reason) {
    show(session, States.listener("Ada").phase(new Phase.Left(reason)));
  }

  private String question() {
    return BidiText.plain(
        String.join(
            " ",
            node("arrived-dialog").lookupAll(".dialog-text").stream()
                .map(text -> ((Labeled) text).getText())
                .toList()));
  }

  @Test
  void atTheEntryItTakesThePlaceOfWhatStoodThere() {
    Fx.run(
        () -> {
          ((TextField) node("passcode")).setText("1234");
          arrive(TEA);
          assertThat(((TextField) node("passcode")).getText()).isEqualTo(TEA);
          assertThat(fakes.begun).isEmpty();
          press("continue");
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
        });
  }

  @Test
  void inTheLobbyItLeadsToAStreamOfThisServerAtOnceAsAListener() {
    Fx.run(
        () -> {
          signIn();
          arrive(TEA);
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
          assertThat(fakes.begun.getLast().role()).isEqualTo(Role.VIEWER);
          assertThat(fakes.begun.getLast().microphoneOn()).isFalse();
        });
  }

  @Test
  void anotherServerIsSignedInAtOnlyWhenThePersonGoesOn() {
    Fx.run(
        () -> {
          signIn();
          arrive(ELSEWHERE);
          assertThat(((TextField) node("passcode")).getText()).isEqualTo(ELSEWHERE);
          assertThat(((TextField) node("name")).getText()).isEqualTo("Ada");
          assertThat(fakes.begun).isEmpty();
        });
  }

  @Test
  void theOwnComputersAddressInTheNetworkIsNoOtherServer() {
    Fx.run(
        () -> {
          ((TextField) node("name")).setText("Ada");
          press("host-here");
          fakes.network = FakeServices.OPEN;
          Invitation inNetwork = FakeServices.OPEN.invitations().getLast();
          arrive(inNetwork.link() + "&stream=Tea");
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "--config=/etc/passwd",
        "rostrum://join?passcode=12345678901234&url=https://a@b.example",
        "rostrum://join?passcode=12345678901234\n"
      })
  void whatIsNoInvitationIsSaidAndNothingElseHappens(String link) {
    Fx.run(
        () -> {
          signIn();
          arrive(link);
          ui.pulse();
          assertThat(((Labeled) node("toasts").lookup(".label")).getText())
              .contains("link is not valid");
          assertThat(find("lobby-screen")).isPresent();
          Begun session = joinedFromLobby();
          arrive(link);
          assertThat(find("arrived-dialog")).isEmpty();
          assertThat(session.controls().asked()).doesNotContain("leave");
        });
  }

  private Begun joinedFromLobby() {
    arrive(COFFEE);
    Begun session = fakes.begun.getLast();
    show(session, States.listener("Ada"));
    return session;
  }

  /** The places of a person in a stream. */
  enum Who {
    LISTENER,
    SPEAKER,
    HOST,
    JOINING;

    States states() {
      return switch (this) {
        case LISTENER -> States.listener("Ada");
        case SPEAKER -> States.speaker("Ada");
        case HOST -> States.host("Ada");
        case JOINING -> States.listener("Ada").phase(new Phase.Joining(Role.VIEWER));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStreamIsLeftForAnotherOnlyAfterAQuestion(Who who) {
    Fx.run(
        () -> {
          Begun session = joined(who.states());
          arrive(TEA);
          assertThat(session.controls().asked()).doesNotContain("leave", "end");
          assertThat(navigation.root().getScene().getFocusOwner()).isSameAs(node("stay-here"));
          assertThat(question())
              .contains("“Tea”", "“Coffee”")
              .contains(who == Who.HOST ? "for all" : "You leave");
          press("stay-here");
          assertThat(session.controls().asked()).doesNotContain("leave", "end");

          arrive(TEA);
          press("follow-link");
          assertThat(session.controls().asked()).contains(who == Who.HOST ? "end" : "leave");
          leave(session, new LeaveReason.Chosen());
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
        });
  }

  @Test
  void whoStayedIsInTheLobbyAfterTheirStreamAsEver() {
    Fx.run(
        () -> {
          Begun session = joined(States.listener("Ada"));
          arrive(TEA);
          press("stay-here");
          leave(session, new LeaveReason.EndedByHost());
          assertThat(find("lobby-screen")).isPresent();
          assertThat(fakes.begun).hasSize(1);
        });
  }

  @Test
  void aStreamThatEndsDuringTheQuestionAnswersIt() {
    Fx.run(
        () -> {
          Begun session = joined(States.listener("Ada"));
          arrive(TEA);
          leave(session, new LeaveReason.EndedByHost());
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
        });
  }

  @Test
  void fromAStreamToAnotherServerLeadsTheEntry() {
    Fx.run(
        () -> {
          Begun session = joined(States.listener("Ada"));
          arrive(ELSEWHERE);
          assertThat(question()).contains("talk.example.org");
          press("follow-link");
          leave(session, new LeaveReason.Chosen());
          assertThat(((TextField) node("passcode")).getText()).isEqualTo(ELSEWHERE);
          assertThat(fakes.begun).hasSize(1);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {COFFEE, FakeServices.LINK})
  void theStreamInWhichOneIsIsJustShown(String link) {
    Fx.run(
        () -> {
          joined(States.listener("Ada"));
          arrive(link);
          assertThat(find("arrived-dialog")).isEmpty();
          assertThat(fakes.begun).hasSize(1);
        });
  }

  @Test
  void afterAFailureItNeedsNoOtherSignIn() {
    Fx.run(
        () -> {
          Begun session = joined(States.listener("Ada"));
          leave(session, new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST)));
          assertThat(find("failed-screen")).isPresent();
          arrive(TEA);
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Tea");
        });
  }

  @Test
  void aWindowThatIsAboutToCloseTakesNothingMore() {
    Fx.run(
        () -> {
          joined(States.listener("Ada"));
          navigation.close(() -> {});
          assertThat(navigation.arrive(Optional.of(TEA))).isFalse();
        });
  }

  @Test
  void aWindowThatWasClosedTakesNothingMore() {
    Fx.run(
        () -> {
          navigation.close(() -> {});
          assertThat(navigation.arrive(Optional.empty())).isFalse();
        });
  }
}
