package app.rostrum.stream;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.threads.Backoff;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes a creation back that its creator gave up before being in the stream: nobody would ever
 * enter it, and its name would stay taken. A creation that is still unanswered is waited for; one
 * whose answer was lost is asked for again, by the same key, to get the credentials for deleting
 * it. On the loop only.
 */
final class AbandonedCreation {
  /** The time after which the stream is left to the server, which ends empty ones by itself. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final SessionContext context;
  private final StreamAccess access;
  private final Backoff backoff;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private @Nullable StreamCredentials credentials;
  private boolean answerLost;

  AbandonedCreation(SessionContext context, StreamAccess access) {
    this.context = context;
    this.access = access;
    this.backoff = context.backoff(LONGEST_WAIT, PATIENCE);
    this.credentials = access.credentials();
  }

  /**
   * Begins.
   *
   * @param asking whether a call is unanswered; its answer will come as an event
   * @param answerLost whether an earlier call may have been carried out
   */
  void begin(boolean asking, boolean answerLost) {
    this.answerLost = answerLost;
    if (credentials != null || !asking) {
      goOn();
    }
  }

  /** Completes when nothing is left to be done. */
  CompletableFuture<Void> done() {
    return done;
  }

  void on(Event event) {
    switch (event) {
      case Event.Joined joined when credentials == null -> {
        credentials = joined.credentials();
        goOn();
      }
      case Event.JoinRefused(_, BackendException refusal) when credentials == null -> {
        answerLost |= refusal.answerLost();
        if (answerLost) {
          later(refusal);
        } else {
          done.complete(null);
        }
      }
      case Event.Answered(Event.Action.Deletion(), var refusal) ->
          refusal.ifPresentOrElse(this::later, () -> done.complete(null));
      case Event.TimeUp.TakingBack() -> goOn();
      default -> {}
    }
  }

  private void goOn() {
    StreamCredentials made = credentials;
    if (made != null) {
      context.call(
          new Event.Action.Deletion(),
          backend -> backend.deleteStream(context.streamName(), made.token()));
    } else if (answerLost) {
      var unused = access.ask(Role.HOST, true);
    } else {
      done.complete(null);
    }
  }

  private void later(BackendException refusal) {
    if (StreamProblem.of(refusal).mayPass()) {
      backoff
          .next(refusal.retryAfter())
          .ifPresentOrElse(
              wait -> context.after(wait, new Event.TimeUp.TakingBack()),
              () -> done.complete(null));
    } else {
      done.complete(null);
    }
  }
}
