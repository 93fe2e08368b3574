package app.rostrum.sdk.twilsock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.sdk.twilsock.TwilsockClient.State;
import app.rostrum.testing.ManualScheduler;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonArray;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Twilsock client against servers that behave well or badly. */
@Timeout(120)
class TwilsockClientTest {
  private static final HttpCall CALL = new HttpCall("h", "/v3/x", "GET", Map.of(), Map.of());

  /** A server that accepts every init, records messages, and answers as a test says. */
  private static final class Script implements WebSocketEndpoint {
    final List<TwilsockMessage> heard = new CopyOnWriteArrayList<>();
    final List<WebSocketConnection> connections = new CopyOnWriteArrayList<>();
    volatile boolean answersRequests = true;
    volatile boolean answersInit = true;
    volatile TwilsockStatus initStatus = TwilsockStatus.OK;
    volatile byte[] initBody = new byte[0];
    volatile @Nullable TwilsockStatus updateStatus;

    @Override
    public Receiver onOpen(WebSocketConnection connection) {
      connections.add(connection);
      return new Receiver() {
        @Override
        public void onText(String message) {
          throw new AssertionError("Twilsock is binary");
        }

        @Override
        public void onBinary(byte[] message) {
          answer(connection, message);
        }

        @Override
        public void onClose(int code, String reason) {
          connections.remove(connection);
        }
      };
    }

    private void answer(WebSocketConnection connection, byte[] bytes) {
      TwilsockMessage message;
      try {
        message = TwilsockMessage.decode(bytes);
      } catch (TwilsockFormatException e) {
        throw new AssertionError(e);
      }
      heard.add(message);
      @Nullable TwilsockMessage reply =
          switch (message) {
            case TwilsockMessage.Init init when answersInit ->
                new TwilsockMessage.Reply(init.id(), initStatus, 0, "CT1", List.of(), initBody);
            case TwilsockMessage.Request request when answersRequests ->
                TwilsockMessage.Reply.http(request.id(), 200, "{}".getBytes());
            case TwilsockMessage.Update update when updateStatus != null ->
                TwilsockMessage.Reply.of(update.id(), updateStatus);
            default -> null;
          };
      if (reply != null) {
        connection.sendBinary(reply.encode());
      }
    }

    void send(TwilsockMessage message) {
      connections.forEach(connection -> connection.sendBinary(message.encode()));
    }

    List<TwilsockMessage.Init> inits() {
      return heard.stream()
          .filter(TwilsockMessage.Init.class::isInstance)
          .map(TwilsockMessage.Init.class::cast)
          .toList();
    }
  }

  private final Script script = new Script();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private WebServer server;

  @SuppressWarnings("NullAway.Init") // Set before each test.
  private TwilsockClient client;

  @BeforeEach
  void open() throws Exception {
    server =
        WebServer.builder()
            .webSocket("/v3/wsconnect", script)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void connect(Duration request, Duration silence) {
    connect(
        new Timing(
            Duration.ofSeconds(1), request, silence, Duration.ofMillis(50), Duration.ofMillis(100)),
        Timers.create("twilsock-test"));
  }

  private void connect(Timing timing, Scheduler scheduler) {
    var listener =
        new TwilsockClient.Listener() {
          @Override
          public void onState(State state) {
            told.add(state.toString());
          }

          @Override
          public void onNotification(String messageType, byte[] payload) {
            told.add(messageType);
            if (messageType.equals("poison")) {
              throw new AssertionError("thrown on purpose");
            }
          }

          @Override
          public void onTokenAboutToExpire() {
            told.add("about to expire");
          }
        };
    client =
        new TwilsockClient(
            new OkHttpClient(),
            URI.create("ws://127.0.0.1:" + server.port() + "/v3/wsconnect"),
            "first token",
            new TwilsockClient.Product("data_sync", "sync", new JsonArray()),
            new SerialExecutor("twilsock-test"),
            listener,
            timing,
            new Random(1),
            scheduler);
    client.start();
  }

  private void connect() {
    connect(Duration.ofSeconds(5), Duration.ofSeconds(20));
  }

  private void hears(String... words) {
    await().untilAsserted(() -> assertThat(told).containsExactly(words));
  }

  @Test
  void requestsWaitForTheConnectionAndAreAnswered() throws Exception {
    connect();
    CompletableFuture<TwilsockClient.HttpReply> early = client.request(CALL, new byte[0]);
    assertThat(early.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(script.heard.getFirst()).isInstanceOf(TwilsockMessage.Init.class);
  }

  @Test
  void everyFrameOfTheServerIsAcknowledged() {
    connect();
    hears("CONNECTED");
    script.send(new TwilsockMessage.Ping("TMping"));
    script.send(new TwilsockMessage.Notification("TMnews", "type", new byte[0]));
    script.send(new TwilsockMessage.Other("TMnew", "something_new"));
    script.send(new TwilsockMessage.ClientUpdate("TMtoken", "token_about_to_expire"));
    hears("CONNECTED", "type", "about to expire");
    await()
        .untilAsserted(
            () ->
                assertThat(script.heard)
                    .filteredOn(TwilsockMessage.Reply.class::isInstance)
                    .extracting(TwilsockMessage::id)
                    .containsExactly("TMping", "TMnews", "TMnew", "TMtoken"));
  }

  @Test
  void aListenerThatThrowsAnErrorStillReceivesTheNextNotification() {
    connect();
    hears("CONNECTED");
    script.send(new TwilsockMessage.Notification("TM1", "poison", new byte[0]));
    script.send(new TwilsockMessage.Notification("TM2", "next", new byte[0]));
    hears("CONNECTED", "poison", "next");
  }

  @Test
  void garbageFromTheServerIsIgnored() throws Exception {
    connect();
    hears("CONNECTED");
    script.connections.getFirst().sendText("TWILSOCK V3.0 2");
    script.connections.getFirst().sendBinary("rubbish".getBytes());
    script.connections.getFirst().sendBinary(new byte[0]);
    assertThat(client.request(CALL, new byte[0]).get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(told).containsExactly("CONNECTED");
  }

  @Test
  void aDropFailsWhatIsUnderWayAndResumesWithTheContinuationToken() {
    script.answersRequests = false;
    connect();
    hears("CONNECTED");
    CompletableFuture<?> lost = client.request(CALL, new byte[0]);
    await().until(() -> script.heard.size() == 2);
    script.connections.getFirst().abort();
    assertThatThrownBy(() -> lost.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            TwilsockException.class, e -> assertThat(e.wasDisconnected()).isTrue());
    hears("CONNECTED", "CONNECTING", "CONNECTED");
    assertThat(script.inits())
        .extracting(TwilsockMessage.Init::continuationToken)
        .containsExactly(null, "CT1");
  }

  @Test
  void anUnansweredRequestTimesOutAndTheConnectionStays() {
    script.answersRequests = false;
    connect(Duration.ofMillis(300), Duration.ofSeconds(20));
    assertThatThrownBy(() -> client.request(CALL, new byte[0]).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("timed out");
    assertThat(told).containsExactly("CONNECTED");
  }

  /** After sleep nobody should wait until silence has been noticed. */
  @Test
  void aConnectionIsMadeAnewOnDemandAndResumes() {
    connect();
    hears("CONNECTED");
    client.reconnect();
    hears("CONNECTED", "CONNECTING", "CONNECTED");
    assertThat(script.inits())
        .extracting(TwilsockMessage.Init::continuationToken)
        .containsExactly(null, "CT1");
  }

  @Test
  void aSilentServerIsReconnectedTo() {
    connect(Duration.ofSeconds(5), Duration.ofMillis(400));
    hears("CONNECTED");
    await()
        .untilAsserted(() -> assertThat(told).startsWith("CONNECTED", "CONNECTING", "CONNECTED"));
  }

  @Test
  void anUnansweredInitIsTriedAgain() {
    script.answersInit = false;
    connect();
    await().until(() -> script.inits().size() == 2);
    script.answersInit = true;
    hears("CONNECTED");
  }

  @Test
  void aRefusedTokenDeniesAndAFreshOneRevives() throws Exception {
    script.initStatus = new TwilsockStatus(401, "UNAUTHORIZED", "expired", 20104);
    connect();
    hears("DENIED");
    assertThatThrownBy(() -> client.request(CALL, new byte[0]).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            TwilsockException.class, e -> assertThat(e.code()).isEqualTo(20104));
    script.initStatus = TwilsockStatus.OK;
    client.updateToken("second token").get(60, TimeUnit.SECONDS);
    hears("DENIED", "CONNECTING", "CONNECTED");
    assertThat(script.inits().getLast().token()).isEqualTo("second token");
  }

  @Test
  void aServerThatIsBusySaysHowLongToWait() {
    script.initStatus = new TwilsockStatus(429, "TOO_MANY_REQUESTS", "", 51202);
    script.initBody =
        "{\"backoff_policy\":{\"reconnect_min_ms\":7000}}".getBytes(StandardCharsets.UTF_8);
    var scheduler = new ManualScheduler();
    connect(Timing.DEFAULT, scheduler);
    await().until(() -> script.inits().size() == 1 && retryDelay(scheduler).isPresent());
    script.initStatus = TwilsockStatus.OK;
    assertThat(retryDelay(scheduler).orElseThrow())
        .isBetween(Duration.ofMillis(7000), Duration.ofMillis(10_500));
    scheduler.pass(Duration.ofMillis(10_500));
    hears("CONNECTED");
  }

  /** Returns the wait before the next connection: all other delays are whole milliseconds. */
  private static Optional<Duration> retryDelay(ManualScheduler scheduler) {
    return scheduler.delays().stream()
        .filter(delay -> delay.toNanos() % 1_000_000 != 0)
        .findFirst();
  }

  @Test
  void reconnectionsSlowDownIfTheServerAcceptsAndCloses() {
    var scheduler = new ManualScheduler();
    connect(Timing.DEFAULT, scheduler);
    var waits = new ArrayList<Duration>();
    for (int round = 1; round <= 8; round++) {
      closeAfterInit(round);
      await().until(() -> scheduler.delays().size() == 1);
      waits.add(scheduler.delays().getFirst());
      scheduler.pass(scheduler.delays().getFirst());
    }
    assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(waits.get(3)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(waits.subList(4, 8))
        .allSatisfy(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8)));
  }

  @Test
  void waitsStartSmallAgainAfterAConnectionHasLasted() {
    var scheduler = new ManualScheduler();
    connect(Timing.DEFAULT, scheduler);
    for (int round = 1; round <= 5; round++) {
      closeAfterInit(round);
      await().until(() -> scheduler.delays().size() == 1);
      scheduler.pass(scheduler.delays().getFirst());
    }
    await().until(() -> script.inits().size() == 6 && client.state() == State.CONNECTED);
    scheduler.pass(Duration.ofSeconds(31));
    closeAfterInit(6);
    await().until(() -> scheduler.delays().size() == 1);
    assertThat(scheduler.delays().getFirst()).isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  /** Aborts the connection when the client has its n-th one. */
  private void closeAfterInit(int n) {
    await().until(() -> script.inits().size() == n && client.state() == State.CONNECTED);
    script.connections.forEach(WebSocketConnection::abort);
    await().until(() -> client.state() == State.CONNECTING);
  }

  @Test
  void aServerThatClosesIsConnectedToAgain() {
    connect();
    hears("CONNECTED");
    script.send(new TwilsockMessage.Close("TMbye", new TwilsockStatus(308, "OFFLOAD", "", 0), 200));
    hears("CONNECTED", "CONNECTING", "CONNECTED");
  }

  @Test
  void expiryReportedByTheServerWaitsForAFreshToken() throws Exception {
    connect();
    hears("CONNECTED");
    script.send(
        new TwilsockMessage.Close("TMbye", new TwilsockStatus(410, "EXPIRED", "", 51207), 0));
    hears("CONNECTED", "DENIED");
    client.updateToken("second token").get(60, TimeUnit.SECONDS);
    hears("CONNECTED", "DENIED", "CONNECTING", "CONNECTED");
  }

  @Test
  void aTokenUpdateInterruptedByADropIsSettledByTheNextInit() throws Exception {
    connect();
    hears("CONNECTED");
    CompletableFuture<Void> update = client.updateToken("second token");
    await().until(() -> script.heard.stream().anyMatch(TwilsockMessage.Update.class::isInstance));
    script.connections.getFirst().abort();
    update.get(60, TimeUnit.SECONDS);
    assertThat(script.inits().getLast().token()).isEqualTo("second token");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 406, 410, 417})
  void aLastingRefusalIsNotRetried(int code) {
    connect();
    hears("CONNECTED");
    script.send(new TwilsockMessage.Close("TMbye", new TwilsockStatus(code, "BYE", "", 0), 0));
    hears("CONNECTED", "DENIED");
    await().during(Duration.ofMillis(400)).until(() -> script.inits().size() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aServerInTroubleIsRetriedUntilItRecovers(int code) {
    script.initStatus = new TwilsockStatus(code, "TROUBLE", "", 0);
    connect();
    await().until(() -> script.inits().size() >= 3);
    script.initStatus = TwilsockStatus.OK;
    hears("CONNECTED");
  }

  @Test
  void aRejectedTokenUpdateDeniesAndTheNextOneRevives() throws Exception {
    script.updateStatus = new TwilsockStatus(401, "UNAUTHORIZED", "no", 20101);
    connect();
    hears("CONNECTED");
    assertThatThrownBy(() -> client.updateToken("second token").get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            TwilsockException.class, e -> assertThat(e.code()).isEqualTo(20101));
    hears("CONNECTED", "DENIED");
    client.updateToken("third token").get(60, TimeUnit.SECONDS);
    hears("CONNECTED", "DENIED", "CONNECTING", "CONNECTED");
    assertThat(script.inits().getLast().token()).isEqualTo("third token");
  }

  @Test
  void closingSendsACloseAndFailsPendingRequests() {
    script.answersRequests = false;
    connect();
    hears("CONNECTED");
    CompletableFuture<?> waiting = client.request(CALL, new byte[0]);
    await().until(() -> script.heard.size() == 2);
    client.close();
    assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS)).hasMessageContaining("closed");
    await().until(() -> script.heard.getLast() instanceof TwilsockMessage.Close);
    await().until(script.connections::isEmpty);
    hears("CONNECTED", "CLOSED");
  }
}
