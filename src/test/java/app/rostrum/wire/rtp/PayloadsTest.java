package app.rostrum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading of payloads without decoding them. */
class PayloadsTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** RFC 7741, section 4.2: descriptor, extension (I L T K), picture id, then the P bit. */
  @ParameterizedTest
  @CsvSource({
    "a keyframe,                             10 50,            true",
    "another picture,                        10 51,            false",
    "not the first packet,                   00 50,            false",
    "of a later partition,                   11 50,            false",
    "of the last partition,                  14 50,            false",
    "an extension without fields,            90 00 50,         true",
    "an extension before another picture,    90 00 51,         false",
    "a picture id of 7 bits,                 90 80 01 50,      true",
    "a picture id of 15 bits,                90 80 81 01 50,   true",
    "an index of the base layer,             90 40 01 50,      true",
    "an index of the temporal layer,         90 20 01 50,      true",
    "an index of the key,                    90 10 01 50,      true",
    "the two indexes in a byte,              90 30 01 50,      true",
    "all fields,                             90 f0 81 01 01 01 50, true",
    "all fields before another picture,      90 f0 80 00 00 00 51, false",
    "no payload,                             '',               false",
    "cut off after the descriptor,           10,               false",
    "cut off before the extension,           90,               false",
    "cut off before the picture id,          90 80,            false",
    "cut off within the picture id,          90 80 80,         false",
    "cut off before the indexes,             90 e0 80 00,      false"
  })
  void vp8KeyframesAreTold(String what, String payload, boolean keyframe) {
    assertKeyframe(VideoFormat.VP8, what, payload, keyframe);
  }

  /** RFC 9628, section 4.2: I P L F B E V Z, picture id, then the layers (SID in 0x0e). */
  @ParameterizedTest
  @CsvSource({
    "a keyframe,                     08,            true",
    "predicted from another,         48,            false",
    "not the first packet,           00,            false",
    "the lowest spatial layer,       28 f1,         true",
    "a higher spatial layer,         28 02,         false",
    "a picture id of 7 bits,         a8 02 00,      true",
    "a higher layer behind it,       a8 00 02,      false",
    "a picture id of 15 bits,        a8 82 02 00,   true",
    "a higher layer behind that,     a8 80 00 08,   false",
    "no payload,                     '',            false",
    "cut off before the layers,      28,            false",
    "cut off before the picture id,  a8,            false",
    "cut off within the picture id,  a8 80,         false",
    "cut off behind the picture id,  a8 80 00,      false"
  })
  void vp9KeyframesAreTold(String what, String payload, boolean keyframe) {
    assertKeyframe(VideoFormat.VP9, what, payload, keyframe);
  }

  /** RFC 6184, sections 5.6 to 5.8: single unit, aggregate (STAP-A), fragment (FU-A). */
  @ParameterizedTest
  @CsvSource({
    "sequence parameters,                 67,                   true",
    "an intra picture,                    65,                   true",
    "another picture,                     61,                   false",
    "picture parameters,                  68,                   false",
    "an intra picture's first fragment,   7c 85,                true",
    "its next fragment,                   7c 05,                false",
    "another picture's first fragment,    7c 81,                false",
    "an aggregate that ends with one,     18 0001 06 0001 65,   true",
    "an aggregate with others only,       18 0001 06 ffff 61,   false",
    "no payload,                          '',                   false",
    "cut off after the fragment's type,   7c,                   false",
    "an empty aggregate,                  18,                   false",
    "cut off within a size,               18 00,                false",
    "cut off behind a size,               18 0001,              false"
  })
  void h264KeyframesAreTold(String what, String payload, boolean keyframe) {
    assertKeyframe(VideoFormat.H264, what, payload, keyframe);
  }

  @Test
  void aKeyframeIsFoundBehindALongUnit() {
    String payload = "18 0181 06" + "ff".repeat(0x180) + "0001 65";
    assertKeyframe(VideoFormat.H264, "the size has two bytes", payload, true);
  }

  /** The AV1 payload specification, section 4.4: Z Y W W N, where N begins a sequence. */
  @ParameterizedTest
  @CsvSource({"a new sequence, 18, true", "another picture, f7, false", "no payload, '', false"})
  void av1KeyframesAreTold(String what, String payload, boolean keyframe) {
    assertKeyframe(VideoFormat.AV1, what, payload, keyframe);
  }

  private static void assertKeyframe(
      VideoFormat format, String what, String payload, boolean keyframe) {
    assertThat(format.startsKeyframe(hex(payload))).as(what).isEqualTo(keyframe);
  }

  /** The examples of FIPS 180, whose digests are ba7816bf… and e3b0c442…. */
  @Test
  void aSpeakersSourceIsTheBeginningOfADigest() {
    assertThat(ContributingSource.csrc("abc")).isEqualTo(0xba7816bfL);
    assertThat(ContributingSource.csrc("")).isEqualTo(0xe3b0c442L);
  }

  @Test
  void theCurrentFrameIsFoundAmongRedundantOnes() throws Exception {
    assertThat(RedPayload.primary(hex("6f" + "aabb"))).isEqualTo(hex("aabb"));
    // Two earlier frames of 2 and 3 bytes.
    assertThat(RedPayload.primary(hex("ef1e0002" + "ef0f0003" + "6f" + "0101020202" + "cc")))
        .isEqualTo(hex("cc"));
    // The length has 10 bits, behind 14 of the timestamp (RFC 2198, section 3).
    assertThat(RedPayload.primary(hex("effffd80" + "6f" + "01".repeat(0x180) + "cc")))
        .isEqualTo(hex("cc"));
    assertThat(RedPayload.primary(hex("6f"))).isEmpty();
  }

  @Test
  void redundancyOfAWrongLengthIsRefused() {
    for (String bad : new String[] {"", "ef", "ef1e00", "ef1e0002", "ef1e00026f01", "ef1e03ff6f"}) {
      assertThatThrownBy(() -> RedPayload.primary(hex(bad)))
          .as(bad)
          .isInstanceOf(RtpException.class);
    }
  }
}
