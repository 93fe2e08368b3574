package app.rostrum.hosting;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.stream.Role;
import app.rostrum.stream.TokenLife;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The credentials that a host needs to return after a crash or a lost connection, kept in a file as
 * long as this person hosts, and no longer. Thread-safe.
 */
public final class KeptHosting {
  /** The place of a server in this very program, whose address may change. */
  private static final String HERE = "here";

  private final HostingFile file;
  private final Clock clock;
  private final Predicate<String> own;

  /**
   * The stream that somebody has taken over from this person during this run. Its name in there
   * stays this person's, who proves it by the token.
   */
  private volatile Optional<HostingFile.Kept> former = Optional.empty();

  /**
   * @param file the file, readable by this user only; made when somebody hosts
   */
  public KeptHosting(Path file, Clock clock) {
    this(file, clock, address -> false);
  }

  /**
   * @param own tells whether the server of this program is at an address. At its next start it may
   *     be at another one; of others the address counts, because a token is for nobody else
   */
  public KeptHosting(Path file, Clock clock, Predicate<String> own) {
    this.own = own;
    this.file = new HostingFile(file);
    this.clock = clock;
  }

  /**
   * Finds out how it stands with the stream that this person hosted last, and forgets one that is
   * theirs no more. Blocks.
   *
   * @throws app.rostrum.backend.BackendException if the backend cannot tell now
   */
  public Interrupted look(Backend backend, String identity) {
    Optional<HostingFile.Kept> hosted = kept(backend, identity).or(() -> former(backend, identity));
    if (hosted.isEmpty()) {
      return new Interrupted.None();
    }
    Optional<List<StreamSummary>> streams = backend.listStreams();
    if (streams.isEmpty()) {
      return new Interrupted.None(); // This deployment cannot tell.
    }
    String name = hosted.get().streamName();
    Optional<StreamSummary> live =
        streams.get().stream()
            .filter(stream -> stream.roomSid().equals(hosted.get().roomSid()))
            .findFirst();
    if (live.isEmpty()) {
      forget();
      return new Interrupted.Ended(name);
    }
    String host = live.get().hostIdentity();
    if (host.equals(identity)) {
      return new Interrupted.Live(name);
    }
    takenOver(hosted.get());
    return new Interrupted.TakenOver(name, host);
  }

  /**
   * Begins to follow a session. If its stream is one that this person hosted, the session is to
   * join it, see {@link Hosting#role}.
   *
   * @param wanted the role that was asked for; {@link Role#HOST} creates the stream
   */
  public Hosting begin(Backend backend, String identity, String streamName, Role wanted) {
    Optional<HostingFile.Kept> kept =
        kept(backend, identity).filter(k -> k.streamName().equals(streamName));
    Optional<HostingFile.Kept> lost =
        kept.isPresent()
            ? Optional.empty()
            : former(backend, identity).filter(k -> k.streamName().equals(streamName));
    return new Hosting(
        this,
        backend,
        new HostingFile.Kept(place(backend), streamName, "", identity, ""),
        wanted,
        kept,
        lost);
  }

  /** Forgets everything, for example because the person signed out. */
  public void forget() {
    former = Optional.empty();
    file.forget();
  }

  void keep(HostingFile.Kept hosted) {
    file.write(hosted);
  }

  void ended(HostingFile.Kept hosted) {
    file.forget(hosted);
    former = former.filter(lost -> !lost.streamName().equals(hosted.streamName()));
  }

  void takenOver(HostingFile.Kept hosted) {
    file.forget(hosted);
    former = Optional.of(hosted);
  }

  private Optional<HostingFile.Kept> kept(Backend backend, String identity) {
    return file.read().filter(kept -> isGood(kept, backend, identity));
  }

  private Optional<HostingFile.Kept> former(Backend backend, String identity) {
    return former.filter(lost -> isGood(lost, backend, identity));
  }

  private String place(Backend backend) {
    // Another computer may have the address tomorrow, and a token is not for that one.
    return own.test(backend.address())
        ? HERE
        : backend.address()
            + backend.fingerprint().map(fingerprint -> "#" + fingerprint.text()).orElse("");
  }

  /** Returns whether this is of this person at this backend, and its token has not expired. */
  private boolean isGood(HostingFile.Kept kept, Backend backend, String identity) {
    return kept.identity().equals(identity)
        && !kept.backend().isEmpty()
        && kept.backend().equals(place(backend))
        && TokenLife.lasts(kept.token(), clock.instant());
  }
}
