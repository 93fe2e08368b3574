package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import okio.Buffer;
import org.junit.jupiter.api.Test;

class PlayerPartsTest {
  private static final String EVENTS = "urn:ietf:params:whep:ext:core:server-sent-events";

  @Test
  void eventsAreReadAsBrowsersReadThem() throws IOException {
    var heard = new ArrayList<String>();
    EventReader.read(
        new Buffer()
            .writeUtf8(
                ": open\n\nevent: active\ndata: {}\n\nid: 7\ndata:one\ndata:  two\n\n"
                    + "event: nothing\n\nevent: ended\r\ndata: x\r\n\r\ndata: cut off\n"),
        (name, data) -> heard.add(name + "=" + data));
    assertThat(heard).containsExactly("active={}", "message=one\n two", "ended=x");
  }

  @Test
  void endlessEventsAreRefused() {
    assertThatThrownBy(
            () ->
                EventReader.read(
                    new Buffer().writeUtf8("data: " + "x".repeat(100_000)), (name, data) -> {}))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                EventReader.read(
                    new Buffer().writeUtf8(("data: " + "x".repeat(60_000) + "\n").repeat(10)),
                    (name, data) -> {}))
        .isInstanceOf(IOException.class);
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

  @Test
  void waitingGrowsAndIsNotTheSameForEverybody() {
    var one = new Backoff(new Random(1));
    var other = new Backoff(new Random(2));
    long first = one.next().toMillis();
    assertThat(first).isBetween(100L, 200L).isNotEqualTo(other.next().toMillis());
    for (int i = 0; i < 20; i++) {
      one.next();
    }
    assertThat(one.next().toMillis()).isBetween(4_000L, 8_000L);
    one.reset();
    assertThat(one.next().toMillis()).isLessThanOrEqualTo(200);
  }
}
