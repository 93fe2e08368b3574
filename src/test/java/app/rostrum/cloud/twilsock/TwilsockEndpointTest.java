package app.rostrum.cloud.twilsock;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.sync.SyncCloud;
import app.rostrum.testing.ManualClock;
import app.rostrum.testing.ManualScheduler;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import app.rostrum.wire.twilsock.TwilsockStatus;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Twilsock with a product that answers by hand, for clients that keep to the protocol or do not.
 */
@Timeout(120)
class TwilsockEndpointTest {
  private static final Duration PING = Duration.ofSeconds(5);

  private final ManualClock clock = new ManualClock(Instant.now());
  private final ManualScheduler scheduler = new ManualScheduler();
  private final FakeProduct product = new FakeProduct();
  private final TwilsockEndpoint endpoint =
      new TwilsockEndpoint(
          List.of(product),
          TokenVerifier.withoutFloors(SyncCloud::secretOf, clock),
          new Sids(new Random(1)),
          clock,
          PING,
          scheduler);

  @AfterEach
  void close() {
    endpoint.close();
  }

  private void pass(Duration time) {
    clock.advance(time);
    scheduler.pass(time);
  }

  private String token(String identity) {
    return SyncCloud.token(identity, FakeProduct.SERVICE, clock.instant().plusSeconds(3600));
  }

  private FakeSocket connected(String identity) {
    var socket = new FakeSocket(endpoint);
    assertThat(socket.init(token(identity)).status().isSuccess()).isTrue();
    return socket;
  }

  @Test
  void aRestartIsToldToThoseWhoHaveAuthenticatedAndNobodyNewIsTaken() throws Exception {
    FakeSocket ann = connected("ann");
    var stranger = new FakeSocket(endpoint);
    endpoint.announceRestart(Duration.ofSeconds(2));
    assertThat(TwilsockMessage.decode(ann.received.getLast()))
        .isInstanceOfSatisfying(
            TwilsockMessage.Close.class,
            close -> {
              assertThat(close.status()).isEqualTo(TwilsockStatus.RESTARTING);
              assertThat(close.reconnectMinMillis()).isEqualTo(2000);
            });
    assertThat(ann.isClosed()).as("left to the client").isFalse();
    assertThat(stranger.received).isEmpty();
    assertThat(new FakeSocket(endpoint).closed).hasValue("1001");
  }

  private TwilsockMessage.Reply init(String token) {
    return new FakeSocket(endpoint).init(token);
  }

  private static TwilsockMessage.Reply get(FakeSocket socket) {
    return socket.http("GET", "/v1/Thing", "", Map.of(), FakeProduct.NAME);
  }

  private static void refused(TwilsockMessage.Reply reply, int status, int code) {
    assertThat(List.of(reply.status().code(), reply.status().errorCode()))
        .containsExactly(status, code);
  }

  private static void httpRefused(TwilsockMessage.Reply reply, int status, int code) {
    assertThat(reply.status().code()).isEqualTo(200);
    assertThat(List.of(reply.httpStatus(), FakeSocket.json(reply).get("code").getAsInt()))
        .as(reply.text())
        .containsExactly(status, code);
  }

  @Test
  void malformedFramesAreToleratedTenTimes() {
    var socket = new FakeSocket(endpoint);
    socket.send("GET / HTTP/1.1".getBytes(StandardCharsets.UTF_8));
    socket.sendText("TWILSOCK V3.0 2\r\n{}\r\n", 9);
    assertThat(socket.closed).hasValue("");
    assertThat(socket.init(token("ann")).status().isSuccess()).isTrue();
    socket.send(new byte[0]);
    assertThat(socket.closed).hasValue("1002");
    assertThat(endpoint.connectionCount()).isZero();
    assertThat(product.open).isEmpty();
  }

  @Test
  void silentSocketsOfAStrangerTakeNoPlaceOfOthers() {
    for (int i = 0; i < 2100; i++) {
      var unused = new FakeSocket(endpoint, "192.0.2.66");
    }
    assertThat(endpoint.connectionCount()).isEqualTo(128);
    assertThat(new FakeSocket(endpoint).init(token("ann")).status().isSuccess()).isTrue();
  }

  @Test
  void thoseWhoHaveAuthenticatedAreNotNewcomersAnyMore() {
    for (int i = 0; i < 200; i++) {
      assertThat(connected("ann" + i).isClosed()).isFalse();
    }
  }

  @Test
  void aFrameThatIsTooLargeClosesTheConnection() {
    var socket = connected("ann");
    socket.send(new byte[256 * 1024 + 1]);
    assertThat(socket.closed).hasValue("1009");
  }

  @Test
  void nothingIsServedBeforeInit() {
    var socket = new FakeSocket(endpoint);
    refused(get(socket), 401, 20101);
    refused(socket.ask(new TwilsockMessage.Update("TMx", "token")), 401, 20101);
    refused(socket.ask(new TwilsockMessage.Other("TMy", "put_notification_ctx")), 400, 0);
  }

  @Test
  void initIsAcceptedOnce() {
    var socket = connected("ann");
    refused(socket.init(token("ann")), 400, 0);
    assertThat(get(socket).httpStatus()).isEqualTo(200);
  }

  @Test
  void tokensAreRefusedForTheRightReason() {
    Instant later = clock.instant().plusSeconds(60);
    String grants =
        "{\"identity\":\"ann\",\"data_sync\":{\"service_sid\":\"" + FakeProduct.SERVICE + "\"}}";
    refused(init("rubbish"), 401, 20101);
    refused(
        init(SyncCloud.token("ann", FakeProduct.SERVICE, clock.instant().minusSeconds(1))),
        401,
        20104);
    refused(init(SyncCloud.signed(grants, "another secret", later)), 401, 20107);
    refused(init(SyncCloud.signedRight("{\"identity\":\"ann\"}", later)), 401, 20106);
    refused(init(SyncCloud.token("ann", "IS00000000000000000000000000000000", later)), 403, 54050);
  }

  @Test
  void guessingTokensIsSlowedDownForThatAddressOnly() {
    for (int i = 0; i < 30; i++) {
      refused(init("guess " + i), 401, 20101);
    }
    TwilsockMessage.Reply throttled = init("guess again");
    refused(throttled, 429, 51202);
    assertThat(throttled.text()).contains("reconnect_min_ms");
    var elsewhere = new FakeSocket(endpoint, "192.0.2.2");
    refused(elsewhere.init("guess"), 401, 20101);
    pass(Duration.ofSeconds(2));
    refused(init("guess once more"), 401, 20101);
  }

  @Test
  void otherPeopleOfAnAddressFromWhichTokensAreGuessedAreLetIn() {
    for (int i = 0; i < 40; i++) {
      init("guess " + i);
    }
    assertThat(init(token("ann")).status().code()).isEqualTo(200);
  }

  @Test
  void anIdentityHasAtMostAHundredConnections() {
    for (int i = 0; i < 100; i++) {
      connected("ann");
    }
    refused(init(token("ann")), 429, 51202);
    connected("bob");
  }

  @Test
  void requestsHaveARateAndABurst() {
    var socket = connected("ann");
    var statuses = IntStream.range(0, 1010).map(i -> get(socket).httpStatus()).boxed().toList();
    assertThat(statuses.subList(0, 1000)).containsOnly(200);
    assertThat(statuses.subList(1000, 1010)).containsOnly(429);
    pass(Duration.ofSeconds(1));
    assertThat(get(socket).httpStatus()).isEqualTo(200);
  }

  @Test
  void aRequestForAnotherGrantIsRefused() {
    httpRefused(
        connected("ann").http("GET", "/v1/Thing", "", Map.of(), "ip_messaging"), 403, 20106);
  }

  @Test
  void aRefusalHasTheShapeOfTwiliosErrors() {
    product.answers =
        request -> {
          throw new Refusal(409, 54301, "Unique name already exists");
        };
    httpRefused(get(connected("ann")), 409, 54301);
  }

  @Test
  void anErrorInAProductIsAnsweredAndTheNextRequestIsServed() {
    var socket = connected("ann");
    product.answers =
        request -> {
          throw new AssertionError("a product that fails");
        };
    httpRefused(get(socket), 500, 20500);
    product.answers = request -> TwilsockAnswer.deleted();
    assertThat(get(socket).httpStatus()).isEqualTo(204);
    assertThat(socket.isClosed()).isFalse();
  }

  @Test
  void workForAfterTheAnswerRunsOnceTheAnswerIsSent() {
    var socket = connected("ann");
    var sentBefore = new ArrayList<Integer>();
    int before = socket.received.size();
    product.answers =
        request ->
            new TwilsockAnswer(202, new JsonObject(), () -> sentBefore.add(socket.received.size()));
    assertThat(get(socket).httpStatus()).isEqualTo(202);
    assertThat(sentBefore).containsExactly(before + 1);
  }

  @Test
  void aSilentConnectionIsDroppedAndOneThatAnswersStays() {
    var silent = connected("silent");
    var alive = connected("alive");
    var unauthenticated = new FakeSocket(endpoint);
    for (int i = 0; i < 4; i++) {
      assertThat(silent.isClosed()).isFalse();
      pass(PING);
      for (TwilsockMessage message : alive.messages()) {
        if (message instanceof TwilsockMessage.Ping ping) {
          alive.send(TwilsockMessage.Reply.acknowledge(ping.id()));
        }
      }
    }
    assertThat(silent.closed).hasValue("1006");
    assertThat(unauthenticated.closed).hasValue("1006");
    assertThat(alive.closed).hasValue("");
  }

  @Test
  void aSocketThatFailsIsDroppedAndTheOthersArePinged() {
    var failing = new ArrayList<FakeSocket>();
    var well = new ArrayList<FakeSocket>();
    for (int i = 0; i < 5; i++) {
      failing.add(connected("failing" + i));
      well.add(connected("well" + i));
    }
    failing.forEach(socket -> socket.failsToSend = true);
    pass(PING);
    assertThat(failing).allMatch(FakeSocket::isClosed);
    assertThat(well)
        .allMatch(
            socket -> socket.messages().stream().anyMatch(TwilsockMessage.Ping.class::isInstance));
    pass(PING);
    assertThat(product.open).hasSize(5);
  }

  @Test
  void anExpiringTokenIsAnnouncedAndThenTheConnectionIsClosed() {
    var socket = new FakeSocket(endpoint);
    String token = SyncCloud.token("ann", FakeProduct.SERVICE, clock.instant().plusSeconds(12));
    socket.init(token);
    pass(Duration.ofSeconds(7));
    assertThat(announcements(socket)).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(announcements(socket)).containsExactly("token_about_to_expire");
    pass(Duration.ofSeconds(3));
    assertThat(socket.closed).hasValue("1001");
    refused(init(token), 401, 20104);
  }

  private static List<String> announcements(FakeSocket socket) {
    return socket.messages().stream()
        .filter(TwilsockMessage.ClientUpdate.class::isInstance)
        .map(message -> ((TwilsockMessage.ClientUpdate) message).type())
        .toList();
  }

  @Test
  void closingDropsAllConnectionsAndRefusesLaterOnes() {
    var ann = connected("ann");
    var unauthenticated = new FakeSocket(endpoint);
    endpoint.close();
    assertThat(ann.closed).hasValue("1006");
    assertThat(unauthenticated.closed).hasValue("1006");
    assertThat(product.open).isEmpty();
    assertThat(new FakeSocket(endpoint).closed).hasValue("1001");
    assertThat(endpoint.connectionCount()).isZero();
  }

  private void resume(String identity, String continuation) {
    var socket = new FakeSocket(endpoint);
    socket.ask(
        new TwilsockMessage.Init(
            "TMi", token(identity), continuation, new JsonObject(), new JsonArray(), List.of()));
    socket.leave();
  }

  @Test
  void aContinuationTokenKeepsTheEndpointOfItsIdentityOnly() {
    String continuation =
        Objects.requireNonNull(new FakeSocket(endpoint).init(token("ann")).continuationToken());
    resume("ann", continuation);
    resume("bob", continuation);
    resume("ann", continuation.substring(0, continuation.length() - 1) + "g");
    resume("ann", continuation.substring(0, 35) + "0".repeat(64));
    assertThat(product.endpointIds.get(1)).isEqualTo(product.endpointIds.get(0));
    assertThat(product.endpointIds.subList(1, 5)).doesNotHaveDuplicates();
    assertThat(product.endpointIds).allMatch(id -> id.matches("EP[0-9a-f]{32}"));
  }

  /** "Aa" and "BB" have the same hash code. */
  @Test
  void aContinuationTokenCannotBeGuessed() {
    String continuation =
        Objects.requireNonNull(new FakeSocket(endpoint).init(token("Aa")).continuationToken());
    resume("BB", continuation);
    assertThat(product.endpointIds).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aFreshTokenMustBeForTheSameIdentityAndService() {
    var socket = connected("ann");
    refused(socket.ask(new TwilsockMessage.Update("TM1", token("bob"))), 403, 51232);
    refused(socket.ask(new TwilsockMessage.Update("TM2", "rubbish")), 401, 20101);
    assertThat(socket.ask(new TwilsockMessage.Update("TM3", token("ann"))).status().code())
        .isEqualTo(200);
    assertThat(
            socket
                .ask(
                    FakeProduct.NAME,
                    new HttpCall("host", "/v1/Thing", "GET", Map.of(), Map.of()),
                    "")
                .httpStatus())
        .isEqualTo(200);
  }
}
