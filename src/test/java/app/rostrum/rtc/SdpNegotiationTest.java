package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.sdp.MediaDescription;
import app.rostrum.wire.sdp.SessionDescription;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers and answers, without waiting for the transport unless that is the point. */
@Timeout(120)
class SdpNegotiationTest extends TwoEnds {
  @Test
  void rollbackTakesTheMidsBack() throws Exception {
    RtpTransceiver voice = client.peer.addAudio(Direction.SENDRECV, "voice");
    client.peer.createOffer();
    assertThat(voice.mid()).isPresent();
    client.peer.rollback();
    assertThat(voice.mid()).isEmpty();
    assertThatThrownBy(() -> client.peer.acceptAnswer("v=0\r\n"))
        .isInstanceOf(SdpRefusedException.class);
  }

  @Test
  void anEndThatAnswersDuringItsOwnOfferYieldsAndOffersAgain() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "first");
    client.negotiate(server);
    RtpTransceiver late = client.peer.addAudio(Direction.SENDONLY, "late");
    client.peer.createOffer();
    server.peer.addAudio(Direction.SENDONLY, "anna");

    server.negotiate(client);
    // The server's section takes nothing from us, so the waiting track got no section from it.
    assertThat(late.mid()).isEmpty();
    assertThat(client.receiving("anna").mid()).isPresent();

    client.negotiate(server);
    assertThat(late.currentDirection()).isEqualTo(Direction.SENDONLY);
    assertThat(server.receiving("late").mid()).isEqualTo(late.mid());
  }

  @Test
  void aSectionIsReusedForAnotherTrackWithItsOwnSource() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    client.negotiate(server);
    RtpTransceiver section = server.peer.addAudio(Direction.SENDONLY, "anna");
    server.negotiate(client);
    long first = section.localSsrc();
    // The listener reads the section when it is called; the next change must wait for that.
    await().until(() -> client.tracks.size() == 1);
    section.setDirection(Direction.INACTIVE);
    server.negotiate(client);
    await().until(() -> client.tracks.size() == 2);
    section.setLocalTrackId("ben");
    section.setDirection(Direction.SENDONLY);
    server.negotiate(client);
    assertThat(section.localSsrc()).isNotEqualTo(first);
    String mid = section.mid().orElseThrow();
    await().until(() -> client.tracks.size() == 3);
    assertThat(client.tracks).containsExactly(mid + "=anna", mid + "=none", mid + "=ben");
    assertThat(client.peer.transceivers()).hasSize(2);
  }

  @Test
  void aServerTakesATrackOnASectionThatItOpenedForItsOwn() throws Exception {
    client.peer.addAudio(Direction.RECVONLY, "");
    client.negotiate(server);
    RtpTransceiver anna = server.peer.addAudio(Direction.SENDONLY, "anna");
    server.negotiate(client);
    RtpTransceiver mine = client.receiving("anna");
    mine.setLocalTrackId("me");
    mine.setDirection(Direction.SENDRECV);
    client.negotiate(server);
    assertThat(server.receiving("me")).isSameAs(anna);
    // The server's next offer does not take that back.
    server.peer.addAudio(Direction.SENDONLY, "ben");
    server.negotiate(client);
    assertThat(anna.currentDirection()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void videoIsAnsweredInactiveAndDataAccepted() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    String offer =
        client
            .peer
            .createOffer()
            .replace("a=group:BUNDLE 0", "a=group:BUNDLE 0 v d")
            .concat(
                """
                m=video 9 UDP/TLS/RTP/SAVPF 96 97\r
                a=mid:v\r
                a=sendrecv\r
                a=rtcp-mux\r
                a=rtpmap:96 VP8/90000\r
                a=rtpmap:97 rtx/90000\r
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
                a=mid:d\r
                a=sctp-port:5000\r
                """);
    SessionDescription answer = SessionDescription.parse(server.peer.answer(offer));
    assertThat(answer.bundle()).containsExactly("0", "v", "d");
    assertThat(answer.media()).hasSize(3);
    MediaDescription video = answer.media().get(1);
    assertThat(video.port()).isEqualTo(9);
    assertThat(video.direction()).isEqualTo("inactive");
    assertThat(video.formats()).containsExactly("96");
    MediaDescription data = answer.media().get(2);
    assertThat(data.port()).isEqualTo(9);
    assertThat(data.protocol()).isEqualTo("UDP/DTLS/SCTP");
    assertThat(data.formats()).containsExactly("webrtc-datachannel");
    assertThat(data.mid()).contains("d");
    assertThat(data.attribute("sctp-port")).contains("5000");
    assertThat(data.attribute("max-message-size")).contains("262144");
    SessionDescription again = SessionDescription.parse(server.peer.createOffer());
    assertThat(again.media()).hasSize(3);
  }

  @Test
  void aTrackIdCannotSmuggleLines() {
    for (String id : new String[] {"a b", "a\r\na=ice-pwd:x", "x".repeat(300)}) {
      assertThatThrownBy(() -> client.peer.addAudio(Direction.SENDONLY, id))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anUnusableOfferChangesNothing() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    client.negotiate(server);
    String good = client.peer.createOffer();
    String pending = server.peer.createOffer();
    for (String bad :
        new String[] {
          "",
          "v=0\r\n",
          good.replace("opus/48000/2", "G722/8000"),
          good.replaceAll("a=fingerprint:.*\r\n", ""),
          good.replaceAll("a=ice-pwd:.*\r\n", ""),
          good.replace("a=mid:0", "a=mid:7"),
          good.replace("a=rtcp-mux\r\n", ""),
          good.replace("a=setup:actpass", "a=setup:holdconn"),
          good.replaceAll("a=fingerprint:sha-256 ..", "a=fingerprint:sha-256 00:"),
          good.substring(0, good.indexOf("m="))
        }) {
      assertThatThrownBy(() -> server.peer.answer(bad)).isInstanceOf(SdpRefusedException.class);
    }
    // The offer that was pending before can still be answered.
    server.peer.acceptAnswer(client.peer.answer(pending));
    assertThat(server.receiving("me").currentDirection().receives()).isTrue();
  }

  private static String withoutBundle(String description) {
    return description.replaceAll("a=group:BUNDLE.*\r\n", "").replaceAll("a=mid:.*\r\n", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"OPUS/48000", "opus/48000", "opus/48000/1", "OPUS/48000/2"})
  void opusIsKnownHoweverItIsWritten(String encoding) throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "me");
    String offer = client.peer.createOffer().replace("opus/48000/2", encoding);
    client.peer.acceptAnswer(server.peer.answer(offer));
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
    End.send(up, 0, (byte) 1);
    await().until(() -> !server.received(server.receiving("me")).isEmpty());
  }

  @Test
  void outsideABundleAMidIsNotNeeded() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "me");
    RtpTransceiver down = server.peer.addAudio(Direction.SENDONLY, "anna");
    String answer = server.peer.answer(withoutBundle(client.peer.createOffer()));
    // RFC 9429, section 5.3.1: an answer has mids if and only if the offer has them.
    assertThat(answer)
        .doesNotContain("a=mid", "a=group", "urn:ietf:params:rtp-hdrext:sdes:mid")
        .contains("m=audio 9 ");
    client.peer.acceptAnswer(answer);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
    End.send(up, 0, (byte) 1);
    End.send(down, 0, (byte) 2);
    await().until(() -> !server.received(server.receiving("me")).isEmpty());
    await().until(() -> !client.received(client.receiving("anna")).isEmpty());
    // A later offer of the same end still means the same section.
    client.peer.acceptAnswer(server.peer.answer(withoutBundle(client.peer.createOffer())));
    assertThat(server.peer.transceivers()).hasSize(1);
  }

  @Test
  void whatIsWrongWithAnOfferIsSaid() {
    client.peer.addAudio(Direction.SENDRECV, "me");
    String good = client.peer.createOffer();
    String video = good.replace("m=audio", "m=video").replace("opus/48000/2", "VP8/90000");
    assertRefused("no codec that this end takes (opus/48000/2)", good.replace("opus/48", "G722/8"));
    assertRefused("audio section has no a=rtcp-mux", good.replace("a=rtcp-mux\r\n", ""));
    assertRefused("not part of the bundle", good.replace("a=mid:0", "a=mid:7"));
    assertRefused("audio section has no a=mid", good.replace("a=mid:0\r\n", ""));
    assertRefused("video section is of a kind that this end does not take", video);
    assertRefused("description has no sections", good.substring(0, good.indexOf("m=")));
    assertRefused(
        "section is not part of the bundle",
        good.replaceFirst(
                "m=audio 9 .*\r\n", "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n")
            .replace("a=mid:0", "a=mid:7"));
    assertRefused(
        "audio section has no a=rtcp-mux",
        good.replace("a=rtcp-mux\r\n", "")
            .replace(
                "m=audio",
                "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\n"
                    + good.lines()
                        .filter(line -> line.matches("a=(ice-|fingerprint).*"))
                        .map(line -> line + "\r\n")
                        .collect(Collectors.joining())
                    + "m=audio"));
  }

  private void assertRefused(String why, String offer) {
    assertThatThrownBy(() -> server.peer.answer(offer))
        .isInstanceOf(SdpRefusedException.class)
        .hasMessageContaining(why);
  }

  @Test
  void twoFullEndsConnectWhoeverOffers() throws Exception {
    try (End other = new End(RtcPeer.IceRole.FULL)) {
      RtpTransceiver mine = client.peer.addAudio(Direction.SENDRECV, "mine");
      RtpTransceiver theirs = other.peer.addAudio(Direction.SENDRECV, "theirs");
      client.negotiate(other);
      client.awaitState(RtcPeer.State.CONNECTED);
      other.awaitState(RtcPeer.State.CONNECTED);
      End.send(mine, 0, (byte) 1);
      End.send(theirs, 0, (byte) 2);
      await().until(() -> !client.packets.isEmpty() && !other.packets.isEmpty());
    }
  }

  @Test
  void iceRestartsWithoutAGap() throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "me");
    connect();
    String before = server.peer.createOffer();
    server.peer.rollback();
    client.peer.restartIce();
    client.negotiate(server);
    String after = server.peer.createOffer();
    assertThat(ufrag(after)).isNotEqualTo(ufrag(before));
    RtpTransceiver heard = server.receiving("me");
    for (int i = 0; i < 20; i++) {
      End.send(up, i, (byte) i);
    }
    await().until(() -> server.received(heard).size() == 20);
    assertThat(client.states).doesNotContain(RtcPeer.State.DISCONNECTED, RtcPeer.State.FAILED);
    assertThat(server.states).doesNotContain(RtcPeer.State.DISCONNECTED, RtcPeer.State.FAILED);
  }

  private static String ufrag(String description) {
    return description.lines().filter(l -> l.startsWith("a=ice-ufrag")).findFirst().orElseThrow();
  }

  @Test
  void theServerCanRestartIceToo() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    client.negotiate(server);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.peer.restartIce();
    server.negotiate(client);
    RtpTransceiver down = server.peer.addAudio(Direction.SENDONLY, "anna");
    server.negotiate(client);
    End.send(down, 0, (byte) 9);
    await().until(() -> !client.received(client.receiving("anna")).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"active,passive", "passive,active", "actpass,passive"})
  void anOfferMayFixItsDtlsRoleAndBothKeepIt(String offered, String answered) throws Exception {
    RtpTransceiver up = client.peer.addAudio(Direction.SENDRECV, "me");
    String offer = client.peer.createOffer().replace("a=setup:actpass", "a=setup:" + offered);
    String answer = server.peer.answer(offer);
    assertThat(answer).contains("a=setup:" + answered);
    client.peer.acceptAnswer(answer);
    client.awaitState(RtcPeer.State.CONNECTED);
    server.awaitState(RtcPeer.State.CONNECTED);
    assertThat(server.peer.answer(client.peer.createOffer())).contains("a=setup:" + answered);
    client.peer.rollback();
    assertThat(client.peer.answer(server.peer.createOffer()))
        .contains("a=setup:" + (answered.equals("active") ? "passive" : "active"));
    server.peer.rollback();
    End.send(up, 0, (byte) 1);
    await().until(() -> !server.received(server.receiving("me")).isEmpty());
  }

  @Test
  void closingTellsTheOtherEnd() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "me");
    connect();
    server.peer.close();
    client.awaitState(RtcPeer.State.CLOSED);
    assertThatThrownBy(() -> server.peer.answer(client.peer.createOffer()))
        .isInstanceOf(SdpRefusedException.class);
  }
}
