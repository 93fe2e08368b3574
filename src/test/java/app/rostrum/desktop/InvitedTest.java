package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeServices.Begun;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.StreamSessions;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.BidiText;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.hosting.Interrupted;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of an invitation link into its stream, and out of it to others. */
class InvitedTest {
  private final FakeServices fakes = new FakeServices();
  private final FakeUiThread ui = new FakeUiThread();
  private Interrupted interrupted = new Interrupted.None();

  @SuppressWarnings("NullAway.Init")
  private Parent root;

  @BeforeEach
  void prepare() {
    fakes.verify = code -> {};
    fakes.preferences.put("welcome-seen", "true");
    fakes.backend.lists(
        List.of(new StreamSummary("Coffee", "RM1", "Grace Hopper", 2, 5, Instant.EPOCH, true)));
    fakes.around =
        sessions ->
            new StreamSessions() {
              @Override
              public StreamSession begin(
                  Backend backend, String identity, Entry entry, Consumer<StreamState> onState) {
                return sessions.begin(backend, identity, entry, onState);
              }

              @Override
              public Interrupted interrupted(Backend backend, String identity) {
                return interrupted;
              }
            };
  }

  private void open(Optional<String> link) {
    var navigation =
        new Navigation(
            fakes.services(Runnable::run, ui.clock()),
            ui,
            Texts.in(Locale.ENGLISH),
            new Appearance(fakes.preferences),
            address -> {});
    root = navigation.root();
    assertThat(new Scene(root, 940, 640).getRoot()).isSameAs(root);
    navigation.begin(link);
  }

  private Node node(String id) {
    root.applyCss();
    root.layout();
    return root.lookupAll("#" + id).stream().findFirst().orElseThrow();
  }

  private void press(String id) {
    ((ButtonBase) node(id)).fire();
  }

  private void signIn() {
    ((TextField) node("name")).setText("Ada");
    press("continue");
  }

  private Begun paste(String link) {
    open(Optional.empty());
    ((TextField) node("passcode")).setText(link);
    signIn();
    return fakes.begun.getLast();
  }

  private String notice() {
    return BidiText.plain(((Labeled) node("lobby-notice")).getText());
  }

  @Test
  void aPastedLinkLeadsToItsStreamAsAListener() {
    Fx.run(
        () -> {
          Begun session = paste(FakeServices.LINK + "&stream=Coffee");
          assertThat(session.streamName()).isEqualTo("Coffee");
          assertThat(session.role()).isEqualTo(Role.VIEWER);
          assertThat(node("live-screen")).isNotNull();
        });
  }

  @Test
  void theLinkWithWhichTheAppWasOpenedIsFilledInAndLeadsToItsStream() {
    Fx.run(
        () -> {
          open(Optional.of(FakeServices.LINK + "&stream=Coffee"));
          assertThat(((TextField) node("passcode")).getText()).contains("stream=Coffee");
          assertThat(fakes.begun).isEmpty();
          signIn();
          assertThat(fakes.begun.getLast().streamName()).isEqualTo("Coffee");
        });
  }

  @Test
  void aLinkWithoutAStreamLeadsToTheLobby() {
    Fx.run(
        () -> {
          open(Optional.of(FakeServices.LINK));
          signIn();
          assertThat(node("lobby-screen")).isNotNull();
          assertThat(fakes.begun).isEmpty();
        });
  }

  @Test
  void aStreamThatHasEndedIsNamedInTheLobby() {
    String name = "שלום";
    Fx.run(
        () -> {
          Begun session = paste(FakeServices.LINK + "&stream=" + name);
          var problem = StreamProblem.of(ErrorCode.STREAM_NOT_FOUND);
          session
              .onState()
              .accept(
                  States.listener("Ada")
                      .phase(new Phase.Left(new LeaveReason.Failed(problem)))
                      .state());
          ui.pulse();
          assertThat(notice()).startsWith("“" + name + "” has ended or does not exist.");
          assertThat(((Labeled) node("lobby-notice")).getText())
              .contains("\u200e" + name + "\u200e");
        });
  }

  @Test
  void aNameThatNoStreamCanHaveIsNamedInTheLobbyToo() {
    Fx.run(
        () -> {
          open(Optional.of(FakeServices.LINK + "&stream=null"));
          signIn();
          assertThat(notice()).startsWith("“null” has ended or does not exist.");
          assertThat(fakes.begun).isEmpty();
        });
  }

  @Test
  void aNameThatIsTooLongForAStreamIsNamedAsFarAsItGoes() {
    Fx.run(
        () -> {
          open(Optional.of(FakeServices.LINK + "&stream=" + "x".repeat(500)));
          signIn();
          assertThat(notice())
              .startsWith("“" + "x".repeat(128) + "...” has ended or does not exist.");
          assertThat(fakes.begun).isEmpty();
        });
  }

  @Test
  void theHostWhoOpensTheLinkOfTheirInterruptedStreamIsItsHostAgain() {
    interrupted = new Interrupted.Live("Coffee");
    Fx.run(
        () -> {
          Begun session = paste(FakeServices.LINK + "&stream=Coffee");
          assertThat(session.role()).isEqualTo(Role.SPEAKER);
          assertThat(session.microphoneOn()).isFalse();
        });
  }

  @Test
  void shareCopiesALinkThatLeadsToTheStream() {
    Fx.run(
        () -> {
          Begun session = paste(FakeServices.LINK + "&stream=Late%20%F0%9F%A6%89%20talk");
          session.onState().accept(States.listener("Ada").speakers(2).state());
          ui.pulse();
          press("share");
          assertThat(Clipboard.getSystemClipboard().getString())
              .isEqualTo(FakeServices.LINK + "&stream=Late%20%F0%9F%A6%89%20talk");
        });
  }
}
