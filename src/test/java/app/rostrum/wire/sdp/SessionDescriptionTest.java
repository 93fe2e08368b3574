package app.rostrum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.rtp.RtpExtensions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                  "1",
                  1,
                  "udp",
                  2122260223L,
                  "192.0.2.7",
                  54321,
                  "host",
                  Optional.empty(),
                  Optional.of("F7gI")));
      assertThat(description.media().getLast().rejected()).isTrue();
    }
  }

  @Test
  void aByteOrderMarkIsSkipped() throws Exception {
    assertThat(SessionDescription.parse("\uFEFF" + OFFER))
        .isEqualTo(SessionDescription.parse(OFFER));
    assertThatThrownBy(() -> SessionDescription.parse("\uFEFF\uFEFF" + OFFER))
        .isInstanceOf(SdpException.class);
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
  void theLargestDescriptionIsRead() throws Exception {
    Map<String, String> largest =
        Map.of(
            "a=" + "x".repeat(8190),
            "a=" + "x".repeat(8191),
            "m=audio 65535 UDP 0",
            "m=audio 65536 UDP 0",
            "m=audio 9 UDP 0",
            "m=audio 9 UDP",
            "o=- 9223372036854775807 0 IN IP4 x",
            "o=- 9223372036854775808 0 IN IP4 x",
            "o=- 0 9223372036854775807 IN IP4 x",
            "o=- 0 10000000000000000000 IN IP4 x",
            "m=audio 9 UDP 0\r\n".repeat(512),
            "m=audio 9 UDP 0\r\n".repeat(513),
            "s=x" + "\r\n".repeat(SessionDescription.MAX_LENGTH / 2 - 4),
            "s=x" + "\r\n".repeat(SessionDescription.MAX_LENGTH / 2 - 3),
            "s=",
            "s");
    for (var entry : largest.entrySet()) {
      assertThat(SessionDescription.parse("v=0\r\n" + entry.getKey())).isNotNull();
      assertThatThrownBy(() -> SessionDescription.parse("v=0\r\n" + entry.getValue()))
          .isInstanceOf(SdpException.class);
    }
  }

  @Test
  void readsOriginAndGroups() throws Exception {
    SessionDescription description =
        SessionDescription.parse(
            """
            v=0
            o=- 7 8 IN IP4 127.0.0.1
            a=group:LS 5 6
            a=BUNDLE:7
            a=group:BUNDLE 1  0
            a=setup:actpass
            m=audio 9/2 UDP 0
            a=ice-ufrag:F7gI
            m=video 9 UDP 0
            a=setup:active
            """);
    assertThat(description.sessionId()).isEqualTo(7);
    assertThat(description.version()).isEqualTo(8);
    assertThat(description.bundle()).containsExactly("1", "0");
    MediaDescription audio = description.media().getFirst();
    assertThat(audio.port()).isEqualTo(9);
    assertThat(description.attribute(audio, "setup")).contains("actpass");
    assertThat(description.attribute(audio, "ice-ufrag")).contains("F7gI");
    assertThat(description.attribute(description.media().getLast(), "setup")).contains("active");
    assertThat(SessionDescription.parse("v=0").bundle()).isEmpty();
  }

  private static MediaDescription section(String mediaLine, String... attributes)
      throws SdpException {
    String lines = "v=0\nm=" + mediaLine + "\na=" + String.join("\na=", attributes);
    return SessionDescription.parse(lines).media().getFirst();
  }

  /** RFC 3264, sections 5.1 and 8.2; RFC 9143, section 6. */
  @ParameterizedTest
  @CsvSource({
    "9, mid:0,       true,  true",
    "9, sendrecv,    true,  true",
    "9, sendonly,    true,  false",
    "9, recvonly,    false, true",
    "9, inactive,    false, false",
    "0, sendrecv,    false, false",
    "0, bundle-only, true,  true"
  })
  void theDirectionTellsWhoSends(int port, String attribute, boolean sends, boolean receives)
      throws Exception {
    MediaDescription section = section("audio " + port + " UDP 0", attribute);
    assertThat(section.sends()).isEqualTo(sends);
    assertThat(section.receives()).isEqualTo(receives);
  }

  @Test
  void readsWhatBelongsToACodec() throws Exception {
    MediaDescription video =
        section(
            "video 9 UDP 128 96 97 x 127",
            "rtpmap:97 rtx/90000",
            "rtpmap:96 VP8/90000",
            "rtpmap:127 H264/90000",
            "fmtp:9 a=1",
            "fmtp:97  apt=96 ",
            "rtcp-fb:96 nack pli",
            "rtcp-fb:* transport-cc ",
            "rtcp-fb:97 nack",
            "rtcp-fb:96");
    assertThat(video.codecs())
        .containsExactly(
            new RtpMap(96, "VP8", 90_000, 1),
            new RtpMap(97, "rtx", 90_000, 1),
            new RtpMap(127, "H264", 90_000, 1));
    assertThat(video.parameters(97)).isEqualTo("apt=96");
    assertThat(video.parameters(96)).isEmpty();
    assertThat(video.feedback(96)).containsExactly("nack pli", "transport-cc");
    assertThat(video.feedback(97)).containsExactly("transport-cc", "nack");
  }

  @ParameterizedTest
  @CsvSource({
    "0 PCMU/8000,              0,   PCMU, 8000,       1",
    "127 opus/1000000000/255,  127, opus, 1000000000, 255",
    "0 x/1/1,                  0,   x,    1,          1"
  })
  void readsCodecs(String value, int type, String encoding, int rate, int channels)
      throws Exception {
    assertThat(RtpMap.parse(value)).isEqualTo(new RtpMap(type, encoding, rate, channels));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0 x",
        "0 x/1/2/3",
        "128 x/1",
        "-1 x/1",
        "+1 x/1",
        "0 x/0",
        "0 x/1000000001",
        "0 x/1/0",
        "0 x/1/256",
        " x/1",
        "/ x/1",
        ": x/1"
      })
  void refusesMalformedCodecs(String value) {
    assertThatThrownBy(() -> RtpMap.parse(value)).isInstanceOf(SdpException.class);
  }

  /** RFC 8285, section 5: the id, perhaps with a direction, then the address. */
  @Test
  void readsExtensionsWithIdsOfOneByte() throws Exception {
    MediaDescription section =
        section(
            "audio 9 UDP 0",
            "extmap:1 urn:a",
            "extmap:14/sendonly urn:b attributes",
            "extmap:2 urn:a",
            "extmap:0 urn:c",
            "extmap:15 urn:d",
            "extmap:3");
    assertThat(section.extensions()).isEqualTo(Map.of("urn:a", 1, "urn:b", 14));
  }

  /** RFC 5576, sections 4.1 and 4.2. */
  @Test
  void readsSources() throws Exception {
    MediaDescription section =
        section(
            "video 9 UDP 0",
            "ssrc-group:SIM 7 8",
            "ssrc-group:FID 0 4294967295",
            "ssrc-group:FID 1 2",
            "ssrc-group:FEC 1 4294967296",
            "ssrc:0 cname:a",
            "ssrc:4294967295 msid:stream track more",
            "ssrc:4294967296 cname:a");
    assertThat(section.ssrcGroup("FID")).containsExactly(0L, 0xFFFFFFFFL);
    assertThat(section.ssrcGroup("FEC")).isEmpty();
    assertThat(section.ssrcGroup("X")).isEmpty();
    assertThat(section.ssrcs()).containsExactly(0L, 0xFFFFFFFFL);
    assertThat(section.trackId()).contains("track");
  }

  /** RFC 8830, section 2; older browsers name the track with its source. */
  @ParameterizedTest
  @CsvSource({
    "msid:stream track,                   track",
    "msid:-,                              ",
    "'msid:stream  ',                     ",
    "ssrc:1 cname:a,                      ",
    "ssrc:1 msid:stream track,            track",
    "ssrc:1 cname:a;ssrc:2 msid:a b,      b",
    "ssrc:2 msid:a b;msid:stream track,   track",
    "ssrc:2 msid:a b;msid:-,              "
  })
  void readsTheTrackId(String attributes, @Nullable String track) throws Exception {
    assertThat(section("audio 9 UDP 0", attributes.split(";", -1)).trackId())
        .isEqualTo(Optional.ofNullable(track));
  }

  @Test
  void readsCandidatesWithAndWithoutPrefixes() throws Exception {
    Candidate plain = Candidate.parse("1 1 UDP 5 ::1 9 typ host");
    assertThat(Candidate.parse("candidate:1 1 udp 5 ::1 9 typ host")).isEqualTo(plain);
    assertThat(Candidate.parse("a=candidate:1 1 udp 5 ::1 9 typ host")).isEqualTo(plain);
    assertThat(Candidate.parse(plain.toString())).isEqualTo(plain);
  }

  /** RFC 8839, section 5.1: extensions after the type are pairs. */
  @ParameterizedTest
  @CsvSource({
    "1 1 udp 0 h 0 typ host,                                   1,   0,          0,     ",
    "1 256 udp 4294967295 h 65535 typ host,                    256, 4294967295, 65535, ",
    "' 1 1  udp 5 h 9 typ host ufrag u ',                      1,   5,          9,     u",
    "1 1 udp 5 h 9 typ srflx raddr ufrag rport 9 ufrag a+/,    1,   5,          9,     a+/",
    "1 1 udp 5 h 9 typ host generation ufrag ufrag,            1,   5,          9,     "
  })
  void readsCandidates(String line, int component, long priority, int port, @Nullable String ufrag)
      throws Exception {
    Candidate candidate = Candidate.parse(line);
    assertThat(candidate.component()).isEqualTo(component);
    assertThat(candidate.priority()).isEqualTo(priority);
    assertThat(candidate.port()).isEqualTo(port);
    assertThat(candidate.ufrag()).isEqualTo(Optional.ofNullable(ufrag));
    assertThat(Candidate.parse(candidate.toString())).isEqualTo(candidate);
  }

  @Test
  void refusesMalformedCandidates() throws Exception {
    String start = "1 1 udp 5 h 9 typ host ufrag ";
    assertThat(Candidate.parse(start + "u".repeat(512 - start.length())).ufrag()).isPresent();
    for (String line :
        new String[] {
          "",
          "candidate:",
          "1 1 udp 5 h 9 typ",
          "1 1 udp 5 h 9 type host",
          "1 1 udp x h 9 typ host",
          "1 0 udp 5 h 9 typ host",
          "1 257 udp 5 h 9 typ host",
          "1 1 udp 4294967296 h 9 typ host",
          "1 1 udp 5 h 65536 typ host",
          start + "u".repeat(513 - start.length())
        }) {
      assertThatThrownBy(() -> Candidate.parse(line)).as(line).isInstanceOf(SdpException.class);
    }
  }
}
