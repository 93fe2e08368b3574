package app.rostrum.host.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Fingerprint;
import app.rostrum.rtc.SelfSignedCertificate;
import app.rostrum.testing.Certificates;
import app.rostrum.testing.ManualClock;
import app.rostrum.web.TlsIdentity;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@NullUnmarked
class ServerCertificateTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(START);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<TlsIdentity> used = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ServerCertificate.class);
  private Level level;
  private Path chain;
  private Path key;

  @BeforeEach
  void listen() {
    level = logger.getLevel();
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
    chain = folder.resolve("fullchain.pem");
    key = folder.resolve("privkey.pem");
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(level);
  }

  private void issue(Duration life) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    var certificate =
        SelfSignedCertificate.of(
            keys, clock.instant().minusSeconds(60), clock.instant().plus(life), RANDOM);
    write(chain, Pem.write("CERTIFICATE", certificate.getEncoded()));
    write(key, Pem.write("PRIVATE KEY", keys.getPrivate().getEncoded()));
  }

  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text, StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private ServerCertificate open() throws IOException {
    ServerCertificate opened =
        ServerCertificate.of(new ServerTls.FromFiles(chain, key), folder, clock, RANDOM)
            .orElseThrow();
    opened.use(used::add);
    return opened;
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void aNewPairIsTakenWhenTheFilesChange() throws Exception {
    issue(Duration.ofDays(90));
    ServerCertificate certificate = open();
    certificate.look();
    assertThat(used).isEmpty();
    issue(Duration.ofDays(90));
    certificate.look();
    assertThat(used).containsExactly(certificate.current());
    certificate.look();
    assertThat(used).hasSize(1);
    assertThat(warnings()).isEmpty();
  }

  private static void refused(ServerCertificate certificate) {
    assertThatThrownBy(certificate::reload)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the new certificate cannot be used: ");
  }

  @Test
  void aBadNewPairKeepsTheOldOneAndIsToldOnce() throws Exception {
    issue(Duration.ofDays(90));
    ServerCertificate certificate = open();
    TlsIdentity before = certificate.current();
    String goodKey = Files.readString(key);
    String goodChain = Files.readString(chain);
    issue(Duration.ofDays(90));
    String newKey = Files.readString(key);
    write(key, goodKey); // Not written yet, while the certificate is.
    certificate.look();
    assertThat(warnings()).isEmpty();
    certificate.look();
    certificate.look();
    assertThat(warnings()).singleElement().asString().contains("is not the key of the first");
    assertThat(certificate.current()).isEqualTo(before);
    assertThat(used).isEmpty();
    write(key, newKey);
    certificate.look();
    assertThat(used).hasSize(1);

    write(chain, goodChain.substring(0, 200));
    refused(certificate); // Asked for, so it is told at once.
    assertThat(warnings()).hasSize(2);
    Files.delete(chain);
    certificate.look();
    certificate.look();
    assertThat(warnings()).hasSize(3).last().asString().contains("there is no file");
    assertThat(used).hasSize(1);
  }

  @Test
  void oneThatHasEndedOrThatTheServerCannotUseIsNotTaken() throws Exception {
    issue(Duration.ofDays(90));
    ServerCertificate certificate = open();
    TlsIdentity before = certificate.current();
    issue(Duration.ofDays(-1).plus(Duration.ofDays(1)).minusSeconds(30));
    refused(certificate);
    assertThat(warnings()).singleElement().asString().contains("it was valid until");
    issue(Duration.ofDays(90));
    certificate.use(
        identity -> {
          throw new IOException("no");
        });
    refused(certificate);
    assertThat(certificate.current()).isEqualTo(before);
    certificate.use(used::add);
    certificate.look();
    assertThat(certificate.current()).isNotEqualTo(before);
  }

  @Test
  void itsEndIsToldOnceADayFromFourteenDaysBefore() throws Exception {
    issue(Duration.ofDays(20));
    ServerCertificate certificate = open();
    clock.advance(Duration.ofDays(5));
    certificate.look();
    assertThat(warnings()).isEmpty();
    clock.advance(Duration.ofDays(2));
    certificate.look();
    certificate.look();
    clock.advance(Duration.ofHours(23));
    certificate.look();
    assertThat(warnings()).singleElement().asString().contains("ends on 2026-03-21T12:00:00Z");
    clock.advance(Duration.ofHours(1));
    certificate.look();
    assertThat(warnings()).hasSize(2);
    clock.advance(Duration.ofDays(30));
    certificate.look();
    assertThat(warnings()).hasSize(3).last().asString().contains("has ended");
    issue(Duration.ofDays(20));
    certificate.look();
    assertThat(warnings()).hasSize(3);
  }

  @Test
  void oneOfOnesOwnKeepsItsKeyAndIsRenewedWhileTheServerRuns() throws Exception {
    ServerCertificate certificate =
        ServerCertificate.of(new ServerTls.SelfSigned(), folder, clock, RANDOM).orElseThrow();
    certificate.use(used::add);
    assertThat(certificate.vouchedFor()).isFalse();
    assertThat(certificate.name()).isEmpty();
    Fingerprint print = Fingerprint.of(certificate.current().certificate().getPublicKey());
    clock.advance(Duration.ofDays(300));
    certificate.look();
    assertThat(used).hasSize(1);
    assertThat(Fingerprint.of(certificate.current().certificate().getPublicKey())).isEqualTo(print);
    assertThat(warnings()).isEmpty();
  }

  @Test
  void aServerIsNamedAsItsCertificateIsAndNotStartedWithABadOne() throws Exception {
    ServerCertificate certificate =
        ServerCertificate.of(
                new ServerTls.FromFiles(Certificates.CHAIN, Certificates.KEY),
                folder,
                clock,
                RANDOM)
            .orElseThrow();
    assertThat(certificate.name()).contains("talk.example.org");
    assertThat(ServerCertificate.of(new ServerTls.Off(), folder, clock, RANDOM)).isEmpty();
    assertThatThrownBy(this::open).hasMessageContaining("there is no file");
  }
}
