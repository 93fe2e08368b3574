package app.rostrum.rtc;

import app.rostrum.wire.sdp.Attribute;
import app.rostrum.wire.sdp.MediaDescription;
import app.rostrum.wire.sdp.RtpMap;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A payload type of a section.
 *
 * @param parameters the a=fmtp parameters as the description has them
 * @param feedback the RTCP feedback that a receiver may send
 */
record Payload(int type, Codec codec, String parameters, Set<Kind> feedback) {
  /** RTCP feedback that we support. Retransmission is on the stream itself, without RTX. */
  enum Kind {
    NACK("nack"),
    PICTURE_LOSS("nack pli"),
    FULL_INTRA("ccm fir"),
    ESTIMATE("goog-remb");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private static final int MAX_PAYLOADS = 32;
  private static final int LONGEST_PARAMETERS = 512;

  /** Returns the payload of a codec in an offer of ours. */
  static Payload offered(int type, Codec codec, int opus) {
    return new Payload(
        type,
        codec,
        codec.equals(Codec.RED) ? opus + "/" + opus : codec.parameters(),
        codec.equals(Codec.RED)
            ? EnumSet.noneOf(Kind.class)
            : codec.kind() == MediaKind.AUDIO ? EnumSet.of(Kind.NACK) : EnumSet.allOf(Kind.class));
  }

  /** Returns the known payload types of a section, in its order; the first of equal codecs. */
  static List<Payload> of(MediaDescription media, MediaKind kind) {
    List<Payload> payloads = new ArrayList<>();
    Set<Codec> seen = new HashSet<>();
    for (RtpMap map : media.codecs()) {
      String parameters = media.parameters(map.payloadType());
      Codec codec = Codec.of(map, parameters).orElse(null);
      if (codec != null
          && codec.kind() == kind
          && parameters.length() <= LONGEST_PARAMETERS
          && payloads.size() < MAX_PAYLOADS
          && seen.add(codec)) {
        payloads.add(
            new Payload(map.payloadType(), codec, parameters, feedback(media, map.payloadType())));
      }
    }
    // Redundancy of anything but this section's Opus cannot be unwrapped.
    int opus = typeOf(payloads, Codec.OPUS);
    payloads.removeIf(
        p -> p.codec().equals(Codec.RED) && !p.parameters().startsWith(opus + "/" + opus));
    return List.copyOf(payloads);
  }

  private static Set<Kind> feedback(MediaDescription media, int type) {
    Set<String> said = media.feedback(type);
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Kind kind : Kind.values()) {
      if (said.contains(kind.words)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** Returns the payload type of a codec; -1 if it is not among them. */
  static int typeOf(List<Payload> payloads, Codec codec) {
    for (Payload payload : payloads) {
      if (payload.codec().equals(codec)) {
        return payload.type();
      }
    }
    return -1;
  }

  static boolean anySays(List<Payload> payloads, Kind kind) {
    return payloads.stream().anyMatch(p -> p.feedback().contains(kind));
  }

  void addTo(List<Attribute> attributes) {
    attributes.add(new Attribute("rtpmap", type + " " + codec.encoding()));
    if (!parameters.isEmpty()) {
      attributes.add(new Attribute("fmtp", type + " " + parameters));
    }
    for (Kind kind : Kind.values()) {
      if (feedback.contains(kind)) {
        attributes.add(new Attribute("rtcp-fb", type + " " + kind.words));
      }
    }
  }
}
