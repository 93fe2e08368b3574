package app.rostrum.sdk.player;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.media.IceServer;
import java.io.IOException;
import java.util.Collections;
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

  @Test
  void linksAreReadByTheStandardAndWhatIsMalformedEndsAField() {
    List<LinkHeader.Link> links =
        LinkHeader.links(
            List.of(
                "<a> ; REL = \"x  y\";t=\"q\\\\\\\"<,;\";empty;t=second , <b,c>;rel=y, junk <d>;"
                    + " rel=y",
                "<e>; rel=\"y",
                "<f"));
    assertThat(links).extracting(LinkHeader.Link::target).containsExactly("a", "b,c");
    assertThat(links.getFirst().is("x") && links.getFirst().is("y")).isTrue();
    assertThat(links.getFirst().is("x  y")).isFalse();
    assertThat(links.getFirst().parameters())
        .containsEntry("t", "q\\\"<,;")
        .containsEntry("empty", "");
    assertThat(LinkHeader.links(List.of("<a>,".repeat(1000)))).hasSize(32);
    assertThat(LinkHeader.links(List.of("<a>; rel=y;x=" + "z".repeat(4096)))).isEmpty();
  }

  private static String turn(String address, String username, String credential) {
    return "<%s>; rel=\"ice-server\"; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
        .formatted(address, username, credential);
  }

  @Test
  void iceServersAreTakenFromTheirLinks() {
    assertThat(
            IceLinks.servers(
                List.of(
                    turn("turns:turn.example.org:443?transport=tcp", "1700", "c2VjcmV0")
                        + ", <stun:[2001:db8::1]>; rel=ice-server",
                    "</e>; rel=\"%s\"".formatted(EVENTS))))
        .containsExactly(
            new IceServer(List.of("turns:turn.example.org:443?transport=tcp"), "1700", "c2VjcmV0"),
            new IceServer(List.of("stun:[2001:db8::1]"), "", ""));
  }

  @Test
  void hostileIceServersAreLeftOut() {
    for (String field :
        List.of(
            turn("http://turn.example.org", "u", "c"),
            turn("turn:turn.example.org/path", "u", "c"),
            turn("turn:a@turn.example.org", "u", "c"),
            turn("turn:turn.example.org?transport=tcp&x", "u", "c"),
            turn("turn:", "u", "c"),
            turn("turn:" + "a".repeat(254), "u", "c"),
            turn("turn:a", "", "c"),
            turn("turn:a", "u", ""),
            turn("turn:a", "u".repeat(513), "c"),
            turn("turn:a", "u", "c".repeat(513)),
            turn("turn:a", "u\u0000", "c"),
            turn("turn:a", "u", "c").replace("password", "oauth"))) {
      assertThat(IceLinks.servers(List.of(field))).as(field).isEmpty();
    }
    assertThat(IceLinks.servers(Collections.nCopies(20, turn("turn:a", "u", "c"))))
        .hasSize(IceLinks.MOST);
  }

  @Test
  void credentialsAreNoPartOfWhatIsLogged() {
    List<String> fields = List.of(turn("turn:a", "user", "hidden"));
    assertThat(LinkHeader.links(fields) + " " + IceLinks.servers(fields))
        .contains("turn:a")
        .doesNotContain("hidden");
  }
}
