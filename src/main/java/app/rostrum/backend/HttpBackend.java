package app.rostrum.backend;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * The reference API over HTTP. Works with this project's own backend and, as it relies only on the
 * API's published text, with a plain reference deployment. Safe for use by several threads.
 */
public final class HttpBackend implements Backend {
  private final ApiCalls calls;
  private final Optional<Fingerprint> fingerprint;
  private volatile boolean invitationPages;

  /**
   * @param http whose connections are shared, but not its time-outs
   * @param address the backend's address, with or without a path
   * @param passcode the passcode as it was typed or pasted
   */
  public HttpBackend(OkHttpClient http, URI address, String passcode) {
    this(http, address, Optional.empty(), passcode);
  }

  /**
   * @param fingerprint the only computer to accept at this address, which is an https one then
   * @throws IllegalArgumentException if there is a fingerprint and the address is another one
   */
  public HttpBackend(
      OkHttpClient http, URI address, Optional<Fingerprint> fingerprint, String passcode) {
    if (fingerprint.isPresent() && !"https".equalsIgnoreCase(address.getScheme())) {
      throw new IllegalArgumentException("a fingerprint needs an https address");
    }
    this.fingerprint = fingerprint;
    this.calls =
        new ApiCalls(
            fingerprint.map(print -> print.pin(http)).orElse(http),
            new BackendAddress(address),
            passcode);
  }

  @Override
  public Optional<Fingerprint> fingerprint() {
    return fingerprint;
  }

  @Override
  public String address() {
    return calls.address().toString();
  }

  @Override
  public void verifyPasscode() {
    JsonObject answer = calls.post("verify-passcode", new JsonObject(), null);
    invitationPages = Answers.flag(answer, "invitation_pages", false);
  }

  @Override
  public boolean servesInvitationPages() {
    return invitationPages;
  }

  @Override
  public Optional<List<StreamSummary>> listStreams() {
    return listLobby().map(LobbyList::streams);
  }

  @Override
  public Optional<LobbyList> listLobby() {
    JsonObject answer;
    try {
      answer = calls.post("list-streams", new JsonObject(), null);
    } catch (BackendException e) {
      if (e.kind() == BackendException.Kind.WRONG_ADDRESS) {
        return Optional.empty();
      }
      throw e;
    }
    if (!(answer.get("streams") instanceof JsonArray streams)) {
      return Optional.empty();
    }
    var summaries = new ArrayList<StreamSummary>();
    for (JsonElement stream : streams) {
      Answers.summary(stream).ifPresent(summaries::add);
    }
    return Optional.of(
        new LobbyList(List.copyOf(summaries), Answers.text(answer, "operator_message")));
  }

  @Override
  public StreamCredentials createStream(
      String identity, String streamName, boolean openStage, boolean chat, String creationKey) {
    JsonObject body = named(identity, streamName);
    body.addProperty("open_stage", openStage);
    body.addProperty("chat_enabled", chat);
    body.addProperty("creation_key", creationKey);
    JsonObject answer = calls.post("create-stream", body, null);
    return Answers.credentials(answer, calls.address(), Optional.empty());
  }

  @Override
  public StreamCredentials joinAsSpeaker(
      String identity, String streamName, @Nullable String accessToken) {
    return join("join-stream-as-speaker", identity, streamName, accessToken);
  }

  @Override
  public StreamCredentials joinAsViewer(
      String identity, String streamName, @Nullable String accessToken) {
    return join("join-stream-as-viewer", identity, streamName, accessToken);
  }

  private StreamCredentials join(
      String path, String identity, String streamName, @Nullable String accessToken) {
    JsonObject answer = calls.post(path, named(identity, streamName), accessToken);
    return Answers.credentials(answer, calls.address(), Optional.of("user-" + identity.strip()));
  }

  @Override
  public void viewerConnectedToPlayer(String identity, String streamName, String accessToken) {
    calls.post("viewer-connected-to-player", named(identity, streamName), accessToken);
  }

  @Override
  public void raiseHand(
      String identity, String streamName, boolean raised, String text, String accessToken) {
    JsonObject body = named(identity, streamName);
    body.addProperty("hand_raised", raised);
    if (raised && !text.isEmpty()) {
      body.addProperty("text", text);
    }
    calls.post("raise-hand", body, accessToken);
  }

  @Override
  public void sendReaction(
      String identity, String streamName, String reaction, String accessToken) {
    JsonObject body = named(identity, streamName);
    body.addProperty("reaction", reaction);
    calls.post("send-reaction", body, accessToken);
  }

  @Override
  public void desk(String streamName, DeskCall call, String accessToken) {
    var body = new JsonObject();
    body.addProperty("stream_name", streamName);
    calls.post(deskPath(call, body), body, accessToken);
  }

  /** Writes the parameters of a call of the desk; returns its path. */
  private static String deskPath(DeskCall call, JsonObject body) {
    switch (call) {
      case DeskCall.OpenStage(boolean open) -> body.addProperty("open_stage", open);
      case DeskCall.Lock(boolean locked) -> body.addProperty("locked", locked);
      case DeskCall.OpenQueue(boolean open, String reason) -> {
        body.addProperty("hands_open", open);
        body.addProperty("hands_reason", reason);
      }
      case DeskCall.Topic(String text) -> body.addProperty("topic", text);
      case DeskCall.Pin(String text) -> body.addProperty("pinned", text);
      case DeskCall.SpeakingTime(String identity, int seconds) -> {
        body.addProperty("user_identity", identity);
        body.addProperty("timer_seconds", seconds);
      }
      case DeskCall.EndSpeakingTime() -> body.addProperty("timer_seconds", 0);
      case DeskCall.Recorded(boolean on) -> body.addProperty("recorded", on);
      case DeskCall.LowerHands() -> {
        return "lower-hands";
      }
      case DeskCall.Remove(String identity) -> {
        body.addProperty("user_identity", identity);
        return "remove-participant";
      }
      case DeskCall.Readmit(String identity) -> {
        body.addProperty("user_identity", identity);
        return "readmit-participant";
      }
      case DeskCall.CoHost(String identity, boolean wanted) -> {
        body.addProperty("user_identity", identity);
        body.addProperty("co_host", wanted);
        return "set-co-host";
      }
      case DeskCall.HandOver(String identity) -> {
        body.addProperty("user_identity", identity);
        return "hand-over-stream";
      }
    }
    return "change-stream";
  }

  @Override
  public void sendSpeakerInvite(String identity, String roomSid, String accessToken) {
    var body = new JsonObject();
    body.addProperty("user_identity", identity);
    body.addProperty("room_sid", roomSid);
    calls.post("send-speaker-invite", body, accessToken);
  }

  @Override
  public void removeSpeaker(String identity, String streamName, String accessToken) {
    var body = new JsonObject();
    body.addProperty("user_identity", identity);
    body.addProperty("room_name", streamName);
    calls.post("remove-speaker", body, accessToken);
  }

  @Override
  public StreamCredentials takeOverStream(String identity, String streamName, String accessToken) {
    return join("take-over-stream", identity, streamName, accessToken);
  }

  @Override
  public void deleteStream(String streamName, String accessToken) {
    var body = new JsonObject();
    body.addProperty("stream_name", streamName);
    calls.post("delete-stream", body, accessToken);
  }

  private static JsonObject named(String identity, String streamName) {
    var body = new JsonObject();
    body.addProperty("user_identity", identity);
    body.addProperty("stream_name", streamName);
    return body;
  }
}
