package app.rostrum.desktop;

import app.rostrum.backend.InvitationLink;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.passcode.PasscodeViewModel;
import app.rostrum.desktop.passcode.SignedIn;
import app.rostrum.desktop.services.LocalHosting;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.names.NameRule;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Invitations that arrive from outside while the window is open. Each leads to where it invites: at
 * once if nothing is lost by it, or after a question. UI thread only.
 */
final class ArrivedInvitations {
  private final Overlay overlay;
  private final Texts texts;
  private final LocalHosting hosting;
  private final Supplier<PasscodeViewModel> entry;
  private final Supplier<Optional<SignedIn>> person;
  private final Supplier<Optional<LiveViewModel>> live;
  private final BiConsumer<SignedIn, String> follow;
  private final NextInvitation next;

  /**
   * @param entry the entry screen, which is shown unless it is there
   * @param person the person who is signed in
   * @param live the stream that the person is in
   * @param follow goes to a stream of this person's server by its name
   */
  ArrivedInvitations(
      Overlay overlay,
      Texts texts,
      LocalHosting hosting,
      Supplier<PasscodeViewModel> entry,
      Supplier<Optional<SignedIn>> person,
      Supplier<Optional<LiveViewModel>> live,
      BiConsumer<SignedIn, String> follow) {
    this.overlay = overlay;
    this.texts = texts;
    this.hosting = hosting;
    this.entry = entry;
    this.person = person;
    this.live = live;
    this.follow = follow;
    this.next = new NextInvitation(overlay, texts);
  }

  /**
   * Opens a link.
   *
   * @param link as it came
   */
  void open(String link) {
    SignedIn here = person.get().orElse(null);
    if (here == null) {
      overlay.closeDialog();
      PasscodeViewModel model = entry.get();
      model.cancel();
      model.open(link);
      return;
    }
    Optional<InvitationLink> read = InvitationLink.parseOpened(link);
    Optional<LiveViewModel> stream = live.get();
    if (read.isEmpty()) {
      overlay.toasts().show(Toasts.Kind.ERROR, texts.get("passcode.bad-link"));
    } else if (stream.isEmpty()) {
      overlay.closeDialog();
      lead(here, read.get());
    } else if (!isIn(stream.get(), here, read.get())) {
      next.ask(stream.get(), read.get());
    }
  }

  private boolean isIn(LiveViewModel model, SignedIn here, InvitationLink link) {
    return here.isAt(link, hosting)
        && link.streamName()
            .map(NameRule::normalize)
            .map(model.entry().streamName()::equals)
            .orElse(true);
  }

  /** Leads from the lobby to an invitation: to another server by the entry screen. */
  void lead(SignedIn here, InvitationLink link) {
    if (here.isAt(link, hosting)) {
      link.streamName().map(NameRule::normalize).ifPresent(name -> follow.accept(here, name));
    } else {
      entry.get().open(link.format());
    }
  }

  /** Returns the invitation for which the stream was left, and forgets it. */
  Optional<InvitationLink> takeNext() {
    return next.take();
  }
}
