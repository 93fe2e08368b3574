package app.rostrum.host.tls;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Fingerprint;
import app.rostrum.testing.ManualClock;
import app.rostrum.web.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanIdentityTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-03-01T12:00:00Z"));

  private TlsIdentity identity() throws IOException {
    return LanIdentity.in(folder, clock, RANDOM);
  }

  private static Fingerprint print(TlsIdentity identity) {
    return Fingerprint.of(identity.certificate().getPublicKey());
  }

  private Path file() {
    return folder.resolve(LanIdentity.FILE);
  }

  @Test
  void itIsKeptForItsOwnerOnly() throws Exception {
    TlsIdentity first = identity();
    assertThat(identity()).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(first.toString()).doesNotContain(first.key().toString());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(identity()).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void theCertificateIsRenewedBeforeItEndsAndTheFingerprintStays() throws Exception {
    TlsIdentity first = identity();
    first.certificate().verify(first.certificate().getPublicKey());
    clock.advance(Duration.ofDays(270));
    assertThat(identity()).isEqualTo(first);
    clock.advance(Duration.ofDays(10));
    TlsIdentity renewed = identity();
    assertThat(renewed.certificate()).isNotEqualTo(first.certificate());
    assertThat(renewed.certificate().getNotAfter().toInstant())
        .isAfter(clock.instant().plus(Duration.ofDays(360)));
    assertThat(print(renewed)).isEqualTo(print(first));
    assertThat(identity()).isEqualTo(renewed);
  }

  @Test
  void aClockThatWasWrongDoesNotLeaveACertificateOfTheFuture() throws Exception {
    TlsIdentity first = identity();
    clock.advance(Duration.ofDays(-30));
    TlsIdentity now = identity();
    now.certificate().checkValidity(java.util.Date.from(clock.instant()));
    assertThat(print(now)).isEqualTo(print(first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "no key", "-----BEGIN PRIVATE KEY-----\n%%%\n-----END PRIVATE KEY-----"})
  void oneThatCannotBeReadIsReplaced(String content) throws Exception {
    Files.writeString(file(), content);
    TlsIdentity fresh = identity();
    assertThat(identity()).isEqualTo(fresh);
  }

  @Test
  void aKeyOfAnotherCertificateIsReplaced() throws Exception {
    TlsIdentity first = identity();
    String one = Files.readString(file());
    Files.delete(file());
    identity();
    String other = Files.readString(file());
    String mixed =
        one.substring(0, one.indexOf("-----BEGIN CERTIFICATE"))
            + other.substring(other.indexOf("-----BEGIN CERTIFICATE"));
    Files.writeString(file(), mixed);
    assertThat(print(identity())).isNotEqualTo(print(first));
  }
}
