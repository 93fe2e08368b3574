package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Subscriptions of connections that fail at the worst moment. */
@Timeout(120)
class ConnectionSubscriptionsTest {
  private SyncCloud cloud;
  private HostedService service;
  private final List<HostedMap> maps = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
    service = cloud.services.create(ServiceSettings.DEFAULTS);
    for (int i = 0; i < 10; i++) {
      maps.add(service.createMap(Caller.BACKEND, "m" + i, null));
    }
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** A socket that calls back in the middle of sending a notification, as a broken one does. */
  private final class Socket implements WebSocketConnection {
    final Consumer<Socket> onNotification;
    final WebSocketEndpoint.Receiver server;
    final ConcurrentLinkedQueue<String> sent = new ConcurrentLinkedQueue<>();
    volatile boolean closed;

    Socket(Consumer<Socket> onNotification) {
      this.onNotification = onNotification;
      this.server = cloud.endpoint.onOpen(this);
      server.onBinary(
          new TwilsockMessage.Init(
                  "TM1",
                  SyncCloud.token("ann", service.sid()),
                  null,
                  new JsonObject(),
                  new JsonArray(),
                  List.of())
              .encode());
    }

    void subscribe() {
      String targets =
          maps.stream()
              .map(
                  map ->
                      "{\"object_sid\":\"%s\",\"object_type\":\"map\",\"last_event_id\":-1}"
                          .formatted(map.sid()))
              .collect(Collectors.joining(","));
      String body =
          "{\"event_protocol_version\":4,\"action\":\"establish\",\"correlation_id\":1,\"requests\":["
              + targets
              + "]}";
      var call =
          new HttpCall("cds.us1.twilio.com", "/v4/Subscriptions", "POST", Map.of(), Map.of());
      server.onBinary(
          new TwilsockMessage.Request(
                  "TM2", "data_sync", call, body.getBytes(StandardCharsets.UTF_8))
              .encode());
    }

    @Override
    public void sendText(String message) {}

    @Override
    public void sendBinary(byte[] message) {
      String text = new String(message, StandardCharsets.UTF_8);
      sent.add(text);
      if (text.contains("\"notification\"")) {
        onNotification.accept(this);
      }
    }

    @Override
    public void close(int code, String reason) {
      if (!closed) {
        closed = true;
        server.onClose(code, reason);
      }
    }

    @Override
    public void abort() {
      close(1006, "");
    }

    @Override
    public String remoteAddress() {
      return "192.0.2.1";
    }
  }

  private long subscriptions() {
    return maps.stream().mapToLong(map -> map.fanout.subscriptions().size()).sum();
  }

  @Test
  void aConnectionThatEndsWhileItSubscribesLeavesNoSubscription() {
    var socket = new Socket(WebSocketConnection::abort);
    socket.subscribe();
    await().until(() -> socket.closed);
    assertThat(subscriptions()).isZero();
  }

  @Test
  void aConnectionThatEndsBeforeItsSubscriptionIsNotedLeavesNone() {
    var ann =
        new Connection() {
          @Override
          public String id() {
            return "CO1";
          }

          /** The object asks for it while it adds the subscription. */
          @Override
          public String identity() {
            service.subscriptions().disconnected(this);
            return "ann";
          }

          @Override
          public void send(byte[] frame) {}
        };
    var target = new SubscriptionRequest.Target(maps.getFirst().sid(), "map", null);
    service.subscriptions().connected(ann);
    service.subscriptions().handle(ann, new SubscriptionRequest(4, true, 7, 0, List.of(target)));
    assertThat(subscriptions()).isZero();
  }

  @Test
  void noSubscriberIsCalledUnderAnObjectsLock() {
    var under = new ConcurrentLinkedQueue<String>();
    var socket =
        new Socket(
            s -> {
              if (maps.stream().anyMatch(map -> map.lock.isHeldByCurrentThread())) {
                under.add(s.sent.stream().reduce((a, b) -> b).orElseThrow());
              }
            });
    socket.subscribe();
    maps.forEach(map -> map.put(Caller.BACKEND, "a", new JsonObject(), null, null));
    maps.getFirst().permit("ann", new Permission(true, false, false));
    service.update(
        new ServiceSettings(
            "",
            null,
            false,
            true,
            true,
            false,
            false,
            ServiceSettings.DEFAULTS.reachabilityDebouncingWindow()));
    maps.getFirst().permit("ann", new Permission(false, false, false));
    await()
        .until(
            () ->
                socket.sent.stream().filter(text -> text.contains("subscription_failed")).count()
                    == 10);
    assertThat(under).isEmpty();
    assertThat(IntStream.range(0, 10).filter(i -> maps.get(i).lock.isLocked())).isEmpty();
  }
}
