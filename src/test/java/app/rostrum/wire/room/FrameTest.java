package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void readsABrowsersHello() throws MalformedMessageException {
    var frame =
        Frame.parse(
            """
            {"body":{"edge":"roaming","token":"t","type":"ice","version":1},"id":"be75",
             "timeout":5000,"type":"hello","version":2,"new":{"field":[1,2]}}\
            """);
    assertThat(frame)
        .isInstanceOfSatisfying(
            Frame.Hello.class,
            hello -> {
              assertThat(hello.id()).isEqualTo("be75");
              assertThat(hello.timeoutMillis()).isEqualTo(5000);
              assertThat(hello.cookie()).isEmpty();
              assertThat(hello.body().orElseThrow().get("token").getAsString()).isEqualTo("t");
            });
  }

  @Test
  void framesHaveTheFormOfTheProtocol() throws MalformedMessageException {
    var body = new JsonObject();
    body.addProperty("type", "ice");
    Map<Frame, String> frames = new LinkedHashMap<>();
    frames.put(
        new Frame.Hello("i", 4000, 2, Optional.of("c"), Optional.of(body)),
        """
        {"type":"hello","id":"i","timeout":4000,"version":2,"cookie":"c","body":{"type":"ice"}}\
        """);
    frames.put(
        new Frame.Hello("i", 4000, 1, Optional.empty(), Optional.empty()),
        """
        {"type":"hello","id":"i","timeout":4000,"version":1}\
        """);
    frames.put(
        new Frame.Welcome(1000),
        """
        {"type":"welcome","negotiatedTimeout":1000}\
        """);
    frames.put(new Frame.Heartbeat(), "{\"type\":\"heartbeat\"}");
    frames.put(
        new Frame.Msg(body),
        """
        {"type":"msg","body":{"type":"ice"}}\
        """);
    frames.put(
        new Frame.Busy(7, true, Optional.empty()),
        """
        {"type":"busy","retryAfter":7,"keepAlive":true,"cookie":null}\
        """);
    frames.put(
        new Frame.Busy(-1, false, Optional.of("c")),
        """
        {"type":"busy","retryAfter":-1,"keepAlive":false,"cookie":"c"}\
        """);
    frames.put(
        new Frame.Bad("why"),
        """
        {"type":"bad","reason":"why"}\
        """);
    frames.put(new Frame.Bye(), "{\"type\":\"bye\"}");
    frames.put(new Frame.Unknown("new"), "{\"type\":\"new\"}");
    for (var entry : frames.entrySet()) {
      assertThat(JsonParser.parseString(entry.getKey().encode()))
          .isEqualTo(JsonParser.parseString(entry.getValue()));
      assertThat(Frame.parse(entry.getValue())).isEqualTo(entry.getKey());
    }
  }

  @Test
  void theLongestAndDeepestFrameIsRead() throws MalformedMessageException {
    String longest = "{\"type\":\"bye\",\"a\":\"" + "x".repeat(Frame.MAX_LENGTH - 21) + "\"}";
    assertThat(longest).hasSize(Frame.MAX_LENGTH);
    assertThat(Frame.parse(longest)).isEqualTo(new Frame.Bye());
    assertThatThrownBy(() -> Frame.parse(longest + " "))
        .isInstanceOf(MalformedMessageException.class);
    String nested = "{\"type\":\"bye\",\"a\":";
    assertThat(Frame.parse(nested + "[".repeat(31) + "]".repeat(31) + "}"))
        .isEqualTo(new Frame.Bye());
    assertThatThrownBy(() -> Frame.parse(nested + "[".repeat(32) + "]".repeat(32) + "}"))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void refusesMalformedFrames() {
    for (String text :
        new String[] {
          "",
          "null",
          "[]",
          "{}",
          "{\"type\":1}",
          "{'type':'bye'}",
          "{\"type\":\"msg\"}",
          "{\"type\":\"bye\"} {}",
          "{\"type\":\"bye\"",
        }) {
      assertThatThrownBy(() -> Frame.parse(text)).isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void malformedNumbersBecomeDefaults() throws MalformedMessageException {
    assertThat(Frame.parse("{\"type\":\"welcome\",\"negotiatedTimeout\":1e400}"))
        .isEqualTo(new Frame.Welcome(5000));
    assertThat(Frame.parse("{\"type\":\"welcome\",\"negotiatedTimeout\":\"7\"}"))
        .isEqualTo(new Frame.Welcome(5000));
  }
}
