package app.rostrum.desktop.services;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.TokenLife;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sessions that keep what their host needs to return after a crash: as long as this person hosts,
 * and no longer. A join of that stream by that person then proves by the kept token who they are.
 */
public final class KeptHosting implements StreamSessions {
  private final StreamSessions sessions;
  private final HostingFile file;
  private final Clock clock;

  /**
   * @param file the file, readable by this user only
   */
  public KeptHosting(StreamSessions sessions, Path file, Clock clock) {
    this.sessions = sessions;
    this.file = new HostingFile(file);
    this.clock = clock;
  }

  @Override
  public StreamSession begin(
      Backend backend, String identity, Entry entry, Consumer<StreamState> onState) {
    boolean creates = entry.role() == Role.HOST;
    Optional<HostingFile.Kept> kept =
        creates
            ? Optional.empty()
            : good(backend, identity).filter(k -> k.streamName().equals(entry.streamName()));
    var watch = new Watch(backend, identity, entry.streamName(), kept);
    watch.hosting = creates || kept.isPresent();
    return sessions.begin(watch.backend(), identity, entry, watch.before(onState));
  }

  @Override
  public Hosting interrupted(Backend backend, String identity) {
    Optional<HostingFile.Kept> kept = good(backend, identity);
    if (kept.isEmpty()) {
      return new Hosting.None();
    }
    Optional<List<StreamSummary>> streams = backend.listStreams();
    if (streams.isEmpty()) {
      return new Hosting.None(); // This deployment cannot tell.
    }
    String name = kept.get().streamName();
    Optional<StreamSummary> live =
        streams.get().stream()
            .filter(stream -> stream.roomSid().equals(kept.get().roomSid()))
            .findFirst();
    if (live.isPresent() && live.get().hostIdentity().equals(identity)) {
      return new Hosting.Live(name);
    }
    file.forget();
    return live.isPresent() ? new Hosting.None() : new Hosting.Ended(name);
  }

  @Override
  public void forgetHosting() {
    file.forget();
  }

  /** Returns what was kept for this person at this backend, unless its token has expired. */
  private Optional<HostingFile.Kept> good(Backend backend, String identity) {
    return file.read()
        .filter(
            kept ->
                kept.identity().equals(identity)
                    && !kept.backend().isEmpty()
                    && kept.backend().equals(backend.address())
                    && TokenLife.lasts(kept.token(), clock.instant()));
  }

  /** One session, whose calls and states tell whether this person hosts. */
  private final class Watch implements HostingBackend.Listener {
    private final Backend backend;
    private final String identity;
    private final String streamName;
    private final Optional<String> proof;

    /** True while the credentials that come are those of the host. */
    private boolean hosting;

    private boolean wasHost;
    private boolean over;
    private HostingFile.Kept last;

    Watch(Backend backend, String identity, String streamName, Optional<HostingFile.Kept> before) {
      this.backend = backend;
      this.identity = identity;
      this.streamName = streamName;
      this.proof = before.map(HostingFile.Kept::token);
      this.last = before.orElseGet(() -> kept("", ""));
    }

    private HostingFile.Kept kept(String roomSid, String token) {
      return new HostingFile.Kept(backend.address(), streamName, roomSid, identity, token);
    }

    Backend backend() {
      return new HostingBackend(backend, proof, this);
    }

    Consumer<StreamState> before(Consumer<StreamState> onState) {
      return state -> {
        follow(state.phase());
        onState.accept(state);
      };
    }

    @Override
    public synchronized void admitted(String roomSid, String token, boolean asHost) {
      hosting |= asHost;
      last = kept(roomSid, token);
      keep();
    }

    private void keep() {
      if (hosting && !over && !last.token().isEmpty()) {
        file.write(last);
      }
    }

    @Override
    public synchronized void gone() {
      if (hosting) {
        file.forget(last);
      }
      over = true;
    }

    private synchronized void follow(Phase phase) {
      switch (phase) {
        case Phase.OnStage(Role role) -> {
          if (role == Role.HOST && !wasHost) {
            wasHost = true;
            hosting = true;
            keep();
          } else if (role != Role.HOST && wasHost) {
            // Somebody has taken over.
            file.forget(last);
            wasHost = false;
            hosting = false;
          }
        }
        case Phase.Left(LeaveReason.Failed ignored) -> over = true; // The stream may go on.
        case Phase.Left ignored -> gone();
        case Phase.Joining ignored -> {}
        case Phase.Changing ignored -> {}
        case Phase.InAudience ignored -> {}
      }
    }
  }
}
