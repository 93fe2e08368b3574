package app.rostrum.rtc.dtls;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream that this end encrypts: one SSRC under one key. {@link SrtpSession} has one object for
 * each, because two would not know of each other's numbers. Safe for any thread.
 */
public final class SrtpSource {
  private static final Logger LOG = LoggerFactory.getLogger(SrtpSource.class);

  private final SrtpCryptoContext context;

  SrtpSource(SrtpCryptoContext context) {
    this.context = context;
  }

  /** Encrypts in place; false if the packet must not be sent, as its number was used before. */
  public boolean protect(PacketBuffer packet) {
    try {
      return context.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException e) {
      LOG.warn("cannot encrypt RTP", e);
      return false;
    }
  }
}
