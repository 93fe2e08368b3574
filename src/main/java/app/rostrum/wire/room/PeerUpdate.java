package app.rostrum.wire.room;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** An update about one peer connection: a description, candidates, both, or neither. */
public record PeerUpdate(String id, Optional<Description> description, Optional<Ice> ice) {
  /** Returns an update with a description only. */
  public static PeerUpdate of(String id, Description description) {
    return new PeerUpdate(id, Optional.of(description), Optional.empty());
  }

  /** Returns an update with candidates only. */
  public static PeerUpdate of(String id, Ice ice) {
    return new PeerUpdate(id, Optional.empty(), Optional.of(ice));
  }

  /** The purpose of a description. */
  public enum Type {
    OFFER("offer"),
    ANSWER("answer"),
    PRANSWER("pranswer"),
    /** The server asks the client for an offer. */
    CREATE_OFFER("create-offer"),
    CLOSE("close"),
    /** A type that this version does not know; it is ignored. */
    UNKNOWN("unknown");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    private static Type parse(String word) {
      for (Type type : values()) {
        if (type.word.equals(word)) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }

  /**
   * A session description, or a request that needs none.
   *
   * @param revision an offer's own number, repeated by its answer; 0 if it was left out
   * @param sdp empty for create-offer and close
   */
  public record Description(Type type, int revision, String sdp) {
    static Description parse(JsonObject json) throws MalformedMessageException {
      return new Description(
          Type.parse(RoomJson.required(json, "type")),
          RoomJson.number(json, "revision", 0),
          RoomJson.text(json, "sdp"));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("type", type.word);
      json.addProperty("revision", revision);
      if (!sdp.isEmpty()) {
        json.addProperty("sdp", sdp);
      }
      return json;
    }
  }

  /** All candidates of one ICE generation so far. */
  public record Ice(String ufrag, int revision, boolean complete, List<Candidate> candidates) {
    static Ice parse(JsonObject json) throws MalformedMessageException {
      return new Ice(
          RoomJson.text(json, "ufrag"),
          RoomJson.number(json, "revision", 0),
          RoomJson.flag(json, "complete", false),
          RoomJson.list(json, "candidates", Candidate::parse));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("ufrag", ufrag);
      json.addProperty("revision", revision);
      if (complete) {
        json.addProperty("complete", true);
      }
      json.add("candidates", RoomJson.array(candidates.stream().map(Candidate::toJson).toList()));
      return json;
    }
  }

  /**
   * An ICE candidate.
   *
   * @param candidate begins with {@code candidate:}; empty at the end of candidates
   */
  public record Candidate(String candidate, String mid, int lineIndex) {
    static Candidate parse(JsonObject json) {
      return new Candidate(
          RoomJson.text(json, "candidate"),
          RoomJson.text(json, "sdpMid"),
          RoomJson.number(json, "sdpMLineIndex", 0));
    }

    JsonObject toJson() {
      var json = new JsonObject();
      json.addProperty("candidate", candidate);
      json.addProperty("sdpMid", mid);
      json.addProperty("sdpMLineIndex", lineIndex);
      return json;
    }
  }

  static PeerUpdate parse(JsonObject json) throws MalformedMessageException {
    return new PeerUpdate(
        RoomJson.required(json, "id"),
        RoomJson.parsed(json, "description", Description::parse),
        RoomJson.parsed(json, "ice", Ice::parse));
  }

  JsonObject toJson() {
    var json = new JsonObject();
    json.addProperty("id", id);
    description.ifPresent(d -> json.add("description", d.toJson()));
    ice.ifPresent(i -> json.add("ice", i.toJson()));
    return json;
  }
}
