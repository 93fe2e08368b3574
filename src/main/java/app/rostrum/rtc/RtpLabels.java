package app.rostrum.rtc;

import app.rostrum.wire.rtp.RtpExtensions;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The payload types and header extensions of a section, as the last exchange agreed. Read-only.
 *
 * @param opus the payload type of Opus; -1 if the other end does not take it
 * @param retransmits whether the other end may ask for lost packets
 */
record RtpLabels(
    List<Payload> payloads, RtpExtensions extensions, byte[] mid, int opus, boolean retransmits) {
  private static final int SHARED = 32;

  private record Agreed(List<Payload> payloads, RtpExtensions extensions, String mid) {}

  /** The labels made lately: listeners come by the thousand with the same few. */
  private static final Map<Agreed, RtpLabels> LATELY =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Agreed, RtpLabels> eldest) {
          return size() > SHARED;
        }
      };

  /** Returns labels, mostly the same object for the same agreement. */
  static RtpLabels of(List<Payload> payloads, RtpExtensions extensions, String mid) {
    synchronized (LATELY) {
      return LATELY.computeIfAbsent(new Agreed(payloads, extensions, mid), RtpLabels::of);
    }
  }

  private static RtpLabels of(Agreed agreed) {
    return new RtpLabels(
        agreed.payloads(),
        agreed.extensions(),
        agreed.mid().getBytes(StandardCharsets.UTF_8),
        Payload.typeOf(agreed.payloads(), Codec.OPUS),
        Payload.anySays(agreed.payloads(), Payload.Kind.NACK));
  }

  /** Returns the payload type of a codec; -1 if the other end does not take it. */
  int payloadType(Codec codec) {
    return Payload.typeOf(payloads, codec);
  }
}
