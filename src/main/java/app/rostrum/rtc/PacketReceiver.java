package app.rostrum.rtc;

import app.rostrum.rtc.dtls.PacketBuffer;

/**
 * Takes the packets of one remote address. Called on the receiving thread of a {@link MediaPort},
 * with a packet whose buffer is reused after the call.
 */
interface PacketReceiver {
  /** Takes a DTLS record; returns false if it was dropped. */
  boolean onDtls(PacketBuffer packet);

  /** Takes an SRTP or SRTCP packet; returns false if it was dropped. */
  boolean onMedia(PacketBuffer packet);
}
