package app.rostrum.host;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.LocalBackends;
import app.rostrum.backend.Passcode;
import app.rostrum.host.tls.ServerCertificate;
import app.rostrum.web.TlsIdentity;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The address at which a host is reached: the public one, else the name in a certificate that an
 * authority has signed, else where it listens.
 */
final class HostAddress {
  private static final int HTTPS_PORT = 443;
  private static final String LOOPBACK = "127.0.0.1";

  private final InetAddress listening;
  private final int port;
  private final Optional<ServerCertificate> certificate;
  private final Optional<URI> named;
  private final URI url;

  /**
   * @param host the name or address that the host listens on
   * @throws UnknownHostException if the name cannot be resolved
   */
  HostAddress(
      String host, int port, Optional<URI> publicUrl, Optional<ServerCertificate> certificate)
      throws UnknownHostException {
    this.listening = InetAddress.getByName(host);
    this.port = port;
    this.certificate = certificate;
    named = publicUrl.or(this::certified);
    url =
        named.orElseGet(
            () -> HostUrls.url(scheme(), listening.isAnyLocalAddress() ? ofMachine() : host, port));
  }

  private Optional<URI> certified() {
    return certificate
        .filter(ServerCertificate::vouchedFor)
        .flatMap(ServerCertificate::name)
        .map(name -> URI.create("https://" + name + (port == HTTPS_PORT ? "" : ":" + port)));
  }

  private String scheme() {
    return certificate.isPresent() ? "https" : "http";
  }

  private String ofMachine() {
    boolean six = listening instanceof Inet6Address;
    return LinkAddresses.ofThisMachine().get().stream()
        .filter(address -> six || address instanceof Inet4Address)
        .findFirst()
        .map(InetAddress::getHostAddress)
        .orElse(LOOPBACK);
  }

  /** Returns the address that the operator or a certificate names. */
  Optional<URI> named() {
    return named;
  }

  /** Returns the address at which people reach the host. */
  URI url() {
    return url;
  }

  /** Returns whether browsers accept the address. */
  boolean servesPages() {
    return "https".equals(url.getScheme())
        && certificate.map(ServerCertificate::vouchedFor).orElse(true);
  }

  /** Returns the place for other programs on this machine: loopback only where it listens. */
  LocalBackends.Place here(Optional<TlsIdentity> identity) {
    String name = listening.isAnyLocalAddress() ? LOOPBACK : listening.getHostAddress();
    return new LocalBackends.Place(
        HostUrls.url(scheme(), name, port), identity.map(HostAddress::fingerprint));
  }

  private static Fingerprint fingerprint(TlsIdentity identity) {
    return Fingerprint.of(identity.certificate().getPublicKey());
  }

  /** Returns a link with address and passcode: a page if browsers accept the address. */
  InvitationLink invitation(Passcode passcode) {
    var link =
        new InvitationLink(
            Optional.of(url),
            certificate.filter(own -> !own.vouchedFor()).map(own -> fingerprint(own.current())),
            passcode,
            Optional.empty());
    return servesPages() ? link.asPage() : link;
  }
}
