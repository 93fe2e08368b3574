package app.rostrum.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationLinkTest {
  private static final Passcode PASSCODE = new Passcode("12345612345678");

  private static InvitationLink read(String text) {
    return InvitationLink.parse(text).orElseThrow();
  }

  @Test
  void aLinkNamesAddressPasscodeAndStream() {
    var link =
        read(
            "rostrum://join?url=http%3A%2F%2F192.0.2.1%3A8080&passcode=12345612345678&stream=Q%26A%3F");
    assertThat(link.address()).contains(URI.create("http://192.0.2.1:8080"));
    assertThat(link.passcode()).isEqualTo(PASSCODE);
    assertThat(link.streamName()).contains("Q&A?");
  }

  @Test
  void aFormattedLinkReadsTheSame() {
    for (var link :
        new InvitationLink[] {
          new InvitationLink(
              Optional.of(URI.create("https://example.test/base")),
              PASSCODE,
              Optional.of("Späte Runde + 50% & mehr/weniger #1?")),
          new InvitationLink(Optional.empty(), PASSCODE, Optional.of("Part 1.")),
          new InvitationLink(Optional.empty(), PASSCODE, Optional.of("*C++*")),
          new InvitationLink(
              Optional.of(URI.create("http://rostrum_server:8770")), PASSCODE, Optional.empty()),
          new InvitationLink(Optional.of(URI.create("http://[::1]:9")), PASSCODE, Optional.empty()),
          new InvitationLink(Optional.empty(), PASSCODE, Optional.empty())
        }) {
      assertThat(read(link.format())).isEqualTo(link);
      assertThat(link.toString()).doesNotContain(PASSCODE.digits());
    }
  }

  @Test
  void aFingerprintIsKeptAndNeverPassedOver() {
    String print = "fPbZkx0D1wyV3C8CLYsC4oEmGzOFl-cQUvV8YxgjHnA";
    var link =
        new InvitationLink(
            Optional.of(URI.create("https://192.0.2.1:8771")),
            Optional.of(new Fingerprint(print)),
            PASSCODE,
            Optional.of("Tea & more"));
    assertThat(link.format()).contains("&fingerprint=" + print + "&passcode=");
    assertThat(read(link.format())).isEqualTo(link);
    assertThat(read(link.to(Optional.empty()).format()).fingerprint())
        .isEqualTo(link.fingerprint());
    assertThat(InvitationLink.parse(link.format().replace("https", "http")))
        .as("nobody can tell who answers without TLS")
        .isEmpty();
    for (String broken : List.of("", print.substring(1), print + "A", print.replace("A", "B"))) {
      assertThat(InvitationLink.parse(link.format().replace(print, broken))).as(broken).isEmpty();
    }
    assertThat(InvitationLink.parse("rostrum://join?passcode=12345612345678&fingerprint=" + print))
        .as("of no address")
        .isEmpty();
    assertThat(
            read("https://back.test/?passcode=12345612345678&fingerprint=" + print).fingerprint())
        .contains(new Fingerprint(print));
  }

  @Test
  void aPageIsServedByTheBackendUnlessItNamesAnother() {
    assertThat(read("https://pages.test/listen?passcode=12345612345678&stream=Java").address())
        .contains(URI.create("https://pages.test/listen"));
    assertThat(read("https://example.org/talk?passcode=12345612345678").address())
        .contains(URI.create("https://example.org/talk"));
    assertThat(read("https://example.org/talk/?passcode=12345612345678").address())
        .contains(URI.create("https://example.org/talk"));
    assertThat(
            read("https://pages.test/x?passcode=12345612345678&url=https://back.test/b/").address())
        .contains(URI.create("https://back.test/b"));
    assertThat(
            read("https://twilio-live-interactive-video-1234-5678-dev.twil.io?passcode=12345612345678")
                .address())
        .contains(PASSCODE.referenceDeployment());
  }

  @Test
  void aPageKeepsPasscodeAndStreamInItsFragment() {
    InvitationLink link =
        new InvitationLink(
                Optional.of(URI.create("https://talk.example.org/rostrum")),
                PASSCODE,
                Optional.of("Späte Runde #1?"))
            .asPage();
    assertThat(link.format())
        .isEqualTo(
            "https://talk.example.org/rostrum/join#passcode=12345612345678&stream=Sp%C3%A4te%20Runde%20%231%3F");
    assertThat(read(link.format())).isEqualTo(link);
    assertThat(read("See <" + link.format() + ">.")).isEqualTo(link);
    assertThat(read(link.to(Optional.empty()).format())).isEqualTo(link.to(Optional.empty()));
    assertThat(link.toString()).doesNotContain(PASSCODE.digits());
    for (String other :
        List.of(
            "https://talk.example.org/join/#passcode=12345612345678",
            "https://talk.example.org/#passcode=12345612345678",
            "https://talk.example.org#passcode=123456%2012345678.",
            "https://talk.example.org/join?utm_source=mail#passcode=12345612345678",
            "https://talk.example.org/join#passcode=12345612345678&url=https%3A%2F%2Fevil.test",
            "HTTPS://talk.example.org/join#Passcode=12345612345678",
            "<https://talk.example.org/join\n#passcode=12345612345678>")) {
      assertThat(read(other).address()).as(other).contains(URI.create("https://talk.example.org"));
      assertThat(read(other).format())
          .isEqualTo("https://talk.example.org/join#passcode=12345612345678");
    }
    assertThat(read("https://example.org/join?passcode=12345612345678").address())
        .as("an older page, whose whole path is the backend's")
        .contains(URI.create("https://example.org/join"));
    assertThat(read("https://example.org/talk?passcode=12345612345678#passcode=1").address())
        .contains(URI.create("https://example.org/talk"));
  }

  @Test
  void onlyAnAddressThatBrowsersAcceptHasAPage() {
    assertThat(read("http://192.0.2.1:8770/join#passcode=12345612345678").format())
        .isEqualTo("rostrum://join?url=http%3A%2F%2F192.0.2.1%3A8770&passcode=12345612345678");
    var pinned =
        new InvitationLink(
            Optional.of(URI.create("https://192.0.2.1:8771")),
            Optional.of(new Fingerprint("fPbZkx0D1wyV3C8CLYsC4oEmGzOFl-cQUvV8YxgjHnA")),
            PASSCODE,
            Optional.empty());
    assertThat(pinned.asPage()).isEqualTo(pinned);
    assertThat(new InvitationLink(Optional.empty(), PASSCODE, Optional.empty()).asPage().page())
        .isFalse();
  }

  @Test
  void aBarePasscodeMayHaveSpaces() {
    var link = read("  123 456 1234 5678\n");
    assertThat(link.passcode()).isEqualTo(PASSCODE);
    assertThat(link.address()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ROSTRUM://JOIN?passcode=12345612345678",
        "Rostrum://Join/?Passcode=12345612345678",
        "<rostrum://join?passcode=12345612345678>",
        "rostrum://join?passcode=12345612345678.",
        "Join us: rostrum://join?passcode=12345612345678.",
        "Join: rostrum://join?passcode=12345612345678",
        "(rostrum://join?passcode=12345612345678)",
        "*rostrum://join?passcode=12345612345678*",
        "<rostrum://join?passcode=12345612345678|Come in>",
        "rostrum://join?passcode=12345612345678, we begin at 5.",
        "rostrum://join?passcode=12345612345678 5 pm",
        "Come and listenrostrum://join?passcode=12345612345678See you",
        "See https://example.org/about first, then rostrum://join?passcode=12345612345678",
        "https://example.org/about\nrostrum://join?passcode=12345612345678\nBye",
        "rostrum://join?passc\node=12345612345678",
        "> rostrum://join?passcode=123456\n> 12345678\n> Bye",
        "rostrum://join?passcode=123456%2012345678",
        "rostrum://join?passcode=123456\u201312345678",
        "rostrum://join?passcode=\u202a12345612345678\u202c",
        "\ufeffrostrum://join?passcode=12345612345678",
        "rostrum://join?a=1&amp;passcode=12345612345678",
        "  Passcode    123 456 1234 5678   (until 2026-12-03T19:41:17Z)",
        "passcode: 12345612345678",
        "Zugangscode: 123 456 1234 5678.",
        "\u200e12345612345678\u200f",
        "１２３４５６１２３４５６７８",
        "123456–1234–5678",
        "123456\u22121234\u20115678"
      })
  void aPasscodeIsReadAsPeoplePasteIt(String text) {
    assertThat(read(text))
        .isEqualTo(new InvitationLink(Optional.empty(), PASSCODE, Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "My Talk | My Talk",
        "50% of all | 50% of all",
        "100%25%20of% | 100% of%",
        "C++ | C",
        "Sp%C3%A4te%20Runde we begin at 5. | Späte Runde",
        "Java. See you! | Java",
        "Java) | Java",
        "Jörg👨‍👩‍👧 | Jörg👨‍👩‍👧"
      })
  void aStreamIsReadAsPeoplePasteIt(String pasted, String name) {
    assertThat(read("rostrum://join?passcode=12345612345678&stream=" + pasted).streamName())
        .contains(name);
  }

  @Test
  void aLinkThatMailBrokeIsPutTogether() {
    String start = "rostrum://join?url=https%3A%2F%2Fexample.org%2Ftalk&passcode=12345612345678";
    assertThat(read(start + "\n&stream=Late%20Talk\n").streamName()).contains("Late Talk");
    assertThat(read(start + "&\r\n  stream=Late%20Talk\r\n").streamName()).contains("Late Talk");
    assertThat(read("<" + start + "&stream=La\nte> and more").streamName()).contains("Late");
    assertThat(read(start + "&stream=Late\nThanks").streamName()).contains("Late");
    assertThat(read(start + "\n\n2026").passcode()).isEqualTo(PASSCODE);
    assertThat(
            read("rostrum://join?url=https%3A%2F%2Fexample\n.org&passcode=12345612345678")
                .address())
        .contains(URI.create("https://example.org"));
  }

  @Test
  void hostNamesMayHaveUnderscoresAndUmlauts() {
    assertThat(
            read("rostrum://join?url=http://rostrum_server:8770&passcode=12345612345678").address())
        .contains(URI.create("http://rostrum_server:8770"));
    assertThat(read("https://bücher.example/x?passcode=12345612345678").address())
        .contains(URI.create("https://xn--bcher-kva.example/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://user@host.test/?passcode=12345612345678",
        "https://b\u0430nk.example/?passcode=12345612345678",
        "https://evil.example\\\\@bank.example/?passcode=12345612345678",
        "https://page.test/?passcode=12345612345678&url=ftp://host.test",
        "rostrum://join@host.test?passcode=12345612345678",
        "rostrum://joint?passcode=12345612345678",
        "123 456 1234 5678 or 123 456 1234 5679",
        "https://host.test/join#passcode=123",
        "https://host.test/join#",
        "https://host.test/join",
        "https://user@host.test/join#passcode=12345612345678",
        "https://host.test/join#passcode=12345612345678&fingerprint=fPbZkx0D1wyV3C8CLYsC4oEmGzOFl-cQUvV8YxgjHnA",
        "rostrum://join#passcode=12345612345678",
        "hello",
        "1234561234567",
        "rostrum://join",
        "rostrum://join?passcode=123",
        "rostrum://leave?passcode=12345612345678",
        "rostrum://join?passcode=12345612345678&url=file:///etc/passwd",
        "rostrum://join?passcode=12345612345678&url=javascript:alert(1)",
        "rostrum://join?passcode=12345612345678&url=http://user:pass@host.test",
        "rostrum://join?passcode=12345612345678&url=http:///nowhere",
        "javascript:?passcode=12345612345678",
        "https:///?passcode=12345612345678",
        "https://a b/?passcode=12345612345678",
        "mailto:x@y.test?passcode=12345612345678"
      })
  void anythingElseIsRefused(String text) {
    assertThat(InvitationLink.parse(text)).isEmpty();
  }

  @Test
  void hugeTextIsRefusedAndANameThatNoStreamCanHaveStaysOne() {
    String link = "rostrum://join?passcode=12345612345678&stream=";
    assertThat(InvitationLink.parse(link + "x".repeat(5000))).isEmpty();
    assertThat(read(link + "x".repeat(128)).streamName()).contains("x".repeat(128));
    for (int length : new int[] {129, 900}) {
      assertThat(read(link + "x".repeat(length)).streamName()).contains("x".repeat(128) + "…");
    }
    assertThat(read(link + "x%07%0Ay").streamName()).contains("x\uFFFD\uFFFDy");
    assertThat(read(link + "%20%20").streamName()).isEmpty();
  }
}
