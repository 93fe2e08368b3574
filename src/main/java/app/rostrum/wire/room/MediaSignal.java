package app.rostrum.wire.room;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message of media signaling: JSON text on a data channel of its own, whose label the room layer
 * tells (protocol notes, section 5).
 */
public sealed interface MediaSignal {
  /** The channel that announces the dominant speaker. */
  String ACTIVE_SPEAKER = "active_speaker";

  /** The channel on which clients report measurements and receive quality levels. */
  String NETWORK_QUALITY = "network_quality";

  /** The longest message that is read, in characters. */
  int MAX_LENGTH = 64 * 1024;

  /** The number of channels that are read; no client asks for as many. */
  int MAX_CHANNELS = 16;

  /** Tells that the client has opened the channel. */
  record Ready() implements MediaSignal {}

  /**
   * Announces the dominant speaker.
   *
   * @param participant the speaker's SID; empty if nobody speaks
   */
  record ActiveSpeaker(Optional<String> participant) implements MediaSignal {}

  /**
   * Quality levels of connections, 0 (lost) to 5 (excellent).
   *
   * @param directions the recipient's own levels by direction, if it asked for them
   * @param remotes the levels of the others by participant SID
   */
  record Quality(int local, Optional<Directions> directions, Map<String, Integer> remotes)
      implements MediaSignal {}

  /** Levels of the sound from and to a client. */
  record Directions(int send, int receive) {}

  /**
   * Measurements of a client. A value that the client does not know yet is absent.
   *
   * @param roundTripSeconds round-trip time to the server
   * @param receiveLoss share of packets lost on the way to the client, 0 to 1
   * @param receiveJitterSeconds jitter of the packets that arrive at the client
   * @param reportLevel 1 for the client's own level, more for its parts too
   * @param remoteReportLevel 0 for nothing about the others
   */
  record QualityInputs(
      Optional<Double> roundTripSeconds,
      Optional<Double> receiveLoss,
      Optional<Double> receiveJitterSeconds,
      int reportLevel,
      int remoteReportLevel)
      implements MediaSignal {}

  /** A message that this version does not know or need. */
  record Other(String type) implements MediaSignal {}

  /**
   * Reads a message of the other end. The two ends use the same type for different things; the
   * fields tell which it is.
   *
   * @throws MalformedMessageException if it is not JSON, too long, or lacks a required field
   */
  static MediaSignal parse(String text) throws MalformedMessageException {
    if (text.length() > MAX_LENGTH) {
      throw new MalformedMessageException("longer than " + MAX_LENGTH + " characters");
    }
    JsonObject json = RoomJson.object(text);
    String type = RoomJson.required(json, "type");
    return switch (type) {
      case "ready" -> new Ready();
      case ACTIVE_SPEAKER -> new ActiveSpeaker(RoomJson.optionalText(json, "participant"));
      case NETWORK_QUALITY -> json.has("local") ? quality(json) : inputs(json);
      default -> new Other(type);
    };
  }

  private static Quality quality(JsonObject json) throws MalformedMessageException {
    var remotes = new LinkedHashMap<String, Integer>();
    RoomJson.list(json, "remotes", o -> Map.entry(RoomJson.required(o, "sid"), level(o, "level")))
        .forEach(entry -> remotes.put(entry.getKey(), entry.getValue()));
    Optional<JsonObject> local = RoomJson.child(json, "local");
    if (local.isEmpty()) {
      return new Quality(level(json, "local"), Optional.empty(), Map.copyOf(remotes));
    }
    Optional<Directions> directions =
        RoomJson.child(local.get(), "audio")
            .map(audio -> new Directions(level(audio, "send"), level(audio, "recv")));
    int least = directions.map(d -> Math.min(d.send(), d.receive())).orElse(0);
    int level = local.get().has("level") ? level(local.get(), "level") : least;
    return new Quality(level, directions, Map.copyOf(remotes));
  }

  private static int level(JsonObject json, String name) {
    return Math.clamp(RoomJson.number(json, name, 0), 0, 5);
  }

  private static QualityInputs inputs(JsonObject json) {
    JsonObject ice = RoomJson.child(json, "ice").orElseGet(JsonObject::new);
    JsonObject received =
        RoomJson.child(json, "audio")
            .flatMap(a -> RoomJson.child(a, "recv"))
            .orElseGet(JsonObject::new);
    return new QualityInputs(
        RoomJson.real(ice, "rtt").filter(v -> v >= 0),
        RoomJson.real(received, "fractionLost").map(v -> Math.clamp(v, 0, 1)),
        RoomJson.real(received, "jitter").filter(v -> v >= 0),
        Math.clamp(RoomJson.number(json, "reportLevel", 1), 0, 3),
        Math.clamp(RoomJson.number(json, "remoteReportLevel", 0), 0, 3));
  }

  /** Returns the message as it goes over the channel. */
  default String encode() {
    var json = new JsonObject();
    switch (this) {
      case Ready _ -> json.addProperty("type", "ready");
      case ActiveSpeaker speaker -> {
        json.addProperty("type", ACTIVE_SPEAKER);
        json.add(
            "participant",
            speaker.participant().<JsonElement>map(JsonPrimitive::new).orElse(JsonNull.INSTANCE));
      }
      case Quality quality -> write(quality, json);
      case QualityInputs inputs -> write(inputs, json);
      case Other other -> json.addProperty("type", other.type());
    }
    return json.toString();
  }

  private static void write(Quality quality, JsonObject json) {
    json.addProperty("type", NETWORK_QUALITY);
    if (quality.directions().isPresent()) {
      var audio = new JsonObject();
      audio.addProperty("send", quality.directions().get().send());
      audio.addProperty("recv", quality.directions().get().receive());
      var local = new JsonObject();
      local.addProperty("level", quality.local());
      local.add("audio", audio);
      json.add("local", local);
    } else {
      json.addProperty("local", quality.local());
    }
    var remotes = new JsonArray();
    quality
        .remotes()
        .forEach(
            (sid, level) -> {
              var remote = new JsonObject();
              remote.addProperty("sid", sid);
              remote.addProperty("level", level);
              remotes.add(remote);
            });
    json.add("remotes", remotes);
  }

  private static void write(QualityInputs inputs, JsonObject json) {
    json.addProperty("type", NETWORK_QUALITY);
    var ice = new JsonObject();
    inputs.roundTripSeconds().ifPresent(v -> ice.addProperty("rtt", v));
    json.add("ice", ice);
    var received = new JsonObject();
    inputs.receiveLoss().ifPresent(v -> received.addProperty("fractionLost", v));
    inputs.receiveJitterSeconds().ifPresent(v -> received.addProperty("jitter", v));
    json.add("send", new JsonObject());
    json.add("recv", received);
    var audio = new JsonObject();
    audio.add("send", new JsonObject());
    audio.add("recv", received);
    json.add("audio", audio);
    json.addProperty("reportLevel", inputs.reportLevel());
    json.addProperty("remoteReportLevel", inputs.remoteReportLevel());
  }

  /** Returns the channels that a connect message asks for. */
  static List<String> requested(JsonObject connect) {
    JsonObject wanted = RoomJson.child(connect, "media_signaling").orElseGet(JsonObject::new);
    return wanted.keySet().stream().limit(MAX_CHANNELS).toList();
  }

  /** Returns the field of a connect message that asks for channels. */
  static JsonObject request(List<String> channels) {
    var json = new JsonObject();
    for (String channel : channels) {
      var transport = new JsonObject();
      transport.addProperty("type", "data-channel");
      var transports = new JsonArray();
      transports.add(transport);
      var options = new JsonObject();
      options.add("transports", transports);
      json.add(channel, options);
    }
    return json;
  }

  /** Returns data channel labels by channel name; other transports are left out. */
  static Map<String, String> labels(JsonObject json) {
    var labels = new LinkedHashMap<String, String>();
    for (String channel : new ArrayList<>(json.keySet())) {
      RoomJson.child(json, channel)
          .flatMap(options -> RoomJson.child(options, "transport"))
          .filter(transport -> RoomJson.text(transport, "type").equals("data-channel"))
          .flatMap(transport -> RoomJson.optionalText(transport, "label"))
          .filter(label -> labels.size() < MAX_CHANNELS)
          .ifPresent(label -> labels.put(channel, label));
    }
    return Map.copyOf(labels);
  }

  /** Returns the field of a server message that announces labels. */
  static JsonObject transports(Map<String, String> labels) {
    var json = new JsonObject();
    labels.forEach(
        (channel, label) -> {
          var transport = new JsonObject();
          transport.addProperty("type", "data-channel");
          transport.addProperty("label", label);
          var options = new JsonObject();
          options.add("transport", transport);
          json.add(channel, options);
        });
    return json;
  }
}
