package app.rostrum.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;

/** The client side of a handshake: checks the server's certificate against its fingerprint. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // The library's signatures.
final class DtlsClientEnd extends DefaultTlsClient {
  private final DtlsIdentity identity;
  private final String remoteFingerprint;
  private final Consumer<SrtpSession> onKeys;
  private int profile;

  DtlsClientEnd(DtlsIdentity identity, String remoteFingerprint, Consumer<SrtpSession> onKeys) {
    super(identity.crypto());
    this.identity = identity;
    this.remoteFingerprint = remoteFingerprint;
    this.onKeys = onKeys;
  }

  @Override
  protected ProtocolVersion[] getSupportedVersions() {
    return ProtocolVersion.DTLSv12.only();
  }

  @Override
  protected int[] getSupportedCipherSuites() {
    return DtlsProfile.CIPHER_SUITES.clone();
  }

  @Override
  public int getHandshakeTimeoutMillis() {
    return DtlsProfile.HANDSHAKE_TIMEOUT_MILLIS;
  }

  @Override
  public int getHandshakeResendTimeMillis() {
    return DtlsProfile.RESEND_MILLIS;
  }

  @Override
  public boolean requiresExtendedMasterSecret() {
    return true;
  }

  @Override
  public Hashtable getClientExtensions() throws IOException {
    Hashtable extensions = super.getClientExtensions();
    TlsSRTPUtils.addUseSRTPExtension(
        extensions, new UseSRTPData(DtlsProfile.SRTP_PROFILES.clone(), new byte[0]));
    return extensions;
  }

  @Override
  public void processServerExtensions(Hashtable extensions) throws IOException {
    super.processServerExtensions(extensions);
    UseSRTPData chosen = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
    profile =
        chosen == null || chosen.getProtectionProfiles().length != 1
            ? 0
            : DtlsProfile.choose(chosen.getProtectionProfiles());
    if (profile == 0) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no common SRTP profile");
    }
  }

  @Override
  public TlsAuthentication getAuthentication() {
    return new TlsAuthentication() {
      @Override
      public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
        DtlsIdentity.check(remoteFingerprint, certificate.getCertificate());
      }

      @Override
      public TlsCredentials getClientCredentials(CertificateRequest request) {
        return identity.signer(context);
      }
    };
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    onKeys.accept(SrtpSession.of(profile, context, DtlsSession.Side.CLIENT));
  }
}
