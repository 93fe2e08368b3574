package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.threads.Timers;
import app.rostrum.web.EventStream;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhepHandlerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ON_AIR = "VJ1";
  private static final String ENDED = "VJ2";
  private static final String OFFER = "v=0\r\n";

  private final FakePeers peers = new FakePeers();
  private final LiveCounters counters = new LiveCounters();
  private final SenderThreads threads = new SenderThreads(1, counters);
  private final Broadcast broadcast = new Broadcast(ON_AIR, threads, counters);
  private volatile boolean scarce;

  @SuppressWarnings("NullAway.Init") // Set with a handler.
  private ListenerCapacity capacity;

  private final Timers timers = Timers.create("test");
  private final WhepHandler whep = handler(3, limits(2, Duration.ZERO));

  private WhepHandler handler(int listeners, WhepHandler.Limits limits) {
    capacity =
        new ListenerCapacity(
            counters,
            new ListenerCapacity.Sending(1, () -> 0),
            () -> scarce,
            new ListenerCapacity.Limits(2, listeners));
    return new WhepHandler(
        new WhepHandler.Streams() {
          @Override
          public boolean known(String sid) {
            return sid.equals(ON_AIR) || sid.equals(ENDED);
          }

          @Override
          public Optional<Broadcast> broadcast(String sid) {
            return sid.equals(ON_AIR) ? Optional.of(broadcast) : Optional.empty();
          }

          @Override
          public ListenerPeer.Factory peers(String streamerSid) {
            return peers;
          }
        },
        new Sids(new Random(1)),
        () -> URI.create("https://example.test/base/"),
        TokenVerifier.withoutFloors(Tokens::secretOf, Clock.fixed(NOW, ZoneOffset.UTC)),
        timers,
        capacity,
        limits);
  }

  @AfterEach
  void stop() {
    timers.close();
    threads.close();
  }

  @Test
  void anOfferIsAnsweredWithASession() {
    HttpResponse response = post(ON_AIR, OFFER);
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.text()).isEqualTo("answer to " + OFFER);
    assertThat(response.headers())
        .containsEntry("Content-Type", "application/sdp")
        .containsEntry("Access-Control-Allow-Origin", "*");
    assertThat(header(response, "Location")).startsWith("/base/whep/VJ1/WP");
    assertThat(header(response, "ETag")).startsWith("\"").endsWith("\"");
    assertThat(header(response, "Link"))
        .isEqualTo(
            "<"
                + header(response, "Location")
                + "/events>; rel=\"urn:ietf:params:whep:ext:core:server-sent-events\";"
                + " events=\"active,inactive,ended,restarting\"");
    assertThat(header(response, "Access-Control-Expose-Headers"))
        .contains("Location", "Link", "ETag");
  }

  @Test
  void aRequestWithoutATokenIsRefused() {
    HttpResponse response =
        whep.handle(request("POST", "/whep/VJ1", Map.of("content-type", "application/sdp"), OFFER));
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer");
    assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json");
  }

  @Test
  void forgedAndExpiredTokensAreRefusedWithTheirCode() {
    HttpResponse forged = post(ON_AIR, OFFER, Tokens.player(ON_AIR, NOW.plusSeconds(60), "guess"));
    assertThat(forged.status()).isEqualTo(401);
    assertThat(forged.text()).contains("20107").doesNotContain("guess");
    HttpResponse expired = post(ON_AIR, OFFER, Tokens.player(ON_AIR, NOW.minusSeconds(1)));
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.text()).contains("20104");
  }

  @Test
  void aTokenForAnotherStreamIsForbidden() {
    HttpResponse response = post(ON_AIR, OFFER, Tokens.player(ENDED, NOW.plusSeconds(60)));
    assertThat(response.status()).isEqualTo(403);
  }

  @Test
  void anUnknownStreamerIsNotFound() {
    assertThat(post("VJ9", OFFER).status()).isEqualTo(404);
    assertThat(whep.handle(request("GET", "/whep/VJ1/WP1/nothing", Map.of(), "")).status())
        .isEqualTo(404);
    assertThat(whep.handle(request("POST", "/whep", Map.of(), "")).status()).isEqualTo(404);
  }

  @Test
  void anEndedStreamerIsGone() {
    assertThat(post(ENDED, OFFER).status()).isEqualTo(410);
    broadcast.end();
    assertThat(post(ON_AIR, OFFER).status()).isEqualTo(410);
    assertThat(peers.peers.getLast().closed).isTrue();
  }

  @Test
  void theOfferMustBeSdpOfAReasonableSize() {
    assertThat(whep.handle(request("POST", "/whep/VJ1", headers("text/plain"), OFFER)).status())
        .isEqualTo(415);
    assertThat(post(ON_AIR, OFFER.repeat(20_000)).status()).isEqualTo(413);
    assertThat(post(ON_AIR, "hello").status()).isEqualTo(400);
    assertThat(peers.peers.getLast().closed).isTrue();
  }

  @Test
  void aClientThatDoesNotAcceptSdpIsRefused() {
    var headers = new HashMap<>(headers("application/sdp; charset=utf-8"));
    headers.put("accept", "text/html, application/json;q=0.9");
    assertThat(whep.handle(request("POST", "/whep/VJ1", headers, OFFER)).status()).isEqualTo(406);
    headers.put("accept", "text/html, */*;q=0.1");
    assertThat(whep.handle(request("POST", "/whep/VJ1", headers, OFFER)).status()).isEqualTo(201);
  }

  @Test
  void listenersBeyondTheLimitAreAskedToComeBack() {
    post(ON_AIR, OFFER);
    post(ON_AIR, OFFER);
    HttpResponse third = post(ON_AIR, OFFER);
    assertThat(third.status()).isEqualTo(503);
    assertThat(third.headers()).containsKey("Retry-After");
    peers.peers.forEach(peer -> peer.states.accept(RtcPeer.State.CONNECTED));
    assertThat(post(ON_AIR, OFFER).status()).isEqualTo(201);
    peers.peers.forEach(peer -> peer.states.accept(RtcPeer.State.CONNECTED));
    assertThat(post(ON_AIR, OFFER).status()).as("the house is full").isEqualTo(503);
    peers.peers.getFirst().states.accept(RtcPeer.State.FAILED);
    assertThat(post(ON_AIR, OFFER).status()).isEqualTo(201);
  }

  @Test
  void listenersWhomTheMachineCannotServeAreAskedToComeBack() throws Exception {
    WhepHandler roomy = handler(100, limits(2, Duration.ofSeconds(20)));
    String token = Tokens.player(ON_AIR, NOW.plusSeconds(60));
    assertThat(post(roomy, ON_AIR, OFFER, token).status()).isEqualTo(201);
    assertThat(post(roomy, ON_AIR, OFFER, token).status()).isEqualTo(201);
    var waiting = CompletableFuture.supplyAsync(() -> post(roomy, ON_AIR, OFFER, token));
    await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone());
    scarce = true;
    capacity.look();
    HttpResponse third = post(roomy, ON_AIR, OFFER, token);
    assertThat(third.status()).isEqualTo(503);
    assertThat(third.headers()).containsKey("Retry-After");
    peers.peers.forEach(peer -> peer.states.accept(RtcPeer.State.CONNECTED));
    assertThat(waiting.get(60, TimeUnit.SECONDS).status()).as("who stood in line").isEqualTo(503);
    scarce = false;
    capacity.look();
    assertThat(post(roomy, ON_AIR, OFFER, token).status()).isEqualTo(201);
  }

  private static WhepHandler.Limits limits(int connecting, Duration patience) {
    return new WhepHandler.Limits(
        new ConnectingSlots.Limits(connecting, 10, 2, patience), Duration.ofSeconds(20));
  }

  @Test
  void aCrowdWaitsInLineInsteadOfBeingSentAway() throws Exception {
    WhepHandler narrow = handler(100, limits(1, Duration.ofSeconds(20)));
    String token = Tokens.player(ON_AIR, NOW.plusSeconds(60));
    assertThat(post(narrow, ON_AIR, OFFER, token).status()).isEqualTo(201);
    var second = CompletableFuture.supplyAsync(() -> post(narrow, ON_AIR, OFFER, token).status());
    await().during(Duration.ofMillis(200)).until(() -> !second.isDone());
    peers.peers.getFirst().states.accept(RtcPeer.State.CONNECTED);
    assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(201);
  }

  @Test
  void aListenerWithTooManySessionsLosesTheOldestOnesAndNobodyElseDoes() {
    WhepHandler roomy = handler(100, limits(5, Duration.ZERO));
    String greedy = Tokens.numbered("Mallory", 7, ON_AIR, NOW.plusSeconds(60));
    String other = Tokens.numbered("Lena", 8, ON_AIR, NOW.plusSeconds(60));
    assertThat(post(roomy, ON_AIR, OFFER, other).status()).isEqualTo(201);
    for (int i = 0; i < 30; i++) {
      assertThat(post(roomy, ON_AIR, OFFER, greedy).status()).isEqualTo(201);
    }
    assertThat(peers.peers).hasSize(31);
    assertThat(peers.peers.getFirst().closed).isFalse();
    assertThat(peers.peers.subList(1, 31 - WhepHandler.MAX_SESSIONS_OF_LISTENER))
        .allMatch(peer -> peer.closed);
    assertThat(peers.peers.subList(31 - WhepHandler.MAX_SESSIONS_OF_LISTENER, 31))
        .noneMatch(peer -> peer.closed);
  }

  @Test
  void aListenerHearsFramesOnceConnectedAndUntilItLeaves() {
    String location = header(post(ON_AIR, OFFER), "Location");
    FakePeers.FakePeer peer = peers.peers.getFirst();
    send(1);
    peer.states.accept(RtcPeer.State.CONNECTED);
    send(2);
    assertThat(counters.statistics().listeners()).isEqualTo(1);
    assertThat(delete(location).status()).isEqualTo(200);
    send(3);
    assertThat(peer.frames).extracting(MixedFrame::timestamp).containsExactly(2L);
    assertThat(peer.closed).isTrue();
    assertThat(counters.statistics().listeners()).isZero();
    assertThat(delete(location).status()).isEqualTo(404);
  }

  @Test
  void aSessionBelongsToItsStreamer() {
    String location = header(post(ON_AIR, OFFER), "Location");
    assertThat(delete(location.replace(ON_AIR, ENDED)).status()).isEqualTo(404);
  }

  @Test
  void refusedMethodsAreAnsweredWithTheAllowedOnes() {
    HttpResponse put = whep.handle(request("PUT", sessionPath(), Map.of(), ""));
    assertThat(put.status()).isEqualTo(405);
    assertThat(put.headers()).containsEntry("Allow", "OPTIONS, DELETE, PATCH");
    assertThat(whep.handle(request("GET", "/whep/VJ1", Map.of(), "")).status()).isEqualTo(405);
  }

  @Test
  void browsersOnOtherOriginsMayAsk() {
    HttpResponse response = whep.handle(request("OPTIONS", "/whep/VJ1", Map.of(), ""));
    assertThat(response.status()).isEqualTo(204);
    assertThat(response.headers())
        .containsEntry("Access-Control-Allow-Origin", "*")
        .containsEntry("Allow", "OPTIONS, POST")
        .containsEntry("Accept-Post", "application/sdp");
    assertThat(header(response, "Access-Control-Allow-Headers")).contains("Authorization");
  }

  @Test
  void pagesOfOtherOriginsSeeHowEachMethodIsAnswered() {
    String session = sessionPath();
    for (String path : List.of("/whep/VJ1", session, session + "/events")) {
      HttpResponse preflight =
          whep.handle(
              request(
                  "OPTIONS",
                  path,
                  Map.of(
                      "origin", "https://player.example", "access-control-request-method", "PATCH"),
                  ""));
      List<String> allowed =
          List.of(header(preflight, "Access-Control-Allow-Methods").split(", ", -1));
      assertThat(allowed).as(path).contains("GET", "POST", "PATCH", "DELETE");
      for (String method : List.of("PATCH", "PUT")) {
        HttpResponse refused = whep.handle(request(method, path, Map.of(), ""));
        assertThat(refused.status()).as(method + " " + path).isIn(405, 415);
        assertThat(refused.headers()).containsEntry("Access-Control-Allow-Origin", "*");
      }
    }
  }

  @Test
  void candidatesOfAPlayerThatTricklesAreTakenAndChangeNothing() {
    String session = sessionPath();
    HttpResponse taken = patch(session, Map.of("content-type", "application/trickle-ice-sdpfrag"));
    assertThat(taken.status()).isEqualTo(204);
    assertThat(taken.headers()).containsEntry("Access-Control-Allow-Origin", "*");
    HttpResponse tagged =
        patch(
            session,
            Map.of(
                "content-type",
                "Application/Trickle-ICE-SDPfrag; charset=utf-8",
                "if-match",
                header(taken, "ETag")));
    assertThat(tagged.status()).isEqualTo(204);
    assertThat(peers.peers.getFirst().closed).isFalse();
  }

  @Test
  void aPatchOfAnythingElseIsRefusedByItsCause() {
    String session = sessionPath();
    String fragment = "application/trickle-ice-sdpfrag";
    HttpResponse sdp = patch(session, Map.of("content-type", "application/sdp"));
    assertThat(sdp.status()).isEqualTo(415);
    assertThat(sdp.headers()).containsEntry("Accept-Patch", fragment);
    assertThat(patch(session, Map.of()).status()).isEqualTo(415);
    HttpResponse restart = patch(session, Map.of("content-type", fragment, "if-match", "*"));
    assertThat(restart.status()).isEqualTo(422);
    assertThat(restart.text()).contains("ICE restarts");
    delete(session);
    assertThat(patch(session, Map.of("content-type", fragment)).status()).isEqualTo(404);
  }

  @Test
  void eventsTellTheStateAndTheEnd() {
    Events events = events(header(post(ON_AIR, OFFER), "Location"));
    broadcast.setActive(true);
    broadcast.end();
    assertThat(events.said)
        .containsExactly("inactive {}", "active {}", "ended {\"reason\":\"ended\"}", "closed");
    assertThat(peers.peers.getFirst().closed).isTrue();
  }

  @Test
  void aRestartIsToldAndNobodyNewIsTaken() {
    Events events = events(header(post(ON_AIR, OFFER), "Location"));
    whep.announceRestart(Duration.ofSeconds(2));
    assertThat(events.said).containsExactly("inactive {}", "restarting {\"retryAfter\":2}");
    HttpResponse refused = post(ON_AIR, OFFER);
    assertThat(refused.status()).isEqualTo(503);
    assertThat(header(refused, "Retry-After")).isEqualTo("2");
  }

  @Test
  void aSecondEventStreamTakesThePlaceOfTheFirst() {
    String location = header(post(ON_AIR, OFFER), "Location");
    Events first = events(location);
    Events second = events(location);
    assertThat(first.said).containsExactly("inactive {}", "closed");
    broadcast.setActive(true);
    assertThat(second.said).containsExactly("inactive {}", "active {}");
    assertThat(first.said).containsExactly("inactive {}", "closed");
    delete(location);
    assertThat(second.said).endsWith("closed");
  }

  @Test
  void aFailingPeerGivesItsPlaceBack() {
    peers.failure = new AssertionError("on purpose");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> post(ON_AIR, OFFER)).isInstanceOf(AssertionError.class);
    }
    peers.failure = null;
    peers.createFailure = new AssertionError("on purpose");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> post(ON_AIR, OFFER)).isInstanceOf(AssertionError.class);
    }
    peers.createFailure = null;
    assertThat(post(ON_AIR, OFFER).status()).isEqualTo(201);
  }

  @Test
  void retryTimesDifferBetweenListeners() {
    post(ON_AIR, OFFER);
    post(ON_AIR, OFFER);
    Set<Integer> waits = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      waits.add(Integer.valueOf(header(post(ON_AIR, OFFER), "Retry-After")));
    }
    assertThat(waits).hasSizeGreaterThan(1).allMatch(seconds -> seconds >= 1 && seconds <= 5);
  }

  @Test
  void aLostPeerEndsItsEventsWithoutAReason() {
    Events events = events(header(post(ON_AIR, OFFER), "Location"));
    peers.peers.getFirst().states.accept(RtcPeer.State.CONNECTED);
    peers.peers.getFirst().states.accept(RtcPeer.State.FAILED);
    assertThat(events.said).containsExactly("inactive {}", "closed");
    assertThat(counters.statistics().listeners()).isZero();
  }

  private void send(long timestamp) {
    long before = counters.statistics().packetsSent();
    int listeners = counters.statistics().listeners();
    broadcast.send(
        new MixedFrame(
            timestamp, timestamp, false, new byte[3], 127, new int[0], new byte[0], 0, List.of()));
    await().until(() -> counters.statistics().packetsSent() == before + listeners);
  }

  private static final class Events implements EventStream {
    final List<String> said = new ArrayList<>();
    private final List<Runnable> closeActions = new ArrayList<>();

    @Override
    public boolean send(String name, String data) {
      return said.add(name + " " + data);
    }

    @Override
    public void onClose(Runnable action) {
      closeActions.add(action);
    }

    @Override
    public void close() {
      said.add("closed");
      closeActions.forEach(Runnable::run);
    }
  }

  private Events events(String location) {
    HttpResponse response =
        whep.handle(request("GET", location.substring("/base".length()) + "/events", Map.of(), ""));
    assertThat(response.status()).isEqualTo(200);
    var events = new Events();
    Objects.requireNonNull(response.events()).accept(events);
    return events;
  }

  private HttpResponse delete(String location) {
    return whep.handle(request("DELETE", location.replaceFirst("^/base", ""), Map.of(), ""));
  }

  private String sessionPath() {
    return header(post(ON_AIR, OFFER), "Location").substring("/base".length());
  }

  private HttpResponse patch(String session, Map<String, String> headers) {
    return whep.handle(
        request(
            "PATCH",
            session,
            headers,
            "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\n"
                + "a=mid:0\r\na=candidate:1 1 udp 2130706431 198.51.100.1 39132 typ host\r\n"));
  }

  private HttpResponse post(String sid, String offer) {
    return post(sid, offer, Tokens.player(sid, NOW.plusSeconds(60)));
  }

  private HttpResponse post(String sid, String offer, String token) {
    return post(whep, sid, offer, token);
  }

  private static HttpResponse post(WhepHandler to, String sid, String offer, String token) {
    return to.handle(
        request(
            "POST",
            "/whep/" + sid,
            Map.of("content-type", "application/sdp", "authorization", "Bearer " + token),
            offer));
  }

  private static Map<String, String> headers(String contentType) {
    return Map.of(
        "content-type",
        contentType,
        "authorization",
        "bearer " + Tokens.player(ON_AIR, NOW.plusSeconds(60)));
  }

  private static String header(HttpResponse response, String name) {
    return Objects.requireNonNull(response.headers().get(name), name);
  }

  private static HttpRequest request(
      String method, String path, Map<String, String> headers, String body) {
    return new HttpRequest(
        method,
        "localhost",
        path,
        Map.of(),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        "127.0.0.1");
  }
}
