package app.rostrum.sdk.sync;

import app.rostrum.sdk.twilsock.TwilsockClient;
import app.rostrum.sdk.twilsock.TwilsockException;
import app.rostrum.threads.Timers;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Sends Sync's HTTP requests over Twilsock. Answers are JSON, refusals are exceptions. */
final class Requests {
  private static final String HOST = "cds.us1.twilio.com";
  private static final byte[] NO_BODY = new byte[0];
  private static final int MAX_TRIES = 5;

  private final TwilsockClient twilsock;

  Requests(TwilsockClient twilsock) {
    this.twilsock = twilsock;
  }

  Timers.Timer after(Duration delay, Runnable task) {
    return twilsock.after(delay, task);
  }

  /**
   * Sends a GET request, and sends it again if the connection drops before the answer.
   *
   * @param path percent-encoded
   * @param params values percent-encoded
   */
  CompletableFuture<JsonObject> get(String path, Map<String, String> params) {
    return get(path, params, 1);
  }

  private CompletableFuture<JsonObject> get(String path, Map<String, String> params, int attempt) {
    return send("GET", path, params, NO_BODY)
        .handle(
            (json, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(json);
              }
              if (unwrap(failure) instanceof TwilsockException e
                  && e.wasDisconnected()
                  && attempt < MAX_TRIES) {
                return get(path, params, attempt + 1);
              }
              return CompletableFuture.<JsonObject>failedFuture(toSync(failure));
            })
        .thenCompose(result -> result);
  }

  CompletableFuture<JsonObject> post(String path, JsonObject body) {
    return send("POST", path, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8))
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(toSync(failure)));
  }

  /** Sends a request once, whatever its method. */
  CompletableFuture<JsonObject> send(HttpCall call, byte[] body) {
    return twilsock
        .request(call, body)
        .thenApply(Requests::read)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(toSync(failure)));
  }

  /** Returns the raw path of an address that the service gave. */
  static String pathOf(String url) {
    try {
      String path = URI.create(url).getRawPath();
      if (path != null && path.startsWith("/")) {
        return path;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new SyncException(0, 0, "the service gave an address that cannot be used");
  }

  private CompletableFuture<JsonObject> send(
      String method, String path, Map<String, String> params, byte[] body) {
    var call =
        new HttpCall(
            HOST,
            path,
            method,
            params,
            Map.of(
                "Content-Type",
                "application/json",
                "Twilio-Request-Id",
                "RQ" + UUID.randomUUID().toString().replace("-", "")));
    return twilsock.request(call, body).thenApply(Requests::read);
  }

  private static JsonObject read(TwilsockClient.HttpReply reply) {
    JsonObject json =
        JsonFields.parseObject(new String(reply.body(), StandardCharsets.UTF_8))
            .orElseGet(JsonObject::new);
    if (reply.status() >= 200 && reply.status() < 300) {
      return json;
    }
    throw new SyncException(
        reply.status(),
        Math.clamp(JsonFields.number(json, "code", 0), 0, Integer.MAX_VALUE),
        JsonFields.text(json, "message", "HTTP status " + reply.status()));
  }

  /** Converts a failure to the exception that a caller of the client gets. */
  static SyncException toSync(Throwable failure) {
    Throwable cause = unwrap(failure);
    return switch (cause) {
      case SyncException e -> e;
      case TwilsockException e ->
          new SyncException(
              e.status(), e.code(), String.valueOf(e.getMessage()), e.isOutcomeUnknown());
      default -> {
        var wrapped = new SyncException(0, 0, cause.toString());
        wrapped.initCause(cause);
        yield wrapped;
      }
    };
  }

  private static Throwable unwrap(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null ? failure : cause;
  }
}
