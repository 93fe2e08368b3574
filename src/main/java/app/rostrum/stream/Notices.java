package app.rostrum.stream;

import app.rostrum.stream.StreamState.Notice;
import java.util.ArrayDeque;
import java.util.List;

/** The latest notices of a session. */
final class Notices {
  private static final int KEPT = 20;
  private final ArrayDeque<Notice> notices = new ArrayDeque<>();
  private List<Notice> snapshot = List.of();
  private long lastId;

  void add(Notice.Kind kind, String subject) {
    notices.addLast(new Notice(++lastId, kind, subject));
    if (notices.size() > KEPT) {
      notices.removeFirst();
    }
    snapshot = List.copyOf(notices);
  }

  List<Notice> snapshot() {
    return snapshot;
  }
}
