package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
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
  void framesReadAsTheyWereWritten() throws MalformedMessageException {
    var body = new JsonObject();
    body.addProperty("type", "ice");
    for (Frame frame :
        new Frame[] {
          new Frame.Hello("i", 5000, 2, Optional.of("c"), Optional.of(body)),
          new Frame.Welcome(1000),
          new Frame.Heartbeat(),
          new Frame.Msg(body),
          new Frame.Busy(-1, true, Optional.empty()),
          new Frame.Bad("why"),
          new Frame.Bye(),
        }) {
      assertThat(Frame.parse(frame.encode())).isEqualTo(frame);
    }
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
          "x".repeat(Frame.MAX_LENGTH + 1),
          "{\"type\":\"msg\",\"body\":" + "[".repeat(5000) + "]".repeat(5000) + "}",
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
