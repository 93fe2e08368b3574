package app.rostrum.cloud.live;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.TurnServers;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.CrossOrigin;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.Tally;
import app.rostrum.wire.token.AccessToken;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WHEP (draft-ietf-wish-whep) for player streamers, at {@code /whep/{VJ…}}. A session's own address
 * cannot be guessed and is permission enough to end it or to hear its events: a page's EventSource
 * cannot send a token, and a token may have run out by the time its owner hangs up.
 */
final class WhepHandler implements HttpHandler {
  static final String PREFIX = "/whep/";
  static final String EVENTS_RELATION = "urn:ietf:params:whep:ext:core:server-sent-events";

  private static final Logger LOG = LoggerFactory.getLogger(WhepHandler.class);
  private static final int MAX_RETRY_AFTER_SECONDS = 5;
  private static final int MAX_OFFER = 64 * 1024;
  private static final String METHODS = "OPTIONS, POST";
  private static final String SESSION_METHODS = "OPTIONS, DELETE, PATCH";
  private static final String EVENT_METHODS = "OPTIONS, GET, POST";

  /** Methods that pages may try anywhere: of one that is not among them they never see the 405. */
  private static final String PAGE_METHODS = "OPTIONS, GET, POST, PATCH, DELETE";

  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  /**
   * @param connecting sessions that are not connected yet
   * @param connectTime the time in which a listener has to connect
   */
  record Limits(ConnectingSlots.Limits connecting, Duration connectTime) {
    static final Limits DEFAULT =
        new Limits(ConnectingSlots.Limits.DEFAULT, Duration.ofSeconds(20));
  }

  /** The sessions that one listener of a stream may have at the same time. */
  static final int MAX_SESSIONS_OF_LISTENER = 4;

  /** Gives the handler access to the player streamers. */
  interface Streams {
    /** Returns whether there is or was a streamer with this SID. */
    boolean known(String sid);

    /** Returns the broadcast of a streamer; empty if the streamer has ended. */
    Optional<Broadcast> broadcast(String sid);

    ListenerPeer.Factory peers(String streamerSid);
  }

  private final Streams streams;
  private final Sids sids;
  private final Supplier<URI> publicUrl;
  private final TokenVerifier tokens;
  private final Timers timers;
  private final Limits limits;
  private final TurnServers turn;
  private final ListenerCapacity capacity;
  private final ConnectingSlots connecting;
  private final Tally refusals = new Tally();
  private final ConcurrentHashMap<String, WhepSession> sessions = new ConcurrentHashMap<>();
  private volatile Optional<Duration> restart = Optional.empty();

  WhepHandler(
      Streams streams,
      Sids sids,
      Supplier<URI> publicUrl,
      TokenVerifier tokens,
      Timers timers,
      ListenerCapacity capacity,
      Limits limits) {
    this(streams, sids, publicUrl, tokens, timers, capacity, limits, TurnServers.NONE);
  }

  /**
   * @param turn is named to listeners with a token only
   */
  WhepHandler(
      Streams streams,
      Sids sids,
      Supplier<URI> publicUrl,
      TokenVerifier tokens,
      Timers timers,
      ListenerCapacity capacity,
      Limits limits,
      TurnServers turn) {
    this.streams = streams;
    this.sids = sids;
    this.publicUrl = publicUrl;
    this.tokens = tokens;
    this.timers = timers;
    this.limits = limits;
    this.turn = turn;
    this.capacity = capacity;
    this.connecting = new ConnectingSlots(limits.connecting());
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    return handle(request, streams::peers);
  }

  /**
   * Returns the same handler, with the same sessions, for requests that arrive by another way.
   *
   * @param peers makes the media connections to those who come by it, by the SID of the streamer
   */
  HttpHandler by(Function<String, ListenerPeer.Factory> peers) {
    return new OtherWay(this, peers);
  }

  private record OtherWay(WhepHandler whep, Function<String, ListenerPeer.Factory> peers)
      implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
      return whep.handle(request, peers);
    }

    @Override
    public int maxBody() {
      return whep.maxBody();
    }

    @Override
    public Optional<HttpResponse> refuseEarly(HttpRequest head) {
      return whep.refuseEarly(head);
    }

    @Override
    public HttpResponse refusal(int status, HttpRequest head) {
      return whep.refusal(status, head);
    }
  }

  private HttpResponse handle(HttpRequest request, Function<String, ListenerPeer.Factory> peers) {
    HttpResponse response;
    try {
      response = route(request, peers);
    } catch (WhepRefusal refusal) {
      response = refusal.response();
      refusals.add(Integer.toString(response.status()));
    }
    return readableByPages(response);
  }

  @Override
  public HttpResponse refusal(int status, HttpRequest head) {
    return readableByPages(new WhepRefusal(status, HttpHandler.reason(status)).response());
  }

  private static HttpResponse readableByPages(HttpResponse response) {
    return CrossOrigin.readable(
        response, "Location, Link, ETag, Allow, Accept-Post, Accept-Patch, Retry-After");
  }

  /** Returns the refusals so far, by status. */
  Tally refusals() {
    return refusals;
  }

  /** Disconnects all listeners, without telling them that their streams have ended. */
  void close() {
    List.copyOf(sessions.values())
        .forEach(session -> Threads.contain("whep-close", session::close));
  }

  /**
   * Tells all listeners that the server restarts, and takes no new ones.
   *
   * @param away the time after which it is worth to connect again
   */
  void announceRestart(Duration away) {
    restart = Optional.of(away);
    List.copyOf(sessions.values())
        .forEach(
            session ->
                Threads.contain("whep-restart", () -> session.announceRestart(seconds(away))));
  }

  private static long seconds(Duration away) {
    return Math.max(1, away.toSeconds());
  }

  /** Closes the sessions of an identity whose tokens have been withdrawn. */
  void closeWithdrawn(String identity) {
    sessions.values().stream()
        .filter(session -> session.token().identity().equals(identity))
        .forEach(session -> Threads.contain("whep-withdrawn", () -> closeIfWithdrawn(session)));
  }

  private void closeIfWithdrawn(WhepSession session) {
    try {
      tokens.check(session.token());
    } catch (AccessToken.TokenException e) {
      session.close();
    }
  }

  private HttpResponse route(HttpRequest request, Function<String, ListenerPeer.Factory> peers)
      throws WhepRefusal {
    String[] parts =
        request.path().startsWith(PREFIX)
            ? request.path().substring(PREFIX.length()).split("/", -1)
            : new String[0];
    if (parts.length == 1) {
      return endpoint(parts[0], request, peers);
    }
    if (parts.length == 2) {
      return resource(parts[0], parts[1], request);
    }
    if (parts.length == 3 && parts[2].equals("events")) {
      return events(parts[0], parts[1], request);
    }
    throw notFound();
  }

  private HttpResponse endpoint(
      String streamerSid, HttpRequest request, Function<String, ListenerPeer.Factory> peers)
      throws WhepRefusal {
    return switch (request.method()) {
      case "OPTIONS" -> options(streamerSid, request);
      case "POST" -> open(streamerSid, request, peers.apply(streamerSid));
      default -> throw notAllowed(METHODS);
    };
  }

  /**
   * Answers a page's preflight, or tells a player with a token the TURN servers before it makes its
   * offer (RFC 9725, section 4.6).
   */
  private HttpResponse options(String streamerSid, HttpRequest request) throws WhepRefusal {
    HttpResponse answer = preflight(METHODS).with("Accept-Post", "application/sdp");
    if (request.header("Authorization").isEmpty()) {
      return answer;
    }
    checkGrant(authenticate(request), streamerSid);
    String links = links();
    return links.isEmpty() ? answer : answer.with("Link", links).with("Cache-Control", "no-store");
  }

  /** Returns the TURN servers as links, with credentials of their own; empty if there are none. */
  private String links() {
    return turn.issue().map(access -> String.join(", ", access.links())).orElse("");
  }

  private void checkGrant(AccessToken token, String streamerSid) throws WhepRefusal {
    if (!streams.known(streamerSid)) {
      throw notFound();
    }
    if (!token.grantField("player", "playerStreamerSid").equals(Optional.of(streamerSid))) {
      throw new WhepRefusal(403, "The token has no grant for this player streamer.");
    }
  }

  private HttpResponse resource(String streamerSid, String sid, HttpRequest request)
      throws WhepRefusal {
    return switch (request.method()) {
      case "OPTIONS" -> preflight(SESSION_METHODS).with("Accept-Patch", FRAGMENT);
      case "DELETE" -> {
        session(streamerSid, sid).close();
        yield HttpResponse.empty(200);
      }
      case "PATCH" -> trickle(session(streamerSid, sid), request);
      default -> throw notAllowed(SESSION_METHODS);
    };
  }

  /**
   * Takes a listener's further candidates, which the server learns from the listener's checks
   * anyway. An ICE restart would need an answer: a listener that asks for one is told to begin
   * anew.
   */
  private static HttpResponse trickle(WhepSession session, HttpRequest request) throws WhepRefusal {
    if (!mediaType(request.header("Content-Type").orElse("")).equals(FRAGMENT)) {
      throw new WhepRefusal(415, "Candidates must be " + FRAGMENT + ".")
          .with("Accept-Patch", FRAGMENT);
    }
    if (request.header("If-Match").orElse("").trim().equals("*")) {
      throw new WhepRefusal(422, "ICE restarts are not supported. Open a new session.");
    }
    return HttpResponse.empty(204).with("ETag", session.entityTag());
  }

  private HttpResponse events(String streamerSid, String sid, HttpRequest request)
      throws WhepRefusal {
    return switch (request.method()) {
      case "OPTIONS" -> preflight(EVENT_METHODS);
      case "GET" -> HttpResponse.eventStream(session(streamerSid, sid)::attach);
      case "POST" -> {
        // The extension lets a player choose events first; this server always sends all three.
        session(streamerSid, sid);
        yield HttpResponse.empty(201).with("Location", path(streamerSid, sid) + "/events");
      }
      default -> throw notAllowed(EVENT_METHODS);
    };
  }

  /**
   * Closes the oldest sessions of a listener who has too many. People need one, and another one for
   * a moment while they reconnect. Tokens that our backend has not issued may be shared by many.
   */
  private void keepNewest(AccessToken token, int most) {
    if (token.number() == AccessToken.UNNUMBERED) {
      return;
    }
    List<WhepSession> own =
        sessions.values().stream()
            .filter(session -> session.isOf(token))
            .sorted(Comparator.comparingLong(WhepSession::openedNanos).reversed())
            .toList();
    own.stream().skip(most).forEach(WhepSession::close);
  }

  private HttpResponse open(String streamerSid, HttpRequest request, ListenerPeer.Factory peers)
      throws WhepRefusal {
    checkMedia(request);
    AccessToken token = authenticate(request);
    if (restart.isPresent()) {
      throw new WhepRefusal(503, "The server is restarting.")
          .with("Retry-After", Long.toString(seconds(restart.get())));
    }
    checkGrant(token, streamerSid);
    Broadcast broadcast =
        streams
            .broadcast(streamerSid)
            .orElseThrow(() -> new WhepRefusal(410, "The stream has ended."));
    keepNewest(token, MAX_SESSIONS_OF_LISTENER - 1); // Frees a place for the new one.
    if (!capacity.admitsOneMore(sessions.size(), broadcast.sessions())) {
      throw busy();
    }
    ConnectingSlot slot = connecting.take(listener(token, streamerSid)).orElseThrow(this::busy);
    if (!capacity.admitsOneMore(
        sessions.size(), broadcast.sessions())) { // No longer, after some time in the line.
      slot.release();
      throw busy();
    }
    return begin(
        broadcast,
        token,
        request.text(),
        slot,
        states -> peers.create(slot.releasingAfter(states)));
  }

  /** Returns the listener whose requests count together, as in {@link #keepNewest}. */
  private static Optional<String> listener(AccessToken token, String streamerSid) {
    return token.number() == AccessToken.UNNUMBERED
        ? Optional.empty()
        : Optional.of(streamerSid + " " + token.identity());
  }

  private WhepRefusal busy() {
    return new WhepRefusal(503, "Too many listeners at the moment.")
        .with("Retry-After", Integer.toString(retryAfterSeconds()));
  }

  /** Returns a random time in which to try again, so that a crowd does not come back at once. */
  private static int retryAfterSeconds() {
    return ThreadLocalRandom.current().nextInt(1, MAX_RETRY_AFTER_SECONDS + 1);
  }

  private void checkMedia(HttpRequest request) throws WhepRefusal {
    if (!mediaType(request.header("Content-Type").orElse("")).equals("application/sdp")) {
      throw new WhepRefusal(415, "The offer must be application/sdp.")
          .with("Accept-Post", "application/sdp");
    }
    boolean acceptable =
        List.of(request.header("Accept").orElse("*/*").split(",", -1)).stream()
            .map(WhepHandler::mediaType)
            .anyMatch(type -> List.of("*/*", "application/*", "application/sdp").contains(type));
    if (!acceptable) {
      throw new WhepRefusal(406, "The answer is application/sdp.");
    }
    if (request.body().length > MAX_OFFER) {
      throw new WhepRefusal(413, "The offer is larger than 64 KiB.");
    }
  }

  private static String mediaType(String value) {
    int parameters = value.indexOf(';');
    return (parameters < 0 ? value : value.substring(0, parameters))
        .trim()
        .toLowerCase(Locale.ROOT);
  }

  private AccessToken authenticate(HttpRequest request) throws WhepRefusal {
    String header = request.header("Authorization").orElse("");
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new WhepRefusal(401, "An access token is needed.").with("WWW-Authenticate", "Bearer");
    }
    try {
      return tokens.verify(header.substring(7).trim());
    } catch (AccessToken.TokenException e) {
      throw new WhepRefusal(401, "The access token is refused: " + e.getMessage() + ".")
          .code(e.refusal().code())
          .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }
  }

  private HttpResponse begin(
      Broadcast broadcast,
      AccessToken token,
      String offer,
      ConnectingSlot slot,
      ListenerPeer.Factory peers)
      throws WhepRefusal {
    String sid = sids.next("WP");
    WhepSession session = newSession(sid, token, broadcast, slot, peers);
    sessions.put(sid, session);
    keepNewest(token, MAX_SESSIONS_OF_LISTENER);
    boolean begun = false;
    try {
      String answer = session.answer(offer);
      if (!broadcast.add(session)) {
        throw new WhepRefusal(410, "The stream has ended.");
      }
      closeIfWithdrawn(session); // Withdrawn while it was being accepted.
      timers.after(limits.connectTime(), session::closeIfNeverConnected);
      String path = path(broadcast.streamerSid(), sid);
      String turnLinks = links();
      begun = true;
      return HttpResponse.of(201, "application/sdp", answer)
          .with("Location", path)
          .with("ETag", session.entityTag())
          .with("Cache-Control", "no-store")
          .with(
              "Link",
              "<%s/events>; rel=\"%s\"; events=\"active,inactive,ended,restarting\"%s"
                  .formatted(path, EVENTS_RELATION, turnLinks.isEmpty() ? "" : ", " + turnLinks));
    } catch (SdpRefusedException e) {
      LOG.debug("offer refused: {}", e.getMessage());
      throw new WhepRefusal(400, "The offer cannot be used: " + e.getMessage() + ".");
    } finally {
      if (!begun) {
        session.close();
      }
    }
  }

  private WhepSession newSession(
      String sid,
      AccessToken token,
      Broadcast broadcast,
      ConnectingSlot slot,
      ListenerPeer.Factory peers) {
    boolean created = false;
    try {
      var session =
          new WhepSession(
              sid,
              token,
              broadcast,
              peers,
              () -> {
                sessions.remove(sid);
                slot.release();
              });
      created = true;
      return session;
    } finally {
      if (!created) {
        slot.release();
      }
    }
  }

  private WhepSession session(String streamerSid, String sid) throws WhepRefusal {
    WhepSession session = sessions.get(sid);
    if (session == null || !session.streamerSid().equals(streamerSid)) {
      throw notFound();
    }
    return session;
  }

  /** Returns the session's path on the server, below the path of the public address. */
  private String path(String streamerSid, String sid) {
    String base = publicUrl.get().getRawPath();
    String below = base == null ? "" : base.replaceAll("/+$", "");
    return below + PREFIX + streamerSid + "/" + sid;
  }

  private static HttpResponse preflight(String methods) {
    return CrossOrigin.preflight(PAGE_METHODS, "Authorization, Content-Type, If-Match")
        .with("Allow", methods);
  }

  private static WhepRefusal notFound() {
    return new WhepRefusal(404, "There is no such player streamer or session.");
  }

  private static WhepRefusal notAllowed(String allowed) {
    return new WhepRefusal(405, "The method is not allowed here.").with("Allow", allowed);
  }
}
