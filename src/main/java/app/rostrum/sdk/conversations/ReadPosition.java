package app.rostrum.sdk.conversations;

import com.google.gson.JsonObject;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * The position of the newest message that the user has read. Only one update is under way at a
 * time; positions set meanwhile are combined into the next one. On the client's thread, except
 * {@link #index}.
 */
final class ReadPosition {
  private final LongFunction<CompletableFuture<JsonObject>> request;
  private volatile OptionalLong index;
  private OptionalLong wanted = OptionalLong.empty();
  private CompletableFuture<Void> updating = CompletableFuture.completedFuture(null);

  /**
   * @param index the position that the service knows; empty if there is none
   * @param request sends a position to the service
   */
  ReadPosition(OptionalLong index, LongFunction<CompletableFuture<JsonObject>> request) {
    this.index = index;
    this.request = request;
  }

  /** Returns the newest position, confirmed or not. */
  OptionalLong index() {
    return index;
  }

  /** Sets the position; completes when the service has taken it or a newer one. */
  CompletableFuture<Void> set(long newest) {
    boolean underWay = wanted.isPresent();
    wanted = OptionalLong.of(newest);
    index = wanted;
    if (!underWay) {
      updating = update(newest);
    }
    return updating.copy();
  }

  private CompletableFuture<Void> update(long position) {
    return request
        .apply(position)
        .handle(
            (answer, failure) -> {
              long now = wanted.orElse(position);
              if (now != position) {
                return update(now);
              }
              wanted = OptionalLong.empty();
              return failure == null
                  ? CompletableFuture.<Void>completedFuture(null)
                  : CompletableFuture.<Void>failedFuture(failure);
            })
        .thenCompose(result -> result);
  }
}
