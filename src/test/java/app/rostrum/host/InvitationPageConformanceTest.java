package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.tls.CertificateFiles;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.testing.Certificates;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.NodeDriver;
import app.rostrum.web.AddressRanges;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The invitation page in a browser, of a server that speaks TLS itself and is below a path. */
@Tag("conformance")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@NullUnmarked
class InvitationPageConformanceTest {
  /** Nobody is there, so that sound comes by the direct way. */
  private static final String RELAY = "turn:127.0.0.1:9?transport=tcp";

  private static final String STREAM = "Späte Runde #1?";
  private static final double HANNA = 440;
  private static final double HEARD = -45;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  @TempDir Path secrets;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private EmbeddedHost host;
  private NodeDriver browser;

  @BeforeEach
  void start() throws Exception {
    int port = FreePort.find();
    Path secret = Files.writeString(secrets.resolve("turn.secret"), "shared with the relay");
    host =
        opened(
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1",
                    port,
                    folder,
                    Optional.of(URI.create("https://127.0.0.1:" + port + "/rostrum")),
                    false,
                    false,
                    AddressRanges.NONE,
                    WebhookReceivers.LOOPBACK,
                    new Reach(List.of(), Optional.of(new Reach.Turn(List.of(RELAY), secret))),
                    new ServerTls.FromFiles(Certificates.CHAIN, Certificates.KEY),
                    Optional.of(URI.create("https://example.org/get"))),
                Clock.systemUTC(),
                (name, fields) -> {}));
    browser = opened(new NodeDriver("join-page.cjs"));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  private InvitationLink invitation() {
    return host.invitation().to(Optional.of(STREAM));
  }

  private JsonObject seen() throws IOException {
    return browser.run("seen").getAsJsonObject();
  }

  private String text() throws IOException {
    return seen().get("text").getAsString();
  }

  private void reads(String text) {
    await("the page says: " + text).atMost(SOON).until(() -> text().contains(text));
  }

  @Test
  void aLinkOpensTheAppOrPlaysTheStream() throws Exception {
    OkHttpClient http = HttpClients.create();
    Fingerprint print =
        Fingerprint.of(
            new CertificateFiles(Certificates.CHAIN, Certificates.KEY)
                .read()
                .certificate()
                .getPublicKey());
    PlainEngine engine = opened(PlainEngine.create(new Tone(HANNA), new LevelMeter()));
    var backend = new HttpBackend(http, host.url(), Optional.of(print), host.passcode());
    backend.verifyPasscode();
    assertThat(backend.servesInvitationPages()).isTrue();
    StreamSession hanna =
        opened(
            new SessionFactory(backend, http, engine, Clock.systemUTC())
                .create("Hanna", STREAM, new StreamSettings(true, true), true, state -> {}));
    await().atMost(SOON).until(() -> hanna.state().phase() instanceof Phase.OnStage);

    String link = invitation().format();
    assertThat(link).startsWith(host.url() + "/join#passcode=");
    browser.run("open", "url", link);
    JsonObject page = seen();
    assertThat(page.get("text").getAsString())
        .contains("You are invited", STREAM, "Open in Rostrum", "Get Rostrum");
    InvitationLink forApp = InvitationLink.parse(page.get("link").getAsString()).orElseThrow();
    assertThat(forApp.asPage()).isEqualTo(invitation());
    assertThat(browser.run("copy").getAsString()).isEqualTo(link);
    assertThat(page.getAsJsonArray("asked"))
        .extracting(JsonElement::getAsString)
        .as("the passcode stays in the browser, and nobody else is asked")
        .containsExactly("GET " + host.url() + "/join");

    browser.run("listen", "name", "Hanna");
    reads("Choose another name");
    browser.run("listen", "name", "Lena");
    reads("You are listening.");
    await("Lena hears Hanna")
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                browser.run("level", "pitch", HANNA) instanceof JsonElement level
                    && level.isJsonPrimitive()
                    && level.getAsDouble() > HEARD);
    assertThat(browser.run("relays").getAsJsonArray())
        .singleElement()
        .satisfies(
            relay -> assertThat(relay.getAsString()).matches("\\d+ " + Pattern.quote(RELAY)));
    browser.run("stop");
    await().atMost(SOON).until(() -> host.cloud().live().statistics().listeners() == 0);
    browser.run("listen", "name", "Lena");
    reads("You are listening.");
    hanna.endStream();
    reads("The stream has ended.");
    assertThat(seen().getAsJsonArray("troubles").toString()).doesNotContain("Content Security");
  }

  @Test
  void hostileAndBrokenFragmentsDoNothing() throws Exception {
    String page = host.url() + "/join";
    String code = host.passcode();
    browser.run("open", "url", page);
    int elements = seen().get("elements").getAsInt();
    for (String broken :
        new String[] {
          "",
          "#",
          "#passcode=123",
          "#stream=Talk",
          "#passcode=" + code + "x",
          "#" + "a".repeat(5000)
        }) {
      browser.run("open", "url", page + broken);
      assertThat(text()).as(broken).contains("This invitation is incomplete");
      assertThat(seen().get("link").getAsString()).isEmpty();
    }
    for (String name :
        new String[] {
          "<img src=x onerror=alert(1)>",
          "</bdi><script>alert(1)</script>",
          "\" onmouseover=\"alert(1)",
          "javascript:alert(1)",
          "\u202Emoc.live",
          "x".repeat(900)
        }) {
      browser.run("fragment", "fragment", "passcode=" + code + "&stream=" + encoded(name));
      String shown = name.length() > 128 ? "x".repeat(128) + "…" : name;
      await(name).atMost(SOON).until(() -> seen().get("name").getAsString().equals(shown));
      assertThat(seen().get("elements").getAsInt()).isEqualTo(elements);
      assertThat(InvitationLink.parse(seen().get("link").getAsString()))
          .contains(
              new InvitationLink(Optional.of(host.url()), new Passcode(code), Optional.of(shown)));
    }
    browser.run(
        "fragment",
        "fragment",
        "passcode=" + code + "&url=https%3A%2F%2Fevil.test&fingerprint=x&stream=Talk");
    await().atMost(SOON).until(() -> seen().get("name").getAsString().equals("Talk"));
    assertThat(seen().get("link").getAsString()).doesNotContain("evil").doesNotContain("finger");
    browser.run("listen", "name", "Lena");
    reads("There is no such stream now.");
    JsonArray troubles = seen().getAsJsonArray("troubles");
    assertThat(troubles.toString()).doesNotContain("dialog").doesNotContain("Content Security");

    browser.run("open", "url", invitation().format(), "locale", "de", "dark", true);
    assertThat(text()).contains("Du bist eingeladen", "In Rostrum öffnen");
    assertThat(seen().get("background").getAsString()).isEqualTo("rgb(20, 23, 29)");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
