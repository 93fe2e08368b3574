package app.rostrum.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;

/** The DTLS and SRTP parameters of both sides of a handshake. */
final class DtlsProfile {
  /** In order of preference: GCM costs half of counter mode with HMAC. */
  static final int[] SRTP_PROFILES = {
    SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80
  };

  static final int[] CIPHER_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
  };

  static final int HANDSHAKE_TIMEOUT_MILLIS = 25_000;

  /** The first retransmission timeout; it doubles with each repetition. */
  static final int RESEND_MILLIS = 300;

  private DtlsProfile() {}

  /** Returns the first SRTP profile of ours that the other end offers; 0 if there is none. */
  static int choose(int[] offered) {
    for (int ours : SRTP_PROFILES) {
      for (int theirs : offered) {
        if (ours == theirs) {
          return ours;
        }
      }
    }
    return 0;
  }

  /** Returns the SRTP profile chosen from a client's extensions; 0 if there is none. */
  @SuppressWarnings("JdkObsolete") // The library's signature.
  static int offered(Hashtable<Integer, byte[]> extensions) throws IOException {
    UseSRTPData data = TlsSRTPUtils.getUseSRTPExtension(extensions);
    return data == null ? 0 : choose(data.getProtectionProfiles());
  }
}
