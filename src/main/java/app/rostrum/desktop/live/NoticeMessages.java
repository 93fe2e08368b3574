package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.util.ArrayList;
import java.util.List;

/** Shows each notice of a session once as a short message, although states repeat the last ones. */
final class NoticeMessages {
  private final Texts texts;
  private final Messages say;
  private long last;

  NoticeMessages(Texts texts, Messages say) {
    this.texts = texts;
    this.say = say;
  }

  /**
   * Shows the notices that are new.
   *
   * @param host whether this person is the host, whom raised hands concern
   * @return the new notices, shown or not
   */
  List<Notice> show(StreamState state, boolean host) {
    var fresh = new ArrayList<Notice>();
    for (Notice notice : state.notices()) {
      if (notice.id() > last) {
        last = notice.id();
        fresh.add(notice);
        show(notice, notice.subject().equals(state.identity()), host);
      }
    }
    return fresh;
  }

  private void show(Notice notice, boolean aboutMe, boolean host) {
    if (notice.kind() == Notice.Kind.HAND_RAISED && (aboutMe || !host)) {
      return; // the button shows one's own hand
    }
    Toasts.Kind kind =
        switch (notice.kind()) {
          case INVITATION_SENT,
              MOVED_SOMEBODY_TO_AUDIENCE,
              REMOVED_SOMEBODY,
              READMITTED_SOMEBODY,
              NOW_SPEAKING,
              MUTED_SOMEBODY,
              MUTED_EVERYBODY ->
              Toasts.Kind.SUCCESS;
          case HAND_RAISED -> Toasts.Kind.HAND;
          case MOVED_TO_AUDIENCE,
              MUTED_BY_HOST,
              HOST_CHANGED,
              HAND_LOWERED,
              QUEUE_CLOSED,
              NOW_CO_HOST,
              NO_LONGER_CO_HOST ->
              Toasts.Kind.INFO;
          case ACTION_FAILED, TAKE_OVER_FAILED, MICROPHONE_FAILED -> Toasts.Kind.ERROR;
        };
    String key = "notice." + notice.kind();
    boolean nobody = notice.subject().isEmpty() || aboutMe;
    say.show(kind, nobody ? texts.get(key + ".self") : texts.get(key, notice.subject()));
  }
}
