package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the backend has let this person in with: the credentials, the calls that bring them, and
 * their renewal, which is a join call under the same role. On the loop only.
 */
final class StreamAccess {
  private final SessionContext context;
  private final SyncLink sync;
  private final TokenRenewal renewal;
  private final StreamSettings settings;
  private @Nullable StreamCredentials credentials;
  private long calls;

  StreamAccess(SessionContext context, SyncLink sync, StreamSettings settings) {
    this.context = context;
    this.sync = sync;
    this.settings = settings;
    this.renewal = new TokenRenewal(context);
  }

  @Nullable StreamCredentials credentials() {
    return credentials;
  }

  /** The token, empty before there is one. */
  String token() {
    return credentials == null ? "" : credentials.token();
  }

  /** A number that no call has. */
  long nextCall() {
    return ++calls;
  }

  /** Asks to be let in and gives the number of the call; its answer is an event. */
  long ask(Role as, boolean creation) {
    long call = nextCall();
    // An expired token proves nothing any more; without one we come as somebody new.
    boolean proof =
        credentials != null
            && !TokenRenewal.expired(credentials.token(), context.clock().instant());
    String token = proof ? token() : null;
    Backend backend = context.backend();
    context.join(
        call,
        () ->
            creation
                ? backend.createStream(
                    context.identity(), context.streamName(), settings.openStage(), settings.chat())
                : as.onStage()
                    ? backend.joinAsSpeaker(context.identity(), context.streamName(), token)
                    : backend.joinAsViewer(context.identity(), context.streamName(), token));
    return call;
  }

  /** Goes on with fresh credentials, Sync too. */
  void take(StreamCredentials fresh) {
    credentials = fresh;
    renewal.fresh(fresh.token());
    sync.use(fresh);
  }

  boolean isRenewal(long call) {
    return renewal.isMine(call);
  }

  /** Another join call is under way and brings credentials. */
  void suspendRenewal() {
    renewal.suspend();
  }

  /** That other call is over; the token that we have is renewed in its time. */
  void resumeRenewal() {
    renewal.fresh(token());
  }

  void renewSoon() {
    renewal.soon();
  }

  void renewalFailed() {
    renewal.failed();
  }

  /**
   * The time for a renewal has come.
   *
   * @param invitationPending joining as a viewer withdraws an invitation on the server
   */
  void renew(Role as, boolean invitationPending) {
    if (credentials == null) {
      return;
    }
    if (invitationPending
        && !TokenRenewal.expired(token(), context.clock().instant().plus(Duration.ofMinutes(1)))) {
      renewal.postpone(Duration.ofSeconds(10));
    } else {
      renewal.asked(ask(as, false));
    }
  }
}
