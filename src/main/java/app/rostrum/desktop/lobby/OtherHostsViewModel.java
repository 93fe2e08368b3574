package app.rostrum.desktop.lobby;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.passcode.NearbyViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other computers in the network that host, and signing in at one of them: at once if its
 * passcode is remembered, or else with one that the person enters. UI thread only.
 */
public final class OtherHostsViewModel {
  /** The state of the search. */
  public enum Search {
    LOOKING,
    NONE,
    SOME
  }

  private static final Logger log = LoggerFactory.getLogger(OtherHostsViewModel.class);

  /** The time after which those who host would have answered. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SignedIn here;
  private final DesktopServices services;
  private final Work work;
  private final Texts texts;
  private final Consumer<SignedIn> whenSignedIn;
  private final NearbyViewModel nearby;
  private final KeptBackends backends;
  private final ObservableList<NearbyHost> hosts = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Search> search = new ReadOnlyObjectWrapper<>(Search.LOOKING);
  private final StringProperty passcode = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private boolean waited;
  private Pin running = Pin.NONE;

  /**
   * @param here where the person is already
   */
  public OtherHostsViewModel(
      SignedIn here,
      DesktopServices services,
      Work work,
      Texts texts,
      Consumer<SignedIn> whenSignedIn) {
    this.here = here;
    this.services = services;
    this.work = work;
    this.texts = texts;
    this.whenSignedIn = whenSignedIn;
    this.nearby = new NearbyViewModel(services.signIn(), work.ui());
    this.backends = new KeptBackends(services.secrets());
    passcode.subscribe(() -> error.set(""));
  }

  /** Looks for hosts until the pin is closed. */
  public Pin look() {
    ListChangeListener<NearbyHost> show = change -> show();
    nearby.hosts().addListener(show);
    Pin looking = nearby.look();
    Pin waiting =
        work.ui()
            .after(
                PATIENCE,
                () -> {
                  waited = true;
                  show();
                });
    return () -> {
      running.close();
      waiting.close();
      nearby.hosts().removeListener(show);
      looking.close();
    };
  }

  private void show() {
    Optional<InvitationLink> own = InvitationLink.parse(here.deployment().invitationLink());
    List<NearbyHost> others =
        nearby.hosts().stream()
            .filter(
                host ->
                    !own.flatMap(InvitationLink::fingerprint)
                        .equals(Optional.of(host.fingerprint())))
            .toList();
    if (!hosts.equals(others)) {
      hosts.setAll(others);
    }
    search.set(!hosts.isEmpty() ? Search.SOME : waited ? Search.NONE : Search.LOOKING);
  }

  /** Signs in at a host with the passcode that is remembered for it, if there is one. */
  void choose(NearbyHost host) {
    passcode.set("");
    error.set("");
    busy.set(true);
    running =
        work.run(
            () -> {
              Optional<InvitationLink> kept =
                  backends.read().stream()
                      .filter(link -> link.fingerprint().equals(Optional.of(host.fingerprint())))
                      .findFirst();
              return kept.map(link -> verified(host, link.passcode()));
            },
            found -> {
              busy.set(false);
              found.ifPresent(this::finish);
            },
            this::fail);
  }

  /** Signs in at a host with the passcode that was entered. */
  void signIn(NearbyHost host) {
    Optional<Passcode> code = Passcode.parse(passcode.get());
    if (code.isEmpty()) {
      error.set(
          passcode.get().isBlank()
              ? texts.get("others.empty")
              : texts.get(
                  "passcode.incomplete",
                  Passcode.digits(passcode.get()).length(),
                  Passcode.MIN_LENGTH));
      return;
    }
    busy.set(true);
    running = work.run(() -> verified(host, code.get()), this::finish, this::fail);
  }

  private Deployment verified(NearbyHost host, Passcode code) {
    Deployment deployment = services.signIn().signIn(host.invitation(code).format());
    try {
      backends.remember(deployment.invitationLink());
    } catch (RuntimeException e) {
      // Whoever cannot be remembered can sign in all the same.
      log.warn("the backend could not be remembered: {}", e.toString());
    }
    return deployment;
  }

  private void finish(Deployment deployment) {
    busy.set(false);
    whenSignedIn.accept(new SignedIn(here.identity(), deployment, false));
  }

  private void fail(Throwable problem) {
    busy.set(false);
    error.set(Explanation.of(problem, texts));
  }

  /** Gives up signing in. */
  void cancel() {
    running.close();
    busy.set(false);
  }

  ObservableList<NearbyHost> hosts() {
    return hosts;
  }

  public ReadOnlyObjectProperty<Search> searchProperty() {
    return search.getReadOnlyProperty();
  }

  StringProperty passcodeProperty() {
    return passcode;
  }

  ReadOnlyStringProperty errorProperty() {
    return error.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }
}
