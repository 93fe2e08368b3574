package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import okio.Buffer;
import okio.Okio;
import org.junit.jupiter.api.Test;

class PlayerPartsTest {
  private static final String EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";

  @Test
  void endlessEventsAreRefused() {
    String line = "data: " + "x".repeat(60_000);
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      assertThatThrownBy(() -> read((line + lineEnd).repeat(10)))
          .isInstanceOf(IOException.class)
          .hasMessage("an event is too large");
    }
    assertThatThrownBy(() -> read("data: " + "x".repeat(300_000))).isInstanceOf(IOException.class);
  }

  @Test
  void manySmallEventsAreAccepted() throws IOException {
    for (String lineEnd : List.of("\n", "\r\n", "\r")) {
      String event = "event: active" + lineEnd + "data: {}" + lineEnd + lineEnd;
      assertThat(read(event.repeat(20_000))).hasSize(20_000 * event.length());
    }
  }

  private static String read(String text) throws IOException {
    return Okio.buffer(BoundedEvents.bounded(new Buffer().writeUtf8(text))).readUtf8();
  }

  @Test
  void linksAreFoundByTheirRelation() {
    assertThat(
            LinkHeader.target(
                List.of(
                    "<stun:a>; rel=\"ice-server\"",
                    "<turn:b>; rel=ice-server; username=\"x, y\", </e>; rel=\"%s\"; events=\"a,b\""
                        .formatted(EVENTS)),
                EVENTS))
        .contains("/e");
    assertThat(LinkHeader.target(List.of("</e>; rel=" + EVENTS), EVENTS)).contains("/e");
    assertThat(LinkHeader.target(List.of("</e>; rel=\"other\"", "", "<", "<>;;;"), EVENTS))
        .isEmpty();
  }
}
