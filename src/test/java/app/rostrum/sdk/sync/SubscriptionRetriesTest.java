package app.rostrum.sdk.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.testing.ManualScheduler;
import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.sync.SyncNotification;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonParser;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Sync client against a service whose subscriptions fail again and again. */
@Timeout(120)
class SubscriptionRetriesTest implements WebSocketEndpoint {
  private static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(15),
          Duration.ofHours(1),
          Duration.ofHours(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(8));

  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger subscriptions = new AtomicInteger();

  /** The notification that answers a subscription; the placeholder is its correlation id. */
  private volatile String notification = "";

  private WebServer server;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private SyncClient client;

  @BeforeEach
  void open() throws Exception {
    server =
        WebServer.builder()
            .webSocket("/v3/wsconnect", this)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    return new Receiver() {
      @Override
      public void onText(String message) {}

      @Override
      public void onBinary(byte[] message) {
        try {
          answer(connection, TwilsockMessage.decode(message));
        } catch (TwilsockFormatException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onClose(int code, String reason) {}
    };
  }

  private void answer(WebSocketConnection connection, TwilsockMessage message) {
    @Nullable TwilsockMessage reply =
        switch (message) {
          case TwilsockMessage.Init init ->
              new TwilsockMessage.Reply(
                  init.id(), TwilsockStatus.OK, 0, "CT1", List.of(), new byte[0]);
          case TwilsockMessage.Request request when request.http().method().equals("GET") ->
              json(request.id(), "{\"sid\":\"ET1\",\"url\":\"https://x/v3/Documents/ET1\"}");
          case TwilsockMessage.Request request ->
              json(request.id(), "{\"estimated_delivery_in_ms\":60000}");
          default -> null;
        };
    if (reply != null) {
      connection.sendBinary(reply.encode());
    }
    if (message instanceof TwilsockMessage.Request request
        && request.http().method().equals("POST")) {
      long correlation =
          JsonParser.parseString(new String(request.body(), StandardCharsets.UTF_8))
              .getAsJsonObject()
              .get("correlation_id")
              .getAsLong();
      byte[] payload = notification.formatted(correlation).getBytes(StandardCharsets.UTF_8);
      connection.sendBinary(
          new TwilsockMessage.Notification(
                  "TM" + correlation, SyncNotification.STRICTLY_ORDERED, payload)
              .encode());
      subscriptions.incrementAndGet();
    }
  }

  private static TwilsockMessage json(String id, String body) {
    return TwilsockMessage.Reply.http(id, 200, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Opens a document and returns the waits between the first six subscription requests. */
  private List<Duration> waits() {
    client =
        SyncClient.connect(
            new OkHttpClient(),
            URI.create("ws://127.0.0.1:" + server.port() + "/v3/wsconnect"),
            "token",
            ProductRegistration.SYNC,
            new RecordingListener(),
            TIMING,
            new Random(1),
            scheduler);
    var opening = client.openDocument("doc", new RecordingListener());
    var waits = new ArrayList<Duration>();
    for (int round = 1; round <= 6; round++) {
      int requests = round;
      await().until(() -> subscriptions.get() == requests && jittered().isPresent());
      waits.add(jittered().orElseThrow());
      scheduler.pass(waits.getLast());
    }
    opening.cancel(false);
    return waits;
  }

  /** Returns the delay with jitter: all others are whole milliseconds. */
  private Optional<Duration> jittered() {
    return scheduler.delays().stream()
        .filter(delay -> delay.toNanos() % 1_000_000 != 0)
        .findFirst();
  }

  @Test
  void subscriptionsAreRequestedMoreAndMoreRarelyIfTheReplayIsNeverReadable() {
    notification = "rubbish";
    List<Duration> waits = waits();
    assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(waits.getLast()).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void aSubscriptionIsRequestedMoreAndMoreRarelyIfItFailsEachTime() {
    notification =
        """
        {"event_type":"subscription_failed","correlation_id":%d,"event_protocol_version":4,
         "events":[{"object_sid":"ET1","object_type":"document",
                    "error":{"status":503,"code":0,"message":"busy"}}]}\
        """;
    List<Duration> waits = waits();
    assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(waits.getLast()).isGreaterThan(Duration.ofSeconds(29));
  }
}
