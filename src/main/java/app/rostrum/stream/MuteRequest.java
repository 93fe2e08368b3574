package app.rostrum.stream;

import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The message by which the host asks a speaker's microphone to turn itself off. It is sent on the
 * host's data track and so received by everybody on stage. Muting all sends one for each speaker,
 * because clients of the reference system know no other message.
 *
 * @param to the identity of the speaker
 */
record MuteRequest(String to) {
  /** Enough for a name of 128 escaped characters and the rest of the message. */
  static final int MAX_BYTES = 4096;

  private static final String TYPE = "message_type";
  private static final String MUTE = "mute";
  private static final String TO = "to_participant_identity";

  byte[] encode() {
    var json = new JsonObject();
    json.addProperty(TYPE, MUTE);
    json.addProperty(TO, to);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a message; empty if it is anything else. */
  static Optional<MuteRequest> parse(byte[] data) {
    if (data.length > MAX_BYTES) {
      return Optional.empty();
    }
    return JsonFields.parseObject(new String(data, StandardCharsets.UTF_8))
        .filter(json -> MUTE.equals(JsonFields.text(json, TYPE)))
        .flatMap(json -> Optional.ofNullable(JsonFields.text(json, TO)))
        .map(MuteRequest::new);
  }
}
