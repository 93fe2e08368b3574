package app.rostrum.cloud.twilsock;

import static org.awaitility.Awaitility.await;

import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockFrame;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A client without a network: what the server sends is kept, what it hears is given by hand. */
public final class FakeSocket implements WebSocketConnection {
  public final List<byte[]> received = new CopyOnWriteArrayList<>();
  public final AtomicReference<String> closed = new AtomicReference<>("");

  /** Makes every send throw an Error. */
  public volatile boolean failsToSend;

  /** Returns whether either side has closed. */
  public boolean isClosed() {
    return !"".equals(closed.get());
  }

  private final String address;
  private final WebSocketEndpoint.Receiver server;
  private boolean opened;
  private final AtomicInteger ids = new AtomicInteger();

  public FakeSocket(WebSocketEndpoint endpoint, String address) {
    this.address = address;
    this.server = endpoint.onOpen(this);
    this.opened = true;
  }

  public FakeSocket(WebSocketEndpoint endpoint) {
    this(endpoint, "192.0.2.1");
  }

  @Override
  public void sendText(String message) {
    throw new AssertionError("Twilsock is binary");
  }

  @Override
  public void sendBinary(byte[] message) {
    if (failsToSend) {
      throw new AssertionError("a socket that fails");
    }
    received.add(message);
  }

  @Override
  public void close(int code, String reason) {
    if (closed.compareAndSet("", Integer.toString(code)) && opened) {
      server.onClose(code, reason);
    }
  }

  @Override
  public void abort() {
    close(1006, "");
  }

  @Override
  public String remoteAddress() {
    return address;
  }

  public void leave() {
    close(1001, "");
  }

  public void send(byte[] bytes) {
    server.onBinary(bytes);
  }

  public void sendText(String text, int times) {
    for (int i = 0; i < times; i++) {
      server.onText(text);
    }
  }

  public void send(TwilsockMessage message) {
    send(message.encode());
  }

  /** Sends what is answered at once, and gives the answer. */
  public TwilsockMessage.Reply ask(TwilsockMessage message) {
    send(message);
    for (byte[] frame : received.reversed()) {
      if (decode(frame) instanceof TwilsockMessage.Reply reply && reply.id().equals(message.id())) {
        return reply;
      }
    }
    throw new AssertionError("no reply to " + message);
  }

  private static TwilsockMessage decode(byte[] frame) {
    try {
      return TwilsockMessage.read(TwilsockFrame.parse(frame));
    } catch (TwilsockFormatException e) {
      throw new AssertionError(e);
    }
  }

  public TwilsockMessage.Reply init(String token) {
    return ask(
        new TwilsockMessage.Init(
            id(), token, null, new JsonObject(), new JsonArray(), List.of("client_update")));
  }

  public TwilsockMessage.Reply http(String method, String path, String body) {
    return http(method, path, body, Map.of(), "data_sync");
  }

  public TwilsockMessage.Reply http(
      String method, String path, String body, Map<String, String> params, String grant) {
    return ask(grant, new HttpCall("cds.us1.twilio.com", path, method, params, Map.of()), body);
  }

  public TwilsockMessage.Reply ask(String grant, HttpCall call, String body) {
    return ask(
        new TwilsockMessage.Request(id(), grant, call, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Begins a connection for these products. */
  public TwilsockMessage.Reply init(String token, String... products) {
    var registrations = new JsonArray();
    for (String product : products) {
      var registration = new JsonObject();
      registration.addProperty("product", product);
      registrations.add(registration);
    }
    return ask(
        new TwilsockMessage.Init(
            id(), token, null, new JsonObject(), registrations, List.of("client_update")));
  }

  /** Subscribes to an object and waits for the result. */
  public TwilsockMessage.Reply subscribe(
      int version, long correlation, String sid, long lastEventId) {
    TwilsockMessage.Reply reply =
        http(
            "POST",
            "/v4/Subscriptions",
            """
            {"event_protocol_version":%d,"action":"establish","correlation_id":%d,
            "requests":[{"object_sid":"%s","object_type":"map","last_event_id":%d}]}
            """
                .formatted(version, correlation, sid, lastEventId));
    awaitResult(correlation);
    return reply;
  }

  /** Waits for the newest notification that answers a request to subscribe or cancel. */
  public JsonObject awaitResult(long correlation) {
    return await()
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                notifications().reversed().stream()
                    .filter(
                        n ->
                            n.has("correlation_id")
                                && n.get("correlation_id").getAsLong() == correlation
                                && n.get("event_type").getAsString().startsWith("subscription_"))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  public String id() {
    return "TM" + ids.incrementAndGet();
  }

  public static JsonObject json(TwilsockMessage.Reply reply) {
    return JsonParser.parseString(reply.text()).getAsJsonObject();
  }

  public List<TwilsockMessage> messages() {
    return received.stream().map(FakeSocket::decode).toList();
  }

  /** The payloads of all notifications so far. */
  public List<JsonObject> notifications() {
    return messages().stream()
        .filter(TwilsockMessage.Notification.class::isInstance)
        .map(
            m ->
                JsonParser.parseString(
                        new String(
                            ((TwilsockMessage.Notification) m).payload(), StandardCharsets.UTF_8))
                    .getAsJsonObject())
        .toList();
  }
}
