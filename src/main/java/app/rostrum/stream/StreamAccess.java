package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that the backend gave, the join calls that bring them, and their renewal, which
 * is a join call in the same role. On the loop only.
 */
final class StreamAccess {
  private final SessionContext context;
  private final SyncLink sync;
  private final TokenRenewal renewal;
  private final StreamSettings settings;

  /** Recognises the creation when it is asked for again. */
  private final String creationKey = UUID.randomUUID().toString();

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

  /** Returns the access token; empty before there is one. */
  String token() {
    return credentials == null ? "" : credentials.token();
  }

  /** Returns a number that no call has. */
  long nextCall() {
    return ++calls;
  }

  /**
   * Makes a join call, which is answered by an event, and returns its number.
   *
   * @param creation whether the stream is still to be created; asked again, the same one is
   */
  long ask(Role as, boolean creation) {
    long call = nextCall();
    // An expired token proves nothing; without one we join as a new person.
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
                    context.identity(),
                    context.streamName(),
                    settings.openStage(),
                    settings.chat(),
                    creationKey)
                : as.onStage()
                    ? backend.joinAsSpeaker(context.identity(), context.streamName(), token)
                    : backend.joinAsViewer(context.identity(), context.streamName(), token));
    return call;
  }

  /** Takes new credentials and passes them to Sync. */
  void take(StreamCredentials fresh) {
    credentials = fresh;
    renewal.fresh(fresh.token());
    sync.use(fresh);
  }

  boolean isRenewal(long call) {
    return renewal.isMine(call);
  }

  /** Connects to Sync anew at once, and sees to the token, which ages in a sleep, too. */
  void reconnect() {
    sync.reconnect();
    renewal.awake(token());
  }

  /** Stops the renewal while another join call is under way, which brings credentials too. */
  void suspendRenewal() {
    renewal.suspend();
  }

  /** Plans the renewal of the present token, as the other join call is over. */
  void resumeRenewal() {
    renewal.fresh(token());
  }

  void renewSoon() {
    renewal.soon();
  }

  void renewalFailed(Duration atLeast) {
    renewal.failed(atLeast);
  }

  /**
   * Renews the credentials.
   *
   * @param invitationPending whether an invitation waits, which joining as a viewer would withdraw
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
