package app.rostrum.rtc.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import java.util.function.Consumer;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;

/** The server side of a handshake: checks the client's certificate against its fingerprint. */
@SuppressWarnings({"JdkObsolete", "rawtypes", "unchecked"}) // The library's signatures.
final class DtlsServerEnd extends DefaultTlsServer {
  private final DtlsIdentity identity;
  private final String remoteFingerprint;
  private final Consumer<SrtpSession> onKeys;
  private int profile;

  DtlsServerEnd(DtlsIdentity identity, String remoteFingerprint, Consumer<SrtpSession> onKeys) {
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
  protected TlsCredentialedSigner getECDSASignerCredentials() {
    return identity.signer(context);
  }

  @Override
  public CertificateRequest getCertificateRequest() {
    Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
    algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    algorithms.add(new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.rsa));
    return new CertificateRequest(
        new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
        algorithms,
        null);
  }

  @Override
  public void notifyClientCertificate(Certificate certificate) throws IOException {
    DtlsIdentity.check(remoteFingerprint, certificate);
  }

  @Override
  public void processClientExtensions(Hashtable extensions) throws IOException {
    super.processClientExtensions(extensions);
    profile = extensions == null ? 0 : DtlsProfile.offered(extensions);
    if (profile == 0) {
      throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no common SRTP profile");
    }
  }

  @Override
  public Hashtable getServerExtensions() throws IOException {
    Hashtable extensions = super.getServerExtensions();
    Hashtable all = extensions == null ? new Hashtable() : extensions;
    TlsSRTPUtils.addUseSRTPExtension(all, new UseSRTPData(new int[] {profile}, new byte[0]));
    return all;
  }

  @Override
  public void notifyHandshakeComplete() throws IOException {
    super.notifyHandshakeComplete();
    onKeys.accept(SrtpSession.of(profile, context, DtlsSession.Side.SERVER));
  }
}
