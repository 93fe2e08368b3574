package app.rostrum.host;

import app.rostrum.backend.Fingerprint;
import app.rostrum.cli.Closer;
import app.rostrum.cloud.embedded.EmbeddedCloud;
import app.rostrum.host.tls.ServerCertificate;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.TlsIdentity;
import app.rostrum.web.WebServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side of a host that faces the network: the backend and the cloud over TLS, and their sound,
 * on a port of its own. The side that faces this machine goes on whether it is open or not. Without
 * the REST API, and not for web pages, which have no way to check the fingerprint.
 */
final class LanSide implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LanSide.class);

  /**
   * The settings of the network's side.
   *
   * @param host the address to listen on; empty for all of this machine
   * @param port TCP and UDP; another one if it is in use; 0 picks one
   */
  record Options(String host, int port) {}

  /** The time between two looks whether the certificate has to be renewed. */
  private static final Duration CHECK = Duration.ofHours(1);

  private final Closer opened;
  private final ServerCertificate certificate;
  private final LinkAddresses links;
  private final int port;
  private final Fingerprint fingerprint;

  private LanSide(
      Closer opened,
      ServerCertificate certificate,
      LinkAddresses links,
      int port,
      Fingerprint fingerprint) {
    this.opened = opened;
    this.certificate = certificate;
    this.links = links;
    this.port = port;
    this.fingerprint = fingerprint;
  }

  /**
   * Opens the side and returns when it can be used.
   *
   * @param certificate renewed in time while the side is open
   * @param health tells machines of the network what it tells those of this one
   * @param backend the backend, whose answers are on disk
   * @throws IOException if no port can be opened
   */
  static LanSide open(
      Options options,
      ServerCertificate certificate,
      LinkAddresses links,
      EmbeddedCloud cloud,
      Health health,
      HttpHandler backend)
      throws IOException {
    var opened = new Closer();
    try {
      String host =
          options.host().isEmpty() ? MediaPort.everywhere().getHostAddress() : options.host();
      MediaPort media = opened.add(bind(host, options.port(), links));
      WebServer.Builder web =
          health.addTo(
              WebServer.builder()
                  .tls(certificate.current())
                  .onlyOrigins(origin -> false)
                  .handle("/", backend),
              media.port());
      WebServer server =
          opened.add(
              cloud.addWithoutRest(web, media).start(new InetSocketAddress(host, media.port())));
      Fingerprint fingerprint = fingerprint(certificate.current());
      certificate.use(
          identity -> {
            if (!fingerprint(identity).equals(fingerprint)) {
              throw new IOException("its key is not the one that invitations name");
            }
            server.renew(identity);
          });
      Timers timers = opened.add(Timers.create("network-certificate"));
      timers
          .on(task -> Threads.startVirtual("network-certificate", task))
          .every(CHECK, certificate::look);
      LOG.info("people in the network can come in at port {} (TCP and UDP)", media.port());
      return new LanSide(opened, certificate, links, media.port(), fingerprint);
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  private static Fingerprint fingerprint(TlsIdentity identity) {
    return Fingerprint.of(identity.certificate().getPublicKey());
  }

  /** Renews the certificate, if that is due; the key, and the links with it, stay. */
  void renewCertificate() {
    certificate.look();
  }

  private static MediaPort bind(String host, int port, LinkAddresses links) throws IOException {
    try {
      return PortPair.open(host, port, links::get);
    } catch (BindException e) {
      if (port == 0) {
        throw e;
      }
      return PortPair.open(host, 0, links::get);
    }
  }

  LanAccess access() {
    return new LanAccess(links.get(), port, fingerprint);
  }

  /**
   * Ends it: those who came by it are cut off. Their apps try to come back for a while and then say
   * that the host is not reachable; here they leave the stream as others do whose connection is
   * lost.
   */
  @Override
  public void close() {
    opened.close();
    LOG.info("people in the network cannot come in any more");
  }
}
