package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.hosting.Hosting;
import app.rostrum.hosting.Interrupted;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import java.util.function.Consumer;

/**
 * Sessions whose host returns to the stream after a crash or a lost connection. A host who returns
 * is muted, because nobody should be on air without having looked.
 */
public record HostingSessions(StreamSessions sessions, KeptHosting kept) implements StreamSessions {
  @Override
  public StreamSession begin(
      Backend backend, String identity, Entry entry, Consumer<StreamState> onState) {
    Hosting hosting = kept.begin(backend, identity, entry.streamName(), entry.role());
    Entry now =
        hosting.role() == entry.role()
            ? entry
            : Entry.join(entry.streamName(), hosting.role(), false);
    return sessions.begin(hosting.backend(), identity, now, hosting.before(onState));
  }

  @Override
  public Interrupted interrupted(Backend backend, String identity) {
    return kept.look(backend, identity);
  }

  @Override
  public void forgetHosting() {
    kept.forget();
  }
}
