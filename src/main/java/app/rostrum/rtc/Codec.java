package app.rostrum.rtc;

import app.rostrum.wire.rtp.VideoFormat;
import app.rostrum.wire.sdp.RtpMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A codec with the parameters that both ends must share, without the payload type that a
 * description gives it. Packets may be forwarded untouched between sections with equal codecs.
 *
 * @param variant for H264 the packetization mode and the profile, for VP9 and AV1 the profile; else
 *     empty
 */
public record Codec(Name name, String variant) {
  /** The codecs that can be forwarded. */
  public enum Name {
    OPUS(MediaKind.AUDIO, "opus/48000/2"),
    /** Opus with copies of earlier frames in each packet (RFC 2198). */
    RED(MediaKind.AUDIO, "red/48000/2"),
    VP8(MediaKind.VIDEO, "VP8/90000"),
    VP9(MediaKind.VIDEO, "VP9/90000"),
    H264(MediaKind.VIDEO, "H264/90000"),
    AV1(MediaKind.VIDEO, "AV1/90000");

    private final MediaKind kind;
    private final String encoding;

    Name(MediaKind kind, String encoding) {
      this.kind = kind;
      this.encoding = encoding;
    }

    MediaKind kind() {
      return kind;
    }

    /** Returns name, clock rate and channels as an a=rtpmap line has them. */
    String encoding() {
      return encoding;
    }

    private boolean is(RtpMap map) {
      String text = map.encoding() + "/" + map.clockRate();
      // Some ends leave the channels of Opus out (RFC 7587 wants them); it has no other form.
      return kind == MediaKind.AUDIO && map.channels() == 1
          ? encoding.equalsIgnoreCase(text + "/2")
          : encoding.equalsIgnoreCase(map.channels() == 1 ? text : text + "/" + map.channels());
    }
  }

  private static final int LONGEST_VALUE = 16;

  public static final Codec OPUS = new Codec(Name.OPUS, "");
  public static final Codec RED = new Codec(Name.RED, "");
  public static final Codec VP8 = new Codec(Name.VP8, "");

  /**
   * Returns the codec of an a=rtpmap line.
   *
   * @param parameters the a=fmtp parameters of its payload type
   * @return empty if it is unknown
   */
  static Optional<Codec> of(RtpMap map, String parameters) {
    for (Name name : Name.values()) {
      if (name.is(map)) {
        return Optional.of(new Codec(name, variant(name, values(parameters))));
      }
    }
    return Optional.empty();
  }

  private static String variant(Name name, Map<String, String> values) {
    return switch (name) {
      case OPUS, RED, VP8 -> "";
      case VP9 -> values.getOrDefault("profile-id", "0");
      case AV1 -> values.getOrDefault("profile", "0");
      case H264 -> {
        // Two digits of profile and two of constraints; the level may differ (RFC 6184, 8.1).
        String level = values.getOrDefault("profile-level-id", "420010");
        yield values.getOrDefault("packetization-mode", "0")
            + "/"
            + level.substring(0, Math.min(4, level.length()));
      }
    };
  }

  private static Map<String, String> values(String parameters) {
    Map<String, String> values = new HashMap<>();
    for (String part : parameters.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String value = part.substring(equals + 1).strip().toLowerCase(Locale.ROOT);
        // Letters and digits only: it becomes part of descriptions of ours.
        if (value.length() <= LONGEST_VALUE
            && value.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
          values.putIfAbsent(part.substring(0, equals).strip().toLowerCase(Locale.ROOT), value);
        }
      }
    }
    return values;
  }

  public MediaKind kind() {
    return name.kind;
  }

  /** Returns whether a payload starts a keyframe; false for sound. */
  public boolean startsKeyframe(byte[] payload) {
    return switch (name) {
      case OPUS, RED -> false;
      case VP8 -> VideoFormat.VP8.startsKeyframe(payload);
      case VP9 -> VideoFormat.VP9.startsKeyframe(payload);
      case H264 -> VideoFormat.H264.startsKeyframe(payload);
      case AV1 -> VideoFormat.AV1.startsKeyframe(payload);
    };
  }

  /** Returns name, clock rate and channels as an a=rtpmap line has them. */
  String encoding() {
    return name.encoding;
  }

  /** Returns the a=fmtp parameters of an offer of ours; empty for none. */
  String parameters() {
    return switch (name) {
      case OPUS -> "minptime=10;useinbandfec=1";
      case RED, VP8 -> "";
      case VP9 -> "profile-id=" + variant;
      case AV1 -> "level-idx=5;profile=" + variant + ";tier=0";
      case H264 -> {
        String[] parts = variant.split("/", 2);
        yield "level-asymmetry-allowed=1;packetization-mode="
            + parts[0]
            + ";profile-level-id="
            + parts[1]
            + "1f";
      }
    };
  }
}
