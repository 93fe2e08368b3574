package app.rostrum.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.BackendException.Kind;
import app.rostrum.stream.StreamProblem;
import java.util.Locale;
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
}
