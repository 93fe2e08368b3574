package app.rostrum.desktop;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.WebAddress;
import app.rostrum.desktop.live.LiveViewModel;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.ui.Dialog;
import app.rostrum.desktop.ui.Overlay;
import app.rostrum.desktop.ui.Texts;
import java.util.Optional;

/**
 * An invitation that arrived while a person is in a stream. The stream is left only if they say so,
 * and then, or when it has ended meanwhile, the invitation is next. UI thread only.
 */
final class NextInvitation {
  private final Overlay overlay;
  private final Texts texts;
  private Optional<InvitationLink> next = Optional.empty();

  NextInvitation(Overlay overlay, Texts texts) {
    this.overlay = overlay;
    this.texts = texts;
  }

  /** Asks whether to leave a stream for an invitation, in place of an older question. */
  void ask(LiveViewModel model, InvitationLink link) {
    boolean host = model.hostProperty().get();
    String stream = model.entry().streamName();
    String loss =
        host
            ? "arrived.host"
            : model.placeProperty().get() == Place.STAGE ? "arrived.speaker" : "arrived.listener";
    var dialog =
        new Dialog("arrived-dialog", texts.get("arrived.title"))
            .text(target(link))
            .text(texts.get(loss, stream))
            .cancelButton("stay-here", texts.get("arrived.stay"))
            .closingButton(
                "follow-link",
                texts.get(host ? "arrived.end" : "arrived.leave"),
                host ? "danger" : "accent",
                () -> {
                  next = Optional.of(link);
                  model.leave();
                });
    // Whoever is typing or talks by the space bar must not leave by it.
    dialog.focus(dialog.lookup("#stay-here"));
    overlay.show(dialog);
    next = Optional.of(link);
    dialog.pins().add(() -> next = Optional.empty());
  }

  private String target(InvitationLink link) {
    String server = link.address().map(WebAddress::host).orElse("");
    return link.streamName()
        .map(
            name ->
                server.isEmpty()
                    ? texts.get("arrived.to-stream", name)
                    : texts.get("passcode.link-stream", name, server))
        .orElseGet(() -> texts.get("passcode.link-server", server));
  }

  /** Returns the invitation that is next, because the stream was left, and forgets it. */
  Optional<InvitationLink> take() {
    Optional<InvitationLink> taken = next;
    next = Optional.empty();
    return taken;
  }
}
