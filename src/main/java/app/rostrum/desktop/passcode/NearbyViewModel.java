package app.rostrum.desktop.passcode;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.services.SignIn;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.UiThread;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The hosts in the network, one of which can be chosen to sign in with its passcode. UI thread. */
public final class NearbyViewModel {
  private final SignIn signIn;
  private final UiThread ui;
  private final ObservableList<NearbyHost> hosts = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<NearbyHost>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public NearbyViewModel(SignIn signIn, UiThread ui) {
    this.signIn = signIn;
    this.ui = ui;
  }

  /** Looks for hosts until the pin is closed. */
  public Pin look() {
    SignIn.Looking looking = signIn.lookNearby(found -> ui.run(() -> show(found)));
    return () -> {
      looking.close();
      show(List.of());
    };
  }

  private void show(List<NearbyHost> found) {
    ListDiff.apply(hosts, found, NearbyHost::fingerprint);
    // Who has gone cannot be signed in at, and who has another address can be.
    chosen.set(
        chosen
            .get()
            .flatMap(
                before ->
                    hosts.stream()
                        .filter(host -> host.fingerprint().equals(before.fingerprint()))
                        .findFirst()));
  }

  /** Chooses a host, or none. */
  void choose(Optional<NearbyHost> host) {
    chosen.set(host.filter(hosts::contains));
  }

  /** Returns the invitation to the chosen host if a passcode was typed; else what was typed. */
  String complete(String typed) {
    return chosen
        .get()
        .flatMap(host -> Passcode.parse(typed).map(host::invitation))
        .map(InvitationLink::format)
        .orElse(typed);
  }

  /** Returns those that are there now; changes on the UI thread. */
  public ObservableList<NearbyHost> hosts() {
    return hosts;
  }

  ReadOnlyObjectProperty<Optional<NearbyHost>> chosenProperty() {
    return chosen.getReadOnlyProperty();
  }
}
