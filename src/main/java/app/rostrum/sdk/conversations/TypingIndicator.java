package app.rostrum.sdk.conversations;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the service that the user is typing, at most once in the time that the service gives
 * (protocol note, section 8.8). On the client's thread.
 */
final class TypingIndicator {
  private static final long DEFAULT_SECONDS = 5;
  private static final long LONGEST_SECONDS = 60;

  private sealed interface State {
    /** An indication may be sent. */
    record Ready() implements State {}

    /** An indication has been sent and is not answered yet. */
    record Sending() implements State {}

    /** The last indication is valid until this time. */
    record ValidUntil(long nanos) implements State {}
  }

  private final Supplier<CompletableFuture<JsonObject>> request;
  private final LongSupplier nanoTime;
  private State state = new State.Ready();

  /**
   * @param request sends an indication
   */
  TypingIndicator(Supplier<CompletableFuture<JsonObject>> request, LongSupplier nanoTime) {
    this.request = request;
    this.nanoTime = nanoTime;
  }

  /** Sends an indication unless one is under way or still valid. */
  void typing() {
    long now = nanoTime.getAsLong();
    boolean due =
        switch (state) {
          case State.Ready _ -> true;
          case State.Sending _ -> false;
          case State.ValidUntil(long nanos) -> now - nanos >= 0;
        };
    if (!due) {
      return;
    }
    CompletableFuture<JsonObject> answered = request.get();
    state = new State.Sending();
    answered.whenComplete(
        (answer, failure) -> {
          long seconds =
              failure == null
                  ? ConversationFields.number(answer, "typing_timeout").orElse(DEFAULT_SECONDS)
                  : DEFAULT_SECONDS;
          Duration valid = Duration.ofSeconds(Math.clamp(seconds, 1, LONGEST_SECONDS));
          state = new State.ValidUntil(now + valid.toNanos());
        });
  }
}
