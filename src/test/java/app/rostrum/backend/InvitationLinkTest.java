package app.rostrum.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
          new InvitationLink(Optional.of(URI.create("http://[::1]:9")), PASSCODE, Optional.empty()),
          new InvitationLink(Optional.empty(), PASSCODE, Optional.empty())
        }) {
      assertThat(read(link.format())).isEqualTo(link);
      assertThat(link.toString()).doesNotContain(PASSCODE.digits());
    }
  }

  @Test
  void aPageIsServedByTheBackendUnlessItNamesAnother() {
    assertThat(read("https://pages.test/listen?passcode=12345612345678&stream=Java").address())
        .contains(URI.create("https://pages.test"));
    assertThat(
            read("https://pages.test/x?passcode=12345612345678&url=https://back.test/b/").address())
        .contains(URI.create("https://back.test/b"));
    assertThat(
            read("https://twilio-live-interactive-video-1234-5678-dev.twil.io?passcode=12345612345678")
                .address())
        .contains(PASSCODE.referenceDeployment());
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
        "",
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
  void hugeTextIsRefusedAndBadStreamNamesAreDropped() {
    String link = "rostrum://join?passcode=12345612345678&stream=";
    assertThat(InvitationLink.parse(link + "x".repeat(5000))).isEmpty();
    assertThat(read(link + "x".repeat(129)).streamName()).isEmpty();
    assertThat(read(link + "x%07").streamName()).isEmpty();
  }
}
