package app.rostrum.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.doctor.Finding.Verdict;
import app.rostrum.testing.Certificates;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebFindingsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static WebVisit visit(int status, String body) {
    return new WebVisit(
        status, body, Optional.empty(), "TLS 1.3", Optional.empty(), Optional.empty());
  }

  private static Patient patient(String address) {
    return new Patient(URI.create(address), Optional.empty(), Optional.empty(), List.of());
  }

  @Test
  void aCertificateIsToldTwoWeeksBeforeItEnds() throws Exception {
    X509Certificate certificate;
    try (InputStream in = Files.newInputStream(Certificates.CHAIN)) {
      certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
    var visit =
        new WebVisit(
            200, "", Optional.empty(), "TLS 1.3", Optional.of(certificate), Optional.empty());
    Instant end = certificate.getNotAfter().toInstant();
    Patient patient = patient("https://talk.example.org");
    assertThat(WebFindings.ofTls(patient, visit, end.minus(Duration.ofDays(15))).verdict())
        .isEqualTo(Verdict.GOOD);
    Finding soon = WebFindings.ofTls(patient, visit, end.minus(Duration.ofDays(13)));
    assertThat(soon.verdict()).isEqualTo(Verdict.POOR);
    assertThat(soon.text()).isEqualTo("TLS 1.3, with a certificate that is good for 13 days");
  }

  @Test
  void aServerWithoutTlsIsToldUnlessItIsOnThisComputer() {
    for (String here : List.of("http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1")) {
      assertThat(WebFindings.ofTls(patient(here), visit(200, ""), NOW).verdict())
          .as(here)
          .isEqualTo(Verdict.UNTRIED);
    }
    assertThat(WebFindings.ofTls(patient("http://192.0.2.1"), visit(200, ""), NOW).verdict())
        .isEqualTo(Verdict.POOR);
  }

  @Test
  void aClockMayBeAMinuteWrong() {
    for (int sign : new int[] {1, -1}) {
      assertThat(WebFindings.ofClock(NOW, NOW.plusSeconds(60L * sign)).verdict())
          .isEqualTo(Verdict.GOOD);
    }
    assertThat(WebFindings.ofClock(NOW, NOW.plusSeconds(600)).text())
        .contains("10 minutes ahead of");
    assertThat(WebFindings.ofClock(NOW, NOW.minusSeconds(600)).text())
        .contains("10 minutes behind");
  }

  @Test
  void aServerThatCannotStoreIsOfNoUse() {
    Finding failing = WebFindings.ofReadiness(visit(503, "failing\n"));
    assertThat(failing.verdict()).isEqualTo(Verdict.BAD);
    assertThat(failing.advice()).contains("disk");
    assertThat(WebFindings.ofReadiness(visit(503, "<html>")).text()).contains("status 503");
  }

  @Test
  void whatAServerSaysOfItselfIsBoundedAndChecked() {
    WebVisit hostile =
        visit(200, "{\"version\":\"%s\",\"sound_port\":70000}".formatted("9".repeat(3000)));
    assertThat(WebFindings.ofVersion(hostile, false).text()).hasSizeLessThan(320);
    assertThat(hostile.soundPort()).isEmpty();
    assertThat(visit(200, "{\"version\":\"1\",\"sound_port\":8770}").soundPort()).contains(8770);
    for (String body : List.of("", "[]", "{\"version\":{}}", "{\"version\":[1]}", "{")) {
      assertThat(visit(200, body).version()).as(body).isEmpty();
    }
    assertThat(visit(404, "{\"version\":\"1\"}").version()).isEmpty();
  }
}
