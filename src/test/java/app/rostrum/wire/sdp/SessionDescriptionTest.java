package app.rostrum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.rtp.RtpExtensions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
  private static final String OFFER =
      """
      v=0
      o=- 4611731400430051336 2 IN IP4 127.0.0.1
      s=-
      t=0 0
      a=group:BUNDLE 0 1
      a=extmap-allow-mixed
      a=ice-lite
      m=audio 9 UDP/TLS/RTP/SAVPF 111 63 0
      c=IN IP4 0.0.0.0
      a=ice-ufrag:F7gI
      a=fingerprint:sha-256 AA:BB
      a=mid:0
      a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
      a=extmap:4/recvonly urn:ietf:params:rtp-hdrext:sdes:mid
      a=extmap:200 urn:example:beyond-one-byte
      a=sendonly
      a=msid:stream track
      a=rtcp-mux
      a=rtpmap:111 opus/48000/2
      a=rtpmap:63 red/48000/2
      a=rtpmap:nonsense
      a=ssrc:3735928559 cname:abc
      a=ssrc:-1 cname:abc
      a=candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host generation 0 ufrag F7gI
      a=candidate:broken
      m=video 0 UDP/TLS/RTP/SAVPF 96
      a=mid:1
      a=inactive
      """;

  @Test
  void readsDescriptionsWithEitherLineEnd() throws Exception {
    for (String text : new String[] {OFFER, OFFER.replace("\n", "\r\n")}) {
      SessionDescription description = SessionDescription.parse(text);
      assertThat(description.bundle()).containsExactly("0", "1");
      assertThat(description.attribute("ice-lite")).isPresent();
      MediaDescription audio = description.media().getFirst();
      assertThat(audio.mid()).contains("0");
      assertThat(audio.sends()).isTrue();
      assertThat(audio.receives()).isFalse();
      assertThat(audio.codecs())
          .containsExactly(new RtpMap(111, "opus", 48000, 2), new RtpMap(63, "red", 48000, 2));
      assertThat(audio.extensions())
          .containsEntry(RtpExtensions.AUDIO_LEVEL_URI, 1)
          .containsEntry(RtpExtensions.MID_URI, 4)
          .hasSize(2);
      assertThat(audio.trackId()).contains("track");
      assertThat(audio.ssrcs()).containsExactly(3735928559L);
      assertThat(audio.candidates())
          .containsExactly(
              new Candidate(
                  "1", 1, "udp", 2122260223L, "192.0.2.7", 54321, "host", Optional.of("F7gI")));
      assertThat(description.media().getLast().rejected()).isTrue();
    }
  }

  @Test
  void descriptionsReadAsTheyWereWritten() throws Exception {
    SessionDescription description = SessionDescription.parse(OFFER);
    assertThat(SessionDescription.parse(description.write())).isEqualTo(description);
    assertThat(description.write()).doesNotContain("\r\n\r\n").endsWith("\r\n");
  }

  @Test
  void refusesMalformedDescriptions() {
    for (String text :
        new String[] {
          "",
          "\r\n",
          "hello",
          "m=audio 9 X 0",
          "v=0\r\nm=audio",
          "v=0\r\nx",
          "v=0\r\nm=audio x y z",
          "v=0\r\no=- 1 IN",
          "v=0\r\na=" + "x".repeat(10_000),
          "v=0\r\n" + "m=audio 9 UDP 0\r\n".repeat(600),
          "v=0\r\n" + "a=x\r\n".repeat(200_000)
        }) {
      assertThatThrownBy(() -> SessionDescription.parse(text)).isInstanceOf(SdpException.class);
    }
  }

  @Test
  void readsCandidatesWithAndWithoutPrefixes() throws Exception {
    Candidate plain = Candidate.parse("1 1 UDP 5 ::1 9 typ host");
    assertThat(Candidate.parse("candidate:1 1 udp 5 ::1 9 typ host")).isEqualTo(plain);
    assertThat(Candidate.parse("a=candidate:1 1 udp 5 ::1 9 typ host")).isEqualTo(plain);
    assertThat(Candidate.parse(plain.toString())).isEqualTo(plain);
    for (String line :
        new String[] {
          "", "candidate:", "1 1 udp x ::1 9 typ host", "1 1 udp 5 ::1 70000 typ host"
        }) {
      assertThatThrownBy(() -> Candidate.parse(line)).isInstanceOf(SdpException.class);
    }
  }
}
