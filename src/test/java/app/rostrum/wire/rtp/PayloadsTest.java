package app.rostrum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Reading of payloads without decoding them. */
class PayloadsTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void vp8KeyframesAreTold() {
    assertThat(VideoFormat.VP8.startsKeyframe(hex("10" + "50"))).isTrue();
    assertThat(VideoFormat.VP8.startsKeyframe(hex("10" + "51"))).isFalse();
    // With a picture id of two bytes, layer index and key index.
    assertThat(VideoFormat.VP8.startsKeyframe(hex("90e08001" + "0020" + "50"))).isTrue();
    assertThat(VideoFormat.VP8.startsKeyframe(hex("90f08001" + "0020" + "51"))).isFalse();
    // Not the first packet of its picture, or one of a later partition.
    assertThat(VideoFormat.VP8.startsKeyframe(hex("00" + "50"))).isFalse();
    assertThat(VideoFormat.VP8.startsKeyframe(hex("11" + "50"))).isFalse();
  }

  @Test
  void vp9KeyframesAreTold() {
    assertThat(VideoFormat.VP9.startsKeyframe(hex("08"))).isTrue();
    assertThat(VideoFormat.VP9.startsKeyframe(hex("48"))).isFalse();
    assertThat(VideoFormat.VP9.startsKeyframe(hex("00"))).isFalse();
    assertThat(VideoFormat.VP9.startsKeyframe(hex("a8" + "8001" + "00"))).isTrue();
    assertThat(VideoFormat.VP9.startsKeyframe(hex("a8" + "8001" + "02"))).isFalse();
  }

  @Test
  void h264KeyframesAreTold() {
    assertThat(VideoFormat.H264.startsKeyframe(hex("67"))).isTrue();
    assertThat(VideoFormat.H264.startsKeyframe(hex("65"))).isTrue();
    assertThat(VideoFormat.H264.startsKeyframe(hex("61"))).isFalse();
    assertThat(VideoFormat.H264.startsKeyframe(hex("7c85"))).isTrue();
    assertThat(VideoFormat.H264.startsKeyframe(hex("7c05"))).isFalse();
    assertThat(VideoFormat.H264.startsKeyframe(hex("18" + "000106" + "00026742"))).isTrue();
    assertThat(VideoFormat.H264.startsKeyframe(hex("18" + "000106" + "ffff61"))).isFalse();
  }

  @Test
  void av1KeyframesAreTold() {
    assertThat(VideoFormat.AV1.startsKeyframe(hex("18"))).isTrue();
    assertThat(VideoFormat.AV1.startsKeyframe(hex("10"))).isFalse();
  }

  @Test
  void noTruncatedPayloadIsAKeyframe() {
    for (VideoFormat format : VideoFormat.values()) {
      for (String start : new String[] {"", "90", "90e0", "90e080", "a8", "a880", "7c", "18"}) {
        format.startsKeyframe(hex(start));
      }
      assertThat(format.startsKeyframe(hex(""))).isFalse();
    }
  }

  @Test
  void theCurrentFrameIsFoundAmongRedundantOnes() throws Exception {
    assertThat(RedPayload.primary(hex("6f" + "aabb"))).isEqualTo(hex("aabb"));
    // Two earlier frames of 2 and 3 bytes.
    assertThat(RedPayload.primary(hex("ef1e0002" + "ef0f0003" + "6f" + "0101020202" + "cc")))
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
