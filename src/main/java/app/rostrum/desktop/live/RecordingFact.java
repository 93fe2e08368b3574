package app.rostrum.desktop.live;

import app.rostrum.desktop.people.DeskViewModel;
import app.rostrum.desktop.ui.Pins;
import app.rostrum.desktop.ui.RecordingMark;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.Visibility;
import app.rostrum.stream.StreamDesk;
import app.rostrum.stream.StreamDesk.Recording;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Shows in a stream that it is being recorded, since when, and who has told so. */
final class RecordingFact {
  private RecordingFact() {}

  /** Returns the mark, which is hidden while there is no recording. */
  static RecordingMark of(String id, DeskViewModel desk, Texts texts, Pins pins) {
    var mark = new RecordingMark(id, texts);
    pins.follow(
        desk.deskProperty(),
        now -> {
          now.flatMap(StreamDesk::recording)
              .ifPresent(recording -> mark.explain(explanation(recording, texts)));
          Visibility.show(mark, now.flatMap(StreamDesk::recording).isPresent());
        });
    return mark;
  }

  private static String explanation(Recording recording, Texts texts) {
    if (recording.identity().isEmpty() || recording.since().equals(Instant.EPOCH)) {
      return texts.get("recording.title");
    }
    String since =
        DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
            .withLocale(texts.locale())
            .withZone(ZoneId.systemDefault())
            .format(recording.since());
    return texts.get("recording.since", recording.identity(), since);
  }
}
