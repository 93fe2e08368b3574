package app.rostrum.desktop.sharing;

import app.rostrum.desktop.services.LocalHosting;
import app.rostrum.desktop.services.LocalHosting.Invitation;
import app.rostrum.desktop.services.LocalHosting.Network;
import app.rostrum.desktop.ui.Explanation;
import app.rostrum.desktop.ui.ListDiff;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People in my network: whether they are let in to what this computer hosts, and by which of its
 * addresses they are invited. One for the whole app, because the choice outlives the screens. UI
 * thread only.
 */
public final class SharingViewModel {
  private static final Logger LOG = LoggerFactory.getLogger(SharingViewModel.class);

  /** Networks come and go while a laptop is carried around. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final LocalHosting hosting;
  private final Work work;
  private final Texts texts;
  private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper changing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper port = new ReadOnlyStringWrapper("");
  private final ObservableList<Invitation> invitations = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<Optional<Invitation>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());

  public SharingViewModel(LocalHosting hosting, Work work, Texts texts) {
    this.hosting = hosting;
    this.work = work;
    this.texts = texts;
  }

  /** Lets people in the network in, or nobody any more. */
  public void letNetworkIn(boolean in) {
    if (changing.get() || in == open.get()) {
      return;
    }
    changing.set(true);
    problem.set("");
    work.run(
        () -> hosting.letNetworkIn(in).join(),
        network -> {
          changing.set(false);
          show(network);
        },
        failure -> {
          changing.set(false);
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          LOG.warn("people in the network could not be let in: {}", cause.toString());
          problem.set(texts.get("sharing.failed", Explanation.words(cause)));
        });
  }

  /** Looks at the network now, and every few seconds until the pin is closed. */
  public Pin follow() {
    look();
    return work.ui().every(LOOK, this::look);
  }

  private void look() {
    if (!changing.get()) {
      work.run(
          hosting::network,
          network -> {
            if (!changing.get()) {
              show(network);
            }
          },
          failure -> LOG.warn("the network could not be looked at: {}", failure.toString()));
    }
  }

  private void show(Network network) {
    Optional<String> before = chosen.get().map(Invitation::host);
    ListDiff.apply(invitations, network.invitations(), Invitation::host);
    port.set(network.open() ? Integer.toString(network.port()) : "");
    open.set(network.open());
    // A choice stays as long as its address does.
    chosen.set(
        invitations.stream()
            .filter(invitation -> before.equals(Optional.of(invitation.host())))
            .findFirst()
            .or(() -> invitations.stream().findFirst()));
  }

  /** Chooses the address by which people are invited. */
  public void choose(Invitation invitation) {
    if (invitations.contains(invitation)) {
      chosen.set(Optional.of(invitation));
    }
  }

  /**
   * Returns the link for people in the network, without a stream; empty if they are not let in or
   * there is no network.
   */
  public Optional<String> link() {
    return chosen.get().map(Invitation::link);
  }

  public ReadOnlyBooleanProperty openProperty() {
    return open.getReadOnlyProperty();
  }

  /** Tells whether a change of {@link #openProperty} is under way. */
  public ReadOnlyBooleanProperty changingProperty() {
    return changing.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Has the number of the TCP and UDP port; empty while nobody is let in. */
  public ReadOnlyStringProperty portProperty() {
    return port.getReadOnlyProperty();
  }

  public ObservableList<Invitation> invitations() {
    return invitations;
  }

  public ReadOnlyObjectProperty<Optional<Invitation>> chosenProperty() {
    return chosen.getReadOnlyProperty();
  }
}
