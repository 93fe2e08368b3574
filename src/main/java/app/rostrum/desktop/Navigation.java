package app.rostrum.desktop;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.alerts.AlertBadge;
import app.rostrum.desktop.alerts.AlertNotifications;
import app.rostrum.desktop.alerts.AlertSettings;
import app.rostrum.desktop.alerts.AlertSounds;
import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.live.Departure;
import app.rostrum.desktop.live.LiveView;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.live.TryAgainView;
import app.rostrum.desktop.lobby.LobbyView;
import app.rostrum.desktop.lobby.LobbyViewModel;
import app.rostrum.desktop.lobby.OtherHostsViewModel;
import app.rostrum.desktop.passcode.PasscodeView;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.ConnectionWatch;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.LocalHosting.LocalHost;
import app.rostrum.desktop.settings.Language;
import app.rostrum.desktop.sharing.SharingViewModel;
import app.rostrum.desktop.sound.SoundDevices;
import app.rostrum.desktop.ui.Appearance;
import app.rostrum.desktop.ui.CompactMode;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.Names;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.desktop.ui.Work;
import app.rostrum.stream.Role;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows one screen after another in a window: passcode entry, lobby, a stream, and back. UI thread
 * only.
 */
public final class Navigation {
  private static final Logger LOG = LoggerFactory.getLogger(Navigation.class);
  private static final Duration RENEWAL_CHECK = Duration.ofMinutes(1);

  private final DesktopServices services;
  private final Work work;
  private final Texts texts;
  private final Appearance appearance;
  private final Overlay overlay;
  private final SharingViewModel sharing;
  private final CompactMode compactMode;
  private final Consumer<URI> browser;
  private final AppDialogs dialogs;
  private final Alerts alerts;
  private final ShownScreen shown;
  private final Locale ofSystem;
  private final Pins pins = new Pins();
  private Pin screen = Pin.NONE;
  private Optional<PasscodeViewModel> entry = Optional.empty();
  private Optional<SignedIn> person = Optional.empty();
  private Optional<LiveViewModel> live = Optional.empty();
  private Optional<Runnable> closing = Optional.empty();
  private final ArrivedInvitations arrived;
  private final HostReturn hostReturn;
  private boolean closed;
  private Unsent unsent = new Unsent("", "");

  /** A text for the chat of a stream that was left before anybody got it. */
  private record Unsent(String streamName, String text) {}

  /**
   * @param browser opens an http or https address
   */
  public Navigation(
      DesktopServices services,
      UiThread ui,
      Texts texts,
      Appearance appearance,
      Consumer<URI> browser) {
    this.browser = browser;
    this.compactMode = new CompactMode(services.preferences());
    this.services = services;
    this.work = new Work(services.background(), ui);
    this.texts = texts;
    this.appearance = appearance;
    this.overlay = new Overlay(ui, texts);
    this.shown = new ShownScreen(overlay);
    this.arrived =
        new ArrivedInvitations(
            overlay,
            texts,
            services.hosting(),
            () -> entry.orElseGet(this::showPasscode),
            () -> person,
            () -> live,
            this::follow);
    this.hostReturn =
        new HostReturn(
            services.sessions(), work, texts, this::showLobby, this::enter, this::whileHere);
    this.sharing = new SharingViewModel(services.hosting(), work, texts);
    var chosen = new AlertSettings(services.preferences());
    this.alerts =
        new Alerts(
            chosen,
            new AlertSounds(work, services.devices(), chosen),
            new AlertNotifications(services.notifications(), work, chosen, this::bringToFront),
            new AlertBadge(services.notifications(), ui, chosen));
    this.dialogs =
        new AppDialogs(
            services,
            work,
            texts,
            overlay,
            appearance,
            alerts,
            () -> entry,
            () -> person,
            () -> live);
    pins.follow(
        overlay
            .sceneProperty()
            .flatMap(Scene::windowProperty)
            .flatMap(Window::focusedProperty)
            .orElse(false),
        alerts::setInFront);
    this.ofSystem = texts.locale();
    pins.follow(dialogs.settings().languageProperty(), this::speak);
  }

  private void speak(Language language) {
    texts.speak(language.locale(ofSystem));
    if (shown.isPresent()) {
      work.ui().run(this::drawAgain);
    }
  }

  private void drawAgain() {
    boolean inSettings = overlay.hasDialog();
    shown.drawAgain();
    entry.ifPresent(PasscodeViewModel::sayAgain);
    if (inSettings) {
      dialogs.openSettings();
      Node choice = overlay.lookup("#language");
      if (choice != null) {
        choice.requestFocus();
      }
    }
  }

  /** The form of the window, which streams change and the window follows. */
  public CompactMode compactMode() {
    return compactMode;
  }

  /**
   * Passes on the number of hands and mentions that came while the window was not in front, now and
   * whenever it changes.
   */
  public void followWaiting(Consumer<Number> show) {
    pins.follow(alerts.badge().countProperty(), show);
  }

  public Parent root() {
    return overlay;
  }

  /** Shows the first screen. */
  public void begin() {
    begin(Optional.empty());
  }

  /**
   * Shows the first screen.
   *
   * @param invitation the link with which the app was opened
   */
  public void begin(Optional<String> invitation) {
    PasscodeViewModel model = showPasscode();
    invitation.ifPresent(model::open);
  }

  /**
   * Comes to the front, and leads to the invitation of a link that arrived from outside: at once if
   * nothing is lost by it, or after a question.
   *
   * @param link as it came; empty if only the window is wanted
   * @return false if the window is about to close, so that nobody would see it
   */
  public boolean arrive(Optional<String> link) {
    if (closed || closing.isPresent()) {
      return false;
    }
    bringToFront();
    link.ifPresent(arrived::open);
    return true;
  }

  private void showPasscode(String reason) {
    PasscodeViewModel model = showPasscode();
    if (!reason.isEmpty()) {
      model.explainReturn(reason);
    }
  }

  private PasscodeViewModel showPasscode() {
    leaveScreen();
    var model =
        new PasscodeViewModel(
            services,
            work,
            texts,
            (signedIn, invitedTo) -> {
              showLobby(signedIn, "");
              invitedTo.ifPresentOrElse(
                  name -> follow(signedIn, name), () -> hostReturn.returnTo(signedIn));
            });
    entry = Optional.of(model);
    var view = shown.show(() -> new PasscodeView(model, texts, dialogs::openSettings));
    view.focusFirst();
    model.recall();
    Pin looking = model.nearby().look();
    screen =
        () -> {
          looking.close();
          model.cancel();
        };
    return model;
  }

  private void showLobby(SignedIn signedIn, String notice) {
    leaveScreen();
    person = Optional.of(signedIn);
    var model =
        new LobbyViewModel(
            signedIn,
            work,
            texts,
            services.clock(),
            entry -> enter(signedIn, entry),
            this::showPasscode);
    model.noticeProperty().set(notice);
    var others =
        new OtherHostsViewModel(
            signedIn, services, work, texts, elsewhere -> showLobby(elsewhere, ""));
    shown.show(
        () ->
            new LobbyView(
                model,
                texts,
                overlay,
                appearance,
                dialogs::soundCheck,
                dialogs.menu(),
                sharing,
                others,
                this::signOut));
    model.open();
    Pin looking = others.look();
    Pin renewing =
        signedIn.hostedHere() ? work.ui().every(RENEWAL_CHECK, () -> renew(signedIn)) : Pin.NONE;
    screen =
        () -> {
          renewing.close();
          looking.close();
          model.close();
        };
  }

  /** Goes to the stream of an invitation, to listen unless this person hosts it. */
  private void follow(SignedIn signedIn, String streamName) {
    if (Names.problemOfStream(streamName).isPresent()) {
      showLobby(signedIn, texts.get("problem.STREAM_NOT_FOUND", streamName));
    } else {
      hostReturn.enter(signedIn, Entry.join(streamName, Role.VIEWER, false));
    }
  }

  /** Looks for something while the present screen stays. */
  private void whileHere(Supplier<Pin> look) {
    Pin present = screen;
    Pin looking = look.get();
    if (screen == present) { // It is another one if the answer was there at once.
      screen =
          () -> {
            looking.close();
            present.close();
          };
    }
  }

  /** Goes on with the new passcode of this computer's host, if it has been renewed. */
  private void renew(SignedIn signedIn) {
    if (overlay.hasDialog()) {
      return;
    }
    work.run(
        () -> {
          LocalHost host = services.hosting().start().join();
          return host.passcode().equals(signedIn.deployment().passcode())
              ? signedIn
              : new SignedIn(
                  signedIn.identity(), services.signIn().signIn(host.invitationLink()), true);
        },
        fresh -> {
          if (!fresh.equals(signedIn) && !overlay.hasDialog()) {
            showLobby(fresh, texts.get("lobby.passcode-renewed"));
          }
        },
        failure -> LOG.warn("the passcode's renewal could not be looked for", failure));
  }

  private void enter(SignedIn signedIn, Entry entry) {
    leaveScreen();
    person = Optional.of(signedIn);
    var model =
        new LiveViewModel(
            entry,
            work.ui(),
            services.clock(),
            texts,
            overlay.toasts(),
            departure -> depart(signedIn, entry, departure));
    if (unsent.streamName().equals(entry.streamName())) {
      model.chat().draft().restore(unsent.text());
    }
    model.microphone().follow(new SoundDevices(work, texts, services.devices()));
    model.alertBy(alerts, overlay.screenReader());
    model.talkFromAnywhere(
        services.globalKeys(),
        dialogs.settings().globalTalkKeyProperty(),
        dialogs.settings().choosingTalkKeyProperty());
    shown.show(
        () ->
            new LiveView(
                model,
                new LiveView.Dependencies(
                    overlay,
                    texts,
                    appearance,
                    services.preferences(),
                    services.clock(),
                    dialogs::soundCheck,
                    dialogs.settings().talkKeyProperty(),
                    dialogs.menu(),
                    dialogs::about,
                    () -> StreamSharing.invitation(signedIn, entry.streamName(), sharing),
                    StreamSharing.reach(signedIn, entry.streamName(), sharing, texts),
                    compactMode,
                    alerts.settings().soundsProperty(),
                    browser)));
    live = Optional.of(model);
    Pin start = lookForStart(signedIn, entry, model);
    ConnectionWatch watch =
        ConnectionWatch.start(services.clock(), () -> work.ui().run(model::reconnect));
    screen =
        () -> {
          live = Optional.empty();
          watch.close();
          start.close();
          model.close();
        };
    work.run(
        () ->
            services
                .sessions()
                .begin(signedIn.deployment().backend(), signedIn.identity(), entry, model.bridge()),
        model::begin,
        model::beginFailed);
  }

  /**
   * Asks when the stream began, which a new one does now; a deployment without a list cannot say.
   */
  private Pin lookForStart(SignedIn signedIn, Entry entry, LiveViewModel model) {
    if (entry.role() == Role.HOST) {
      model.facts().began(services.clock().instant());
      return Pin.NONE;
    }
    return work.run(
        () ->
            signedIn.deployment().backend().listStreams().stream()
                .flatMap(List::stream)
                .filter(stream -> stream.streamName().equals(entry.streamName()))
                .map(StreamSummary::startedAt)
                .findFirst(),
        found -> found.ifPresent(model.facts()::began),
        failure -> LOG.info("the time on air is not known: {}", failure.toString()));
  }

  private void depart(SignedIn signedIn, Entry entry, Departure departure) {
    overlay.toasts().clear();
    live.ifPresent(model -> unsent = new Unsent(entry.streamName(), model.chat().unsent()));
    if (closing.isPresent()) {
      finishClosing();
      return;
    }
    Optional<InvitationLink> next = arrived.takeNext();
    if (next.isPresent() && departure instanceof Departure.ToPasscode) {
      showPasscode().open(next.get().format());
      return;
    }
    if (next.isPresent()) {
      showLobby(signedIn, departure instanceof Departure.ToLobby lobby ? lobby.notice() : "");
      arrived.lead(signedIn, next.get());
      return;
    }
    switch (departure) {
      case Departure.ToLobby lobby -> showLobby(signedIn, lobby.notice());
      case Departure.ToPasscode passcode -> showPasscode(passcode.reason());
      case Departure.TryAgain failure -> {
        leaveScreen();
        person = Optional.of(signedIn);
        shown
            .show(
                () ->
                    new TryAgainView(
                        entry,
                        failure,
                        services.clock().instant(),
                        texts,
                        () -> hostReturn.enter(signedIn, entry),
                        () -> showLobby(signedIn, "")))
            .focusFirst();
      }
    }
  }

  private void bringToFront() {
    if (overlay.getScene() != null && overlay.getScene().getWindow() instanceof Stage stage) {
      stage.setIconified(false);
      stage.toFront();
      stage.requestFocus();
    }
  }

  private void signOut() {
    leaveScreen();
    unsent = new Unsent("", "");
    work.run(
        () -> {
          PasscodeViewModel.forget(services.secrets());
          services.sessions().forgetHosting();
          return true;
        },
        done -> showPasscode(""),
        failure -> showPasscode(""));
  }

  private void leaveScreen() {
    shown.clear();
    entry = Optional.empty();
    person = Optional.empty();
    screen.close();
    screen = Pin.NONE;
  }

  /**
   * Handles the wish to close the window. Leaves the stream properly first, and asks a host,
   * because closing ends the event.
   *
   * @param closed runs when the window may close
   */
  public void close(Runnable closed) {
    if (live.isEmpty()) {
      closing = Optional.of(closed);
      finishClosing();
      return;
    }
    LiveViewModel model = live.get();
    if (model.hostProperty().get()) {
      overlay.show(
          new Dialog("close-dialog", texts.get("end.title"))
              .text(texts.get("end.close-text", model.entry().streamName()))
              .cancelButton("cancel-close", texts.get("end.stay"))
              .closingButton(
                  "confirm-close", texts.get("end.close"), "danger", () -> leave(model, closed)));
    } else {
      leave(model, closed);
    }
  }

  private void leave(LiveViewModel model, Runnable closed) {
    closing = Optional.of(closed);
    model.leave();
  }

  private void finishClosing() {
    Runnable then = closing.orElse(() -> {});
    closing = Optional.empty();
    closed = true;
    leaveScreen();
    then.run();
  }
}
