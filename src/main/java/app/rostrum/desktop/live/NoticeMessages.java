package app.rostrum.desktop.live;

import app.rostrum.desktop.ui.Messages;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Toasts;
import app.rostrum.desktop.ui.UiThread;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the notices of a session once each, although states repeat the last ones. What a row shows
 * already is not told, and what happens to many people within seconds is told as one thing.
 */
final class NoticeMessages implements Pin {
  /** The time without another of its kind after which a flood is over. */
  static final Duration FLOOD = Duration.ofSeconds(6);

  private static final class Flood {
    private final Set<String> people = new LinkedHashSet<>();
    private Pin over = Pin.NONE;
  }

  private final UiThread ui;
  private final Texts texts;
  private final Messages say;
  private final Map<Notice.Kind, Flood> floods = new EnumMap<>(Notice.Kind.class);
  private long last;

  NoticeMessages(UiThread ui, Texts texts, Messages say) {
    this.ui = ui;
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
    switch (notice.kind()) {
      // Shown by the rows of those concerned, by one's own button, or with an offer to undo it.
      case INVITATION_SENT,
          MOVED_SOMEBODY_TO_AUDIENCE,
          MUTED_SOMEBODY,
          REMOVED_SOMEBODY,
          MICROPHONE_FAILED -> {}
      case HAND_RAISED -> {
        if (host && !aboutMe) {
          sumUp(Toasts.Kind.HAND, notice);
        }
      }
      case NOW_SPEAKING -> {
        if (aboutMe) {
          tell(Toasts.Kind.SUCCESS, notice, true);
        } else {
          sumUp(Toasts.Kind.INFO, notice);
        }
      }
      case MUTED_EVERYBODY, READMITTED_SOMEBODY -> tell(Toasts.Kind.SUCCESS, notice, aboutMe);
      case MOVED_TO_AUDIENCE,
          MUTED_BY_HOST,
          SPEAKING_MUTED,
          HOST_CHANGED,
          HAND_LOWERED,
          QUEUE_CLOSED,
          NOW_CO_HOST,
          NO_LONGER_CO_HOST ->
          tell(Toasts.Kind.INFO, notice, aboutMe);
      case RECORDING_BEGUN -> {
        if (notice.subject().isEmpty()) {
          say.show(Toasts.Kind.INFO, texts.get("recording.title"));
        } else {
          tell(Toasts.Kind.INFO, notice, aboutMe);
        }
      }
      case RECORDING_ENDED -> say.show(Toasts.Kind.INFO, texts.get("recording.ended"));
      case OPERATOR_MESSAGE ->
          say.show(Toasts.Kind.INFO, texts.get("notice.OPERATOR_MESSAGE", notice.subject()));
      case ACTION_FAILED, TAKE_OVER_FAILED -> tell(Toasts.Kind.ERROR, notice, aboutMe);
    }
  }

  private void tell(Toasts.Kind kind, Notice notice, boolean aboutMe) {
    String key = "notice." + notice.kind();
    boolean nobody = notice.subject().isEmpty() || aboutMe;
    say.show(kind, nobody ? texts.get(key + ".self") : texts.get(key, notice.subject()));
  }

  /** Tells of a person, or of all those of the last seconds together. */
  private void sumUp(Toasts.Kind kind, Notice notice) {
    Flood flood = floods.computeIfAbsent(notice.kind(), k -> new Flood());
    flood.people.add(notice.subject());
    flood.over.close();
    flood.over = ui.after(FLOOD, flood.people::clear);
    List<String> people = List.copyOf(flood.people);
    String key = "notice." + notice.kind();
    String text =
        switch (people.size()) {
          case 1 -> texts.get(key, people.getFirst());
          case 2 -> texts.get(key + ".two", people.getFirst(), people.getLast());
          default -> texts.get(key + ".many", people.size());
        };
    say.show(kind, key, text);
  }

  @Override
  public void close() {
    floods.values().forEach(flood -> flood.over.close());
  }
}
