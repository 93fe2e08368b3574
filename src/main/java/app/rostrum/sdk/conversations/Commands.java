package app.rostrum.sdk.conversations;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.sdk.sync.SyncException;
import app.rostrum.threads.Backoff;
import app.rostrum.wire.twilsock.HttpCall;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sends the requests of the Conversations product (protocol note, section 7). Answers come on the
 * client's thread, refusals as {@link ConversationsException}.
 */
final class Commands {
  private static final int TRIES = 6;
  private static final Backoff.Policy POLICY =
      Backoff.Policy.doubling(Duration.ofMillis(250), Duration.ofSeconds(8));
  private static final String JSON = "application/json; charset=utf-8";

  private final SyncClient sync;

  Commands(SyncClient sync) {
    this.sync = sync;
  }

  /** Sends a GET request, and sends it again if no answer comes or the service is busy. */
  CompletableFuture<JsonObject> get(String url) {
    return repeatable(() -> send("GET", url, JSON, new byte[0], Map.of()));
  }

  /** Sends a change that may be made twice without harm, as often as {@link #get}. */
  CompletableFuture<JsonObject> postRepeatably(String url, JsonObject body) {
    String mutationId = UUID.randomUUID().toString();
    return repeatable(() -> post(url, body, mutationId));
  }

  /** Sends a DELETE request, as often as {@link #get}. A missing object counts as deleted. */
  CompletableFuture<JsonObject> delete(String url) {
    String mutationId = UUID.randomUUID().toString();
    return repeatable(
        () ->
            send("DELETE", url, JSON, bytes("{}"), marked(mutationId))
                .exceptionallyCompose(
                    failure ->
                        toConversations(failure).status() == 404
                            ? CompletableFuture.completedFuture(new JsonObject())
                            : CompletableFuture.failedFuture(failure)));
  }

  /** Sends a change once. */
  CompletableFuture<JsonObject> post(String url, JsonObject body, String mutationId) {
    return send("POST", url, JSON, bytes(body.toString()), marked(mutationId));
  }

  CompletableFuture<JsonObject> postForm(String url, String form) {
    return send("POST", url, "application/x-www-form-urlencoded", bytes(form), Map.of());
  }

  private static Map<String, String> marked(String mutationId) {
    return Map.of("X-Twilio-Mutation-Id", mutationId);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private CompletableFuture<JsonObject> repeatable(
      Supplier<CompletableFuture<JsonObject>> request) {
    var backoff = new Backoff(POLICY, RandomGenerator.getDefault(), System::nanoTime);
    return attempt(request, backoff, 1);
  }

  private CompletableFuture<JsonObject> attempt(
      Supplier<CompletableFuture<JsonObject>> request, Backoff backoff, int attempt) {
    return request
        .get()
        .exceptionallyCompose(
            failure -> {
              if (!toConversations(failure).isTemporary() || attempt >= TRIES) {
                return CompletableFuture.failedFuture(toConversations(failure));
              }
              var again = new CompletableFuture<JsonObject>();
              sync.after(
                  backoff.next().orElse(POLICY.longest()),
                  () ->
                      attempt(request, backoff, attempt + 1)
                          .whenComplete(
                              (json, last) -> {
                                if (last == null) {
                                  again.complete(json);
                                } else {
                                  again.completeExceptionally(toConversations(last));
                                }
                              }));
              return again;
            });
  }

  private CompletableFuture<JsonObject> send(
      String method, String url, String type, byte[] body, Map<String, String> more) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", type);
    headers.putAll(more);
    HttpCall call;
    try {
      URI address = URI.create(url);
      String path = address.getRawPath();
      String host = address.getRawAuthority();
      if (path == null || path.isEmpty() || host == null) {
        throw new IllegalArgumentException("no path or host");
      }
      call = new HttpCall(host, path, method, Map.of(), headers);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new ConversationsException(0, 0, "the service gave an address that cannot be used"));
    }
    return sync.request(call, body)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(toConversations(failure)));
  }

  /** Converts a failure to the exception that a caller of the client gets. */
  static ConversationsException toConversations(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (cause) {
      case ConversationsException e -> e;
      case SyncException e ->
          new ConversationsException(
              e.status(), e.code(), String.valueOf(e.getMessage()), e.outcomeUnknown());
      default -> {
        var wrapped = new ConversationsException(0, 0, cause.toString());
        wrapped.initCause(cause);
        yield wrapped;
      }
    };
  }
}
