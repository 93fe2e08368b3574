package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.stream.StreamProblem;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplanationTest {
  @ParameterizedTest
  @EnumSource(
      names = {
        "NAME_NOT_FOUND",
        "CONNECTION_REFUSED",
        "REDIRECTED",
        "CERTIFICATE_UNTRUSTED",
        "CERTIFICATE_EXPIRED",
        "CERTIFICATE_OF_OTHER_HOST",
        "CLOCK_WRONG",
        "NOT_HTTPS"
      })
  void aFaultOfTheNetworkIsExplainedAlikeAtSignInAndInAStream(Kind kind) {
    var fault = BackendException.ofNetwork(kind, "phrase", "words", "host.test", null);
    StreamProblem problem = StreamProblem.of(fault);
    assertThat(problem.code()).endsWith(" host.test");
    for (Locale language : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
      Texts texts = Texts.in(language);
      assertThat(Explanation.of(fault, texts))
          .contains("host.test")
          .doesNotContain("words")
          .isEqualTo(Explanation.of(problem, "Talk", texts));
    }
  }

  /** The server's words and ours said three times that the passcode was wrong. */
  @Test
  void aWrongPasscodeIsSaidOnceAndInThePersonsLanguage() {
    var wrong =
        new BackendException(
            Kind.PASSCODE,
            "passcode incorrect",
            "The passcode is wrong. Check it and try again.",
            null);
    assertThat(Explanation.of(wrong, Texts.in(Locale.ENGLISH)))
        .isEqualTo("The passcode is wrong. Check the digits, or ask your host for a new one.");
    assertThat(Explanation.of(wrong, Texts.in(Locale.GERMAN))).startsWith("Der Zugangscode");
    var expired = new BackendException(Kind.PASSCODE, "passcode expired", "It is over.", null);
    assertThat(Explanation.of(expired, Texts.in(Locale.ENGLISH)))
        .isEqualTo("This passcode has expired. Ask your host for a new one.");
    var other = new BackendException(Kind.PASSCODE, "locked", "Come back tomorrow.", null);
    assertThat(Explanation.of(other, Texts.in(Locale.ENGLISH))).isEqualTo("Come back tomorrow.");
  }
}
