package app.rostrum.desktop.passcode;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.WebAddress;
import app.rostrum.desktop.services.KeptBackends;
import app.rostrum.desktop.ui.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backends used before, to choose from and to forget. UI thread only. */
public final class KnownViewModel {
  private static final Logger log = LoggerFactory.getLogger(KnownViewModel.class);

  private final KeptBackends kept;
  private final Work work;
  private final Consumer<String> choose;
  private final ObservableList<InvitationLink> backends = FXCollections.observableArrayList();
  private final ReadOnlyBooleanWrapper worthShowing = new ReadOnlyBooleanWrapper();

  /**
   * @param choose takes the invitation to the chosen one
   */
  KnownViewModel(KeptBackends kept, Work work, Consumer<String> choose) {
    this.kept = kept;
    this.work = work;
    this.choose = choose;
  }

  /**
   * Shows them, unless the only one is filled in already.
   *
   * @param filledIn what stands in the passcode's field
   */
  void show(List<InvitationLink> found, Optional<String> filledIn) {
    backends.setAll(found);
    Optional<Passcode> present =
        filledIn.flatMap(
            text ->
                InvitationLink.parse(text)
                    .map(InvitationLink::passcode)
                    .or(() -> Passcode.parse(text)));
    worthShowing.set(
        found.stream().anyMatch(link -> !Optional.of(link.passcode()).equals(present)));
  }

  void choose(InvitationLink backend) {
    choose.accept(backend.format());
  }

  /** Forgets a backend and its passcode. */
  void forget(InvitationLink backend) {
    backends.remove(backend);
    if (backends.isEmpty()) {
      worthShowing.set(false);
    }
    work.run(
        () -> {
          backend.address().ifPresent(kept::forget);
          return true;
        },
        done -> {},
        failure -> log.warn("a backend could not be forgotten: {}", failure.toString()));
  }

  /** Returns the name by which people know a backend. */
  static String nameOf(InvitationLink backend) {
    return backend.address().map(WebAddress::host).orElse("");
  }

  ObservableList<InvitationLink> backends() {
    return backends;
  }

  ReadOnlyBooleanProperty worthShowingProperty() {
    return worthShowing.getReadOnlyProperty();
  }
}
