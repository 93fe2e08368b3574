package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationPageTest {
  private final InvitationPage page =
      new InvitationPage(
          request -> HttpResponse.of(200, "text/plain", "backend " + request.path()),
          Optional.of(URI.create("https://example.org/get?a=1&b=2")));

  private HttpResponse ask(String method, String path, String languages) {
    return page.handle(
        new HttpRequest(
            method,
            "talk.example.org",
            path,
            Map.of(),
            Map.of("accept-language", languages),
            new byte[0],
            "192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', en",
    "'de-AT,de;q=0.9,en;q=0.5', de",
    "'fr,en;q=0.9,de;q=0.8', en",
    "'fr,de;q=0.5', de",
    "'zh', en",
    "'*', en",
    "';;q=;nonsense', en"
  })
  void itSpeaksTheLanguageThatTheBrowserAsksFor(String languages, String language) {
    HttpResponse answer = ask("GET", "/join", languages);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("Content-Language", language);
    assertThat(answer.text())
        .contains("<html lang=\"" + language + "\">")
        .contains(language.equals("de") ? "In Rostrum öffnen" : "Open in Rostrum")
        .doesNotContain("{{");
  }

  @Test
  void nothingOfItIsKeptOrToldOrLoadedFromElsewhere() {
    HttpResponse answer = ask("GET", "/join", "en");
    assertThat(answer.headers())
        .containsEntry("Cache-Control", "no-store")
        .containsEntry("Referrer-Policy", "no-referrer")
        .containsEntry("X-Content-Type-Options", "nosniff")
        .containsEntry("Content-Type", "text/html; charset=utf-8");
    assertThat(answer.headers().get("Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.text().replace("https://example.org/get?a=1&amp;b=2", ""))
        .doesNotContain("http://", "https://", "innerHTML", "src=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/join-stream-as-viewer", "/joining", "/", "/join/x", "/verify-passcode"})
  void everythingElseIsTheBackends(String path) {
    assertThat(ask("POST", path, "en").text()).isEqualTo("backend " + path);
  }

  @Test
  void itIsOnlyRead() {
    assertThat(ask("HEAD", "/join/", "en").status()).isEqualTo(200);
    assertThat(ask("POST", "/join", "en").status()).isEqualTo(405);
    assertThat(ask("POST", "/join", "en").headers()).containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void bothLanguagesHaveTheSameTexts() throws IOException {
    assertThat(keys("join_de.properties")).isEqualTo(keys("join.properties"));
  }

  private static Set<String> keys(String file) throws IOException {
    var texts = new Properties();
    try (var in = InvitationPage.class.getResourceAsStream(file)) {
      texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
    return texts.stringPropertyNames();
  }
}
