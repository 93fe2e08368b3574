package app.rostrum.host;

import app.rostrum.backend.LocalBackends;
import app.rostrum.backend.LocalBackends.Announcement;
import app.rostrum.backend.LocalBackends.Place;
import app.rostrum.backend.Passcode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The announcements of one backend to other apps of this user: one for each passcode that is good,
 * because the passcode alone is what they look for.
 */
final class Announcements implements AutoCloseable {
  private final LocalBackends directory;
  private Place place;
  private final Map<Passcode, Announcement> announced = new HashMap<>();
  private boolean closed;

  Announcements(LocalBackends directory, Place place) {
    this.directory = directory;
    this.place = place;
  }

  /**
   * Announces that the backend has another key.
   *
   * @throws IOException if an announcement cannot be written
   */
  synchronized void move(Place now) throws IOException {
    if (!closed && !now.equals(place)) {
      place = now;
      List<Passcode> good = List.copyOf(announced.keySet());
      update(List.of());
      update(good);
    }
  }

  /**
   * Announces the passcodes that are new and withdraws those that are good no longer.
   *
   * @throws IOException if an announcement cannot be written; the next call tries again
   */
  synchronized void update(List<Passcode> good) throws IOException {
    if (closed) {
      return;
    }
    announced
        .entrySet()
        .removeIf(
            entry -> {
              if (good.contains(entry.getKey())) {
                return false;
              }
              entry.getValue().close();
              return true;
            });
    for (Passcode passcode : good) {
      if (!announced.containsKey(passcode)) {
        announced.put(passcode, directory.announce(passcode, place));
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    announced.values().forEach(Announcement::close);
    announced.clear();
  }
}
