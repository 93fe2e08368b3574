package app.rostrum.wire.room;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

@Tag("fuzz")
class RoomMessageFuzzTest {
  @FuzzTest(maxDuration = "30s")
  void messages(byte[] input) {
    JsonObject json;
    try {
      json = RoomJson.object(new String(input, StandardCharsets.UTF_8));
    } catch (MalformedMessageException documented) {
      return;
    }
    try {
      ClientMessage message = ClientMessage.parse(json);
      if (!ClientMessage.parse(message.toJson()).equals(message)) {
        throw new AssertionError("a client message reads differently");
      }
    } catch (MalformedMessageException documented) {
      // It may be a server's message.
    }
    try {
      ServerMessage message = ServerMessage.parse(json);
      if (!ServerMessage.parse(message.toJson()).equals(message)) {
        throw new AssertionError("a server message reads differently");
      }
    } catch (MalformedMessageException documented) {
      // It is neither.
    }
  }
}
