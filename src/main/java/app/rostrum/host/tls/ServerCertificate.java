package app.rostrum.host.tls;

import app.rostrum.web.TlsIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that a server uses, and the place from where the next one comes. Thread-safe. A
 * new one that is bad is told in the log, and the one before stays.
 */
public final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  /** The rest of a certificate's life in which the log reminds of its end, once a day. */
  private static final Duration REMINDER = Duration.ofDays(14);

  private static final Duration DAY = Duration.ofDays(1);
  private static final int DNS_NAME = 2;

  /** The place from where certificates come. */
  private interface Source {
    /**
     * @throws IOException if there is none to be used; its message tells a person why
     */
    TlsIdentity read() throws IOException;
  }

  /** The server that uses a certificate. */
  public interface Use {
    /**
     * @throws IOException if it cannot be used
     */
    void renew(TlsIdentity identity) throws IOException;
  }

  private final Source source;
  private final Clock clock;
  private final boolean vouchedFor;
  private TlsIdentity current;
  private Use use = identity -> {};
  private Instant reminded = Instant.EPOCH;

  /** The fault of the next one at the last look. */
  private Optional<String> wrong = Optional.empty();

  /** The fault that has been told. */
  private Optional<String> told = Optional.empty();

  private ServerCertificate(Source source, Clock clock, boolean vouchedFor) throws IOException {
    this.source = source;
    this.clock = clock;
    this.vouchedFor = vouchedFor;
    current = source.read();
    remind();
  }

  /**
   * Reads the certificate of a server that speaks TLS; empty if it does not.
   *
   * @param data the folder that keeps a certificate of one's own
   * @throws IOException if it cannot be used; its message tells a person why
   */
  public static Optional<ServerCertificate> of(
      ServerTls tls, Path data, Clock clock, SecureRandom random) throws IOException {
    return switch (tls) {
      case ServerTls.Off() -> Optional.empty();
      case ServerTls.SelfSigned() -> Optional.of(ofNetwork(data, clock, random));
      case ServerTls.FromFiles(Path certificate, Path key) ->
          Optional.of(
              new ServerCertificate(new CertificateFiles(certificate, key)::read, clock, true));
    };
  }

  /**
   * Reads or makes a certificate of this installation's own.
   *
   * @param data the folder that keeps it
   * @throws IOException if it cannot be kept
   */
  public static ServerCertificate ofNetwork(Path data, Clock clock, SecureRandom random)
      throws IOException {
    return new ServerCertificate(() -> LanIdentity.in(data, clock, random), clock, false);
  }

  /** Returns whether an authority vouches for it, so that browsers accept it. */
  public boolean vouchedFor() {
    return vouchedFor;
  }

  public synchronized TlsIdentity current() {
    return current;
  }

  /** Sets who is given each new certificate. */
  public synchronized void use(Use server) {
    use = server;
  }

  /** Returns the first name of the certificate that is one of a single host. */
  public synchronized Optional<String> name() {
    try {
      Collection<List<?>> names = current.certificate().getSubjectAlternativeNames();
      return (names == null ? List.<List<?>>of() : names)
          .stream()
              .filter(name -> Integer.valueOf(DNS_NAME).equals(name.getFirst()))
              .map(name -> String.valueOf(name.get(1)))
              .filter(name -> !name.startsWith("*"))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes a new certificate, if there is one, and reminds of the end of the one in use. Called
   * every minute. Certificate and key are written one after the other, so what is wrong with them
   * is told when it has been wrong twice.
   */
  public synchronized void look() {
    Optional<String> now = renew();
    if (now.isPresent() && now.equals(wrong) && !now.equals(told)) {
      tell(now.get());
      told = now;
    }
    wrong = now;
    remind();
  }

  /**
   * Takes a new certificate as {@link #look} does, because somebody says that there is one.
   *
   * @throws IOException if it cannot be used, so that the one before stays; its message tells why
   */
  public synchronized void reload() throws IOException {
    wrong = renew();
    told = wrong;
    if (wrong.isPresent()) {
      tell(wrong.get());
      throw new IOException("the new certificate cannot be used: " + wrong.get());
    }
    LOG.info("the certificate is valid until {}", end(current));
  }

  /** Returns the end of the certificate in use. */
  public synchronized Instant end() {
    return end(current);
  }

  /** Returns what was wrong with the next certificate at the last look; empty if nothing was. */
  public synchronized Optional<String> problem() {
    return wrong;
  }

  private static void tell(String wrong) {
    LOG.warn("the new certificate cannot be used, so the one before stays: {}", wrong);
  }

  /** Returns what is wrong with the next certificate; empty if nothing is. */
  private Optional<String> renew() {
    try {
      TlsIdentity next = source.read();
      if (next.equals(current)) {
        return Optional.empty();
      }
      if (!end(next).isAfter(clock.instant())) {
        return Optional.of("it was valid until " + end(next));
      }
      use.renew(next);
      current = next;
      reminded = Instant.EPOCH;
      LOG.info("a new certificate is in use, valid until {}", end(next));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void remind() {
    Instant now = clock.instant();
    Instant end = end(current);
    if (now.plus(REMINDER).isAfter(end) && !now.minus(DAY).isBefore(reminded)) {
      reminded = now;
      if (now.isBefore(end)) {
        LOG.warn("the certificate ends on {}, and no new one has come", end);
      } else {
        LOG.error("the certificate has ended on {}: nobody can connect", end);
      }
    }
  }

  private static Instant end(TlsIdentity identity) {
    X509Certificate certificate = identity.certificate();
    return certificate.getNotAfter().toInstant();
  }
}
