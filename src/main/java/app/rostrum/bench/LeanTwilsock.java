package app.rostrum.bench;

import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A minimal Twilsock client without threads or state, so that thousands fit into one process. It
 * acknowledges as the official SDKs do. Notifications are not parsed, because reading a thousand of
 * them here would take longer than sending them there.
 */
final class LeanTwilsock implements WebSocket.Listener, AutoCloseable {
  static final String SYNC = "data_sync";
  static final String CHAT = "ip_messaging";
  private static final String NOTIFICATION = "\"method\":\"notification\"";
  private static final String ID = "\"id\":\"";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String product;
  private final Consumer<String> onNotification;
  private final Map<String, CompletableFuture<TwilsockMessage.Reply>> calls =
      new ConcurrentHashMap<>();
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final Object sending = new Object();
  private CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  private LeanTwilsock(String product, Consumer<String> onNotification) {
    this.product = product;
    this.onNotification = onNotification;
  }

  /**
   * Opens a connection and authenticates it.
   *
   * @param onNotification receives the whole frame of each notification
   */
  static CompletableFuture<LeanTwilsock> open(
      HttpClient http, URI uri, String token, String product, Consumer<String> onNotification) {
    var client = new LeanTwilsock(product, onNotification);
    return http.newWebSocketBuilder()
        .connectTimeout(PATIENCE)
        .buildAsync(uri, client)
        .thenCompose(
            socket -> {
              client.socket.complete(socket);
              var init =
                  new TwilsockMessage.Init(
                      id(), token, null, new JsonObject(), registrations(product), List.of());
              return client.ask(init.id(), init);
            })
        .thenApply(
            reply -> {
              if (!reply.status().isSuccess()) {
                throw new IllegalStateException("init was refused: " + reply.status());
              }
              return client;
            });
  }

  private static String id() {
    return "TM" + UUID.randomUUID();
  }

  private static JsonArray registrations(String product) {
    var types = new JsonArray();
    List.of(
            "twilio.ipmsg.typing_indicator",
            SyncNotification.STRICTLY_ORDERED,
            SyncNotification.LIVE_DOCUMENT,
            "com.twilio.rtd.cds.list",
            SyncNotification.LIVE_MAP)
        .forEach(types::add);
    var registration = new JsonObject();
    registration.addProperty("product", product);
    registration.addProperty("type", "ers");
    registration.addProperty("notification_protocol_version", 0);
    registration.add("message_types", types);
    var all = new JsonArray();
    all.add(registration);
    return all;
  }

  /**
   * Sends a request and completes with the answer's body.
   *
   * @param url absolute, or a path; percent-encoded, without a query
   */
  CompletableFuture<JsonObject> call(String method, String url, JsonObject body) {
    URI uri = URI.create(url);
    var request =
        new TwilsockMessage.Request(
            id(),
            product,
            new HttpCall(
                uri.getHost() == null ? "cds.us1.twilio.com" : uri.getHost(),
                uri.getRawPath(),
                method,
                Map.of(),
                Map.of("Content-Type", "application/json; charset=utf-8")),
            method.equals("GET") ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8));
    return ask(request.id(), request)
        .thenApply(
            reply -> {
              String text = new String(reply.body(), StandardCharsets.UTF_8);
              if (!reply.status().isSuccess() || reply.httpStatus() / 100 != 2) {
                throw new IllegalStateException(
                    method + " " + url + " was answered " + reply.httpStatus() + " " + text);
              }
              JsonElement json = text.isEmpty() ? new JsonObject() : JsonParser.parseString(text);
              return json.getAsJsonObject();
            });
  }

  CompletableFuture<JsonObject> get(String url) {
    return call("GET", url, new JsonObject());
  }

  /** Subscribes to objects, from the newest event that their descriptors name. */
  CompletableFuture<JsonObject> subscribe(SubscriptionRequest.Target... targets) {
    var request = new SubscriptionRequest(4, true, System.nanoTime(), 0, List.of(targets));
    return call("POST", "/v4/Subscriptions", request.toJson());
  }

  private CompletableFuture<TwilsockMessage.Reply> ask(String id, TwilsockMessage question) {
    var answer = new CompletableFuture<TwilsockMessage.Reply>();
    calls.put(id, answer);
    send(question);
    return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Sends a message after the one before: this kind of socket takes one at a time. */
  private void send(TwilsockMessage what) {
    ByteBuffer bytes = ByteBuffer.wrap(what.encode());
    synchronized (sending) {
      sent = sent.thenCompose(done -> socket).thenCompose(s -> s.sendBinary(bytes, true));
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(Long.MAX_VALUE);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    message.writeBytes(part);
    if (last) {
      byte[] whole = message.toByteArray();
      message.reset();
      read(whole);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void read(byte[] frame) {
    String text = new String(frame, StandardCharsets.UTF_8);
    if (text.contains(NOTIFICATION)) {
      onNotification.accept(text);
      int id = text.indexOf(ID) + ID.length();
      send(TwilsockMessage.Reply.acknowledge(text.substring(id, text.indexOf('"', id))));
      return;
    }
    try {
      switch (TwilsockMessage.decode(frame)) {
        case TwilsockMessage.Reply reply -> {
          CompletableFuture<TwilsockMessage.Reply> call = calls.remove(reply.id());
          if (call != null) {
            call.complete(reply);
          }
        }
        case TwilsockMessage.Ping ping -> send(TwilsockMessage.Reply.acknowledge(ping.id()));
        default -> {}
      }
    } catch (TwilsockFormatException e) {
      throw new IllegalStateException("the server's frame cannot be read", e);
    }
  }

  @Override
  public void close() {
    socket.thenAccept(WebSocket::abort);
  }
}
