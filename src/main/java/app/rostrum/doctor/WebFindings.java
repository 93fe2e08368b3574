package app.rostrum.doctor;

import static app.rostrum.doctor.Finding.bad;
import static app.rostrum.doctor.Finding.good;
import static app.rostrum.doctor.Finding.poor;
import static app.rostrum.doctor.Finding.untried;

import app.rostrum.backend.WebAddress;
import app.rostrum.doctor.Finding.Step;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** The findings from the answers to simple requests, about a server and the way to it. */
final class WebFindings {
  private static final Duration MOST_SKEW = Duration.ofMinutes(1);
  private static final int DAYS_TO_WARN = 14;
  private static final int MOST_WORDS = 300;

  private WebFindings() {}

  static Finding ofTls(Patient patient, WebVisit visit, Instant now) {
    if (!patient.isSecure()) {
      return isHere(WebAddress.host(patient.address()))
          ? untried(Step.TLS, "none, within this computer")
          : poor(
              Step.TLS,
              "none: whoever can read the network can read passcodes",
              "Give the server a certificate, or put it behind a proxy that has one.");
    }
    if (patient.fingerprint().isPresent()) {
      return good(Step.TLS, visit.tls() + ", with the key that the link names");
    }
    long days =
        visit
            .certificate()
            .map(X509Certificate::getNotAfter)
            .map(end -> Duration.between(now, end.toInstant()).toDays())
            .orElse(0L);
    String text = "%s, with a certificate that is good for %d days".formatted(visit.tls(), days);
    return days < DAYS_TO_WARN
        ? poor(Step.TLS, text, "Renew it, and see why that does not happen by itself.")
        : good(Step.TLS, text);
  }

  private static boolean isHere(String host) {
    try {
      return host.equals("localhost") || InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static Finding ofClock(Instant theirs, Instant ours) {
    Duration skew = Duration.between(theirs, ours);
    return skew.abs().compareTo(MOST_SKEW) <= 0
        ? good(Step.CLOCK, "this computer and the server have the same time")
        : poor(
            Step.CLOCK,
            "the clock of this computer is %d minutes %s that of the server"
                .formatted(
                    skew.abs().plusSeconds(30).toMinutes(),
                    skew.isNegative() ? "behind" : "ahead of"),
            "Set the one that is wrong: certificates and admissions are good for a time.");
  }

  static Finding ofVersion(WebVisit visit, boolean mayBeAnother) {
    String answer = "the answer to GET /version (status %d)".formatted(visit.status());
    if (visit.version().isPresent()) {
      return good(Step.WEB, "Rostrum " + shortened(visit.version().get()));
    }
    if (visit.target().isPresent()) {
      return bad(
          Step.WEB,
          "the server sends callers to another place, at " + visit.target().get().host(),
          "Use that address if you trust it. If this network asks its guests to sign in, do that"
              + " first.");
    }
    if (visit.status() == 403) {
      return bad(
          Step.WEB,
          answer + " is a refusal",
          "If the server is yours: listening on loopback, it answers under the name of public-url"
              + " only.");
    }
    if (visit.status() >= 500) {
      return bad(
          Step.WEB,
          answer + " is a failure",
          "If it is behind a proxy, that one does not reach the server: see whether the server is"
              + " running and whether the proxy has its port.");
    }
    return mayBeAnother
        ? untried(Step.WEB, answer + " is not that of a server of Rostrum's")
        : bad(
            Step.WEB,
            answer + " is not that of a server of Rostrum's",
            "Check the address, its path, too. If it is behind a proxy, that one leads elsewhere.");
  }

  static Finding ofReadiness(WebVisit visit) {
    if (visit.status() == 200) {
      return good(Step.READY, "people can come in");
    }
    String state = visit.body().strip();
    return switch (state) {
      case "draining" ->
          poor(
              Step.READY,
              "it takes no new streams; those that are live go on",
              "It is usually about to be restarted. Its operator can end that with admin undrain.");
      case "starting", "stopping" -> bad(Step.READY, "it is " + state, "Try again in a moment.");
      case "failing" ->
          bad(
              Step.READY,
              "it cannot store anything",
              "If the server is yours, look at its log: the disk is full or broken.");
      default ->
          bad(
              Step.READY,
              "GET /readyz is answered with status " + visit.status(),
              "If it is behind a proxy, that one must pass all paths on.");
    };
  }

  /** Returns words of the server's, as long as they are no longer than words should be. */
  static String shortened(String words) {
    return words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + "…";
  }
}
