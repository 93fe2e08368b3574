package app.rostrum.rtc.dtls;

import app.rostrum.wire.rtp.RtpHeader;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsContext;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.slf4j.LoggerFactory;

/** The keys of both directions (RFC 3711, 7714), with a context per source. Safe for any thread. */
public final class SrtpSession {
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SrtpSession.class);
  // The library logs each packet that fails; such packets are counted here instead.
  private static final Logger QUIET = new LoggerImpl("rtc.srtp", Level.OFF);

  private static final String EXPORTER = "EXTRACTOR-dtls_srtp";

  /** Sources beyond this are not received, unless one has been silent for long. */
  private static final int MAX_SOURCES = 256;

  private static final long IDLE_NANOS = 60_000_000_000L;

  /** A source's context, and when it was last of use. */
  private static final class Inbound<T> {
    final T context;
    volatile long usedAt;

    Inbound(T context) {
      this.context = context;
    }
  }

  // Held here because java.util.logging forgets settings of loggers that nobody holds. The library
  // tells at level INFO, on standard error, which ciphers it has found.
  private static final java.util.logging.Logger CHATTER =
      java.util.logging.Logger.getLogger("org.jitsi");

  static {
    CHATTER.setLevel(Level.WARNING);
    // Otherwise the library runs a benchmark of all factories when first used.
    Aes.setFactoryClassName("SunJCE");
  }

  // Shared by all, because each packet reads them: one of each stays near the processor.
  private static final SrtpPolicy GCM =
      new SrtpPolicy(SrtpPolicy.AESGCM_ENCRYPTION, 16, SrtpPolicy.NULL_AUTHENTICATION, 0, 16, 12);
  private static final SrtpPolicy CM =
      new SrtpPolicy(
          SrtpPolicy.AESCM_ENCRYPTION, 16, SrtpPolicy.HMACSHA1_AUTHENTICATION, 20, 10, 14);

  private final SrtpContextFactory outbound;
  private final SrtpContextFactory inbound;
  private final Map<Integer, SrtpSource> senders = new ConcurrentHashMap<>();
  private final Map<Integer, SrtcpCryptoContext> controlSenders = new ConcurrentHashMap<>();
  private final Map<Integer, Inbound<SrtpCryptoContext>> receivers = new ConcurrentHashMap<>();
  private final Map<Integer, Inbound<SrtcpCryptoContext>> controlReceivers =
      new ConcurrentHashMap<>();

  private SrtpSession(SrtpContextFactory outbound, SrtpContextFactory inbound) {
    this.outbound = outbound;
    this.inbound = inbound;
  }

  private static boolean isGcm(int profile) {
    return profile == SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM;
  }

  private static SrtpPolicy policy(int profile) {
    return isGcm(profile) ? GCM : CM;
  }

  public static int keyingMaterialLength(int profile) {
    return 2 * (16 + policy(profile).getSaltKeyLength());
  }

  /** Takes the keys that a completed handshake exports (RFC 5764, section 4.2). */
  static SrtpSession of(int profile, TlsContext handshake, DtlsSession.Side side) {
    byte[] material = handshake.exportKeyingMaterial(EXPORTER, null, keyingMaterialLength(profile));
    return of(profile, material, side);
  }

  /**
   * @param material client key, server key, client salt, server salt (RFC 5764, section 4.2)
   */
  public static SrtpSession of(int profile, byte[] material, DtlsSession.Side side) {
    int salt = policy(profile).getSaltKeyLength();
    byte[] clientKey = Arrays.copyOfRange(material, 0, 16);
    byte[] serverKey = Arrays.copyOfRange(material, 16, 32);
    byte[] clientSalt = Arrays.copyOfRange(material, 32, 32 + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 32 + salt, 32 + 2 * salt);
    boolean client = side == DtlsSession.Side.CLIENT;
    return new SrtpSession(
        new SrtpContextFactory(
            true,
            client ? clientKey : serverKey,
            client ? clientSalt : serverSalt,
            policy(profile),
            policy(profile),
            QUIET),
        new SrtpContextFactory(
            false,
            client ? serverKey : clientKey,
            client ? serverSalt : clientSalt,
            policy(profile),
            policy(profile),
            QUIET));
  }

  /**
   * Returns what encrypts a stream of this end, always the same for the same SSRC.
   *
   * @param ssrc in its lower 32 bits
   */
  public SrtpSource source(long ssrc) {
    return senders.computeIfAbsent((int) ssrc, this::newSource);
  }

  private SrtpSource newSource(int ssrc) {
    try {
      return new SrtpSource(outbound.deriveContext(ssrc, 0));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no cipher for SRTP", e);
    }
  }

  public boolean protectRtcp(PacketBuffer packet) {
    int ssrc = controlSsrc(packet);
    try {
      SrtcpCryptoContext context = controlSenders.get(ssrc);
      if (context == null) {
        context = outbound.deriveControlContext(ssrc);
        controlSenders.put(ssrc, context);
      }
      return context.transformPacket(packet) == SrtpErrorStatus.OK;
    } catch (GeneralSecurityException e) {
      LOG.warn("cannot encrypt RTCP", e);
      return false;
    }
  }

  private static int controlSsrc(PacketBuffer packet) {
    // The sender's SSRC stands four bytes earlier in RTCP than in RTP.
    return (int) RtpHeader.ssrc(packet.getBuffer(), packet.getOffset() - 4);
  }

  /**
   * Returns whether there is no room for another source; makes room by forgetting those that have
   * been silent for a minute. Each track that is published anew is a new source.
   */
  private static <T> boolean isFull(Map<Integer, Inbound<T>> sources) {
    if (sources.size() >= MAX_SOURCES) {
      long now = System.nanoTime();
      sources.values().removeIf(source -> now - source.usedAt > IDLE_NANOS);
    }
    return sources.size() >= MAX_SOURCES;
  }

  /** Authenticates and decrypts in place; false for a forgery, a replay or garbage. */
  public boolean unprotectRtp(PacketBuffer packet) {
    int ssrc = (int) RtpHeader.ssrc(packet.getBuffer(), packet.getOffset());
    try {
      Inbound<SrtpCryptoContext> source = receivers.get(ssrc);
      boolean known = source != null;
      if (source == null) {
        if (isFull(receivers)) {
          return false;
        }
        source = new Inbound<>(inbound.deriveContext(ssrc, 0));
      }
      boolean authentic =
          source.context.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
      if (authentic) {
        source.usedAt = System.nanoTime();
        if (!known) {
          // Only now: a stranger's packets must not fill the table.
          receivers.put(ssrc, source);
        }
      }
      return authentic;
    } catch (GeneralSecurityException | RuntimeException e) {
      LOG.trace("RTP dropped", e);
      return false;
    }
  }

  public boolean unprotectRtcp(PacketBuffer packet) {
    int ssrc = controlSsrc(packet);
    try {
      Inbound<SrtcpCryptoContext> source = controlReceivers.get(ssrc);
      boolean known = source != null;
      if (source == null) {
        if (isFull(controlReceivers)) {
          return false;
        }
        source = new Inbound<>(inbound.deriveControlContext(ssrc));
      }
      boolean authentic = source.context.reverseTransformPacket(packet) == SrtpErrorStatus.OK;
      if (authentic) {
        source.usedAt = System.nanoTime();
        if (!known) {
          controlReceivers.put(ssrc, source);
        }
      }
      return authentic;
    } catch (GeneralSecurityException | RuntimeException e) {
      LOG.trace("RTCP dropped", e);
      return false;
    }
  }
}
