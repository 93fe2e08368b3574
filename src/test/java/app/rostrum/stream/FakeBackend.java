package app.rostrum.stream;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.DeskCall;
import app.rostrum.backend.DeskObjects;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.backend.StreamSummary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A backend that records its calls and refuses those that a test wants refused. */
class FakeBackend implements Backend {
  final List<String> calls = new ArrayList<>();
  final List<String> tokensSeen = new ArrayList<>();
  final Set<String> creationKeys = new LinkedHashSet<>();
  Duration tokenLife = Duration.ofHours(4);
  boolean whep = true;
  boolean chat = true;
  Optional<Duration> takeOverAfter = Optional.of(Duration.ofMinutes(1));
  Optional<String> reactions = Optional.of("reactions");
  Optional<String> captions = Optional.of("captions");
  Optional<DeskObjects> desk = Optional.of(new DeskObjects("stream", "kept_out"));
  Optional<List<StreamSummary>> listing = Optional.of(List.of());
  private final Map<String, ArrayDeque<BackendException>> refusals = new HashMap<>();
  private final Map<String, BackendException> outages = new HashMap<>();

  /** Unexpected errors to throw, by the name of the call. */
  final Map<String, Error> errors = new HashMap<>();

  private final Clock clock;
  private int tokens;

  FakeBackend(Clock clock) {
    this.clock = clock;
  }

  static BackendException refusal(BackendException.Kind kind, String message, String explanation) {
    return new BackendException(kind, message, explanation, null);
  }

  static BackendException unreachable() {
    return refusal(BackendException.Kind.UNREACHABLE, "no connection", "");
  }

  static BackendException tooMany(Duration retryAfter) {
    return new BackendException(
        BackendException.Kind.TOO_MANY_ATTEMPTS, "too many attempts", "", retryAfter, null);
  }

  static BackendException notFound() {
    return refusal(BackendException.Kind.REFUSED, "error finding room", "Room not found");
  }

  /** The next call of this name fails. */
  void refuse(String call, BackendException with) {
    refusals.computeIfAbsent(call, c -> new ArrayDeque<>()).add(with);
  }

  /** Every call of this name fails until further notice. */
  void refuseAlways(String call, BackendException with) {
    outages.put(call, with);
  }

  void refuseNoMore() {
    outages.clear();
  }

  long count(String call) {
    return calls.stream().filter(c -> c.startsWith(call)).count();
  }

  private void take(String call, String arguments, @Nullable String token) {
    calls.add(arguments.isEmpty() ? call : call + " " + arguments);
    tokensSeen.add(token == null ? "" : token);
    Error error = errors.get(call);
    if (error != null) {
      throw error;
    }
    ArrayDeque<BackendException> next = refusals.get(call);
    if (next != null && !next.isEmpty()) {
      throw next.poll();
    }
    BackendException outage = outages.get(call);
    if (outage != null) {
      throw outage;
    }
  }

  private StreamCredentials credentials(boolean document, boolean viewer, String identity) {
    long expires = clock.instant().plus(tokenLife).getEpochSecond();
    String claims = "{\"exp\":" + expires + ",\"number\":" + ++tokens + "}";
    String token =
        "e30."
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
            + ".x";
    return new StreamCredentials(
        token,
        "RM1",
        chat,
        "speakers",
        "viewers",
        "raised_hands",
        document ? Optional.of("user-" + identity) : Optional.empty(),
        URI.create("ws://127.0.0.1/signaling"),
        URI.create("ws://127.0.0.1/twilsock"),
        viewer && whep ? Optional.of(URI.create("http://127.0.0.1/whep")) : Optional.empty(),
        takeOverAfter,
        desk,
        reactions,
        captions);
  }

  @Override
  public void verifyPasscode() {
    take("verify", "", null);
  }

  @Override
  public Optional<List<StreamSummary>> listStreams() {
    take("list", "", null);
    return listing;
  }

  @Override
  public StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat, String creationKey) {
    creationKeys.add(creationKey);
    take("create", identity + " " + streamName, null);
    this.chat = chat;
    return credentials(false, false, identity);
  }

  @Override
  public StreamCredentials joinAsSpeaker(
      String identity, String streamName, @Nullable String accessToken) {
    take("speaker", identity, accessToken);
    return credentials(true, false, identity);
  }

  @Override
  public StreamCredentials joinAsViewer(
      String identity, String streamName, @Nullable String accessToken) {
    take("viewer", identity, accessToken);
    return credentials(true, true, identity);
  }

  @Override
  public void viewerConnectedToPlayer(String identity, String streamName, String accessToken) {
    take("present", identity, accessToken);
  }

  @Override
  public void raiseHand(
      String identity, String streamName, boolean raised, String text, String accessToken) {
    take("hand", identity + " " + raised + (text.isEmpty() ? "" : " " + text), accessToken);
  }

  @Override
  public void sendReaction(
      String identity, String streamName, String reaction, String accessToken) {
    take("sendReaction", reaction, accessToken);
  }

  @Override
  public void desk(String streamName, DeskCall call, String accessToken) {
    take("desk", call.toString(), accessToken);
  }

  @Override
  public void sendSpeakerInvite(String identity, String roomSid, String accessToken) {
    take("invite", identity + " " + roomSid, accessToken);
  }

  @Override
  public void removeSpeaker(String identity, String streamName, String accessToken) {
    take("remove", identity, accessToken);
  }

  @Override
  public StreamCredentials takeOverStream(String identity, String streamName, String accessToken) {
    take("take over", identity, accessToken);
    return credentials(true, false, identity);
  }

  @Override
  public void deleteStream(String streamName, String accessToken) {
    take("delete", streamName, accessToken);
  }
}
