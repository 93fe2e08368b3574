package app.rostrum.host;

import app.rostrum.backend.InvitationLink;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The page to which invitations lead, beside a backend: it opens the app, or plays the stream.
 * Passcode and stream stand in the address' fragment, which browsers send to nobody, so the page is
 * the same for all; its script reads them. It has no parts of others, and its policy allows nothing
 * but its own style and script, and calls of this server.
 */
final class InvitationPage implements HttpHandler {
  /** Written into a page that is HTML and a script that is not escaped: {@code <} as well. */
  private static final Gson GSON = new GsonBuilder().create();

  private final HttpHandler backend;
  private final Map<Locale, HttpResponse> pages;

  /**
   * @param backend answers everything else
   * @param appPage the page where people get the app, if there is one
   */
  InvitationPage(HttpHandler backend, Optional<URI> appPage) {
    this.backend = backend;
    Properties english = texts("join.properties");
    var german = new Properties(english);
    german.putAll(texts("join_de.properties"));
    pages =
        Map.of(
            Locale.ENGLISH, page(Locale.ENGLISH, english, appPage),
            Locale.GERMAN, page(Locale.GERMAN, german, appPage));
  }

  private static HttpResponse page(Locale language, Properties texts, Optional<URI> appPage) {
    String style = resource("join.css");
    String script = resource("join.js");
    String page = resource("join.html").replace("{{language}}", language.getLanguage());
    var all = new TreeMap<String, String>();
    for (String key : texts.stringPropertyNames()) {
      all.put(key, texts.getProperty(key));
      page = page.replace("{{" + key + "}}", escaped(texts.getProperty(key)));
    }
    page =
        page.replace("{{texts}}", escaped(GSON.toJson(all)))
            .replace(
                "{{get}}",
                appPage
                    .map(
                        url ->
                            "<p class=\"note\"><a href=\"%s\">%s</a></p>"
                                .formatted(
                                    escaped(url.toString()), escaped(texts.getProperty("app.get"))))
                    .orElse(""))
            .replace("{{style}}", style)
            .replace("{{script}}", script);
    return HttpResponse.of(200, "text/html; charset=utf-8", page)
        .with(
            "Content-Security-Policy",
            "default-src 'none'; style-src '%s'; script-src '%s'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                .formatted(hash(style), hash(script)))
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff")
        .with("Vary", "Accept-Language")
        .with("Content-Language", language.getLanguage());
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    if (!isPage(request)) {
      return backend.handle(request);
    }
    return switch (request.method()) {
      case "GET", "HEAD" ->
          Objects.requireNonNull(pages.get(language(request.header("Accept-Language").orElse(""))));
      default -> refusal(405, request).with("Allow", "GET, HEAD");
    };
  }

  private static boolean isPage(HttpRequest request) {
    return request.path().equals(InvitationLink.PAGE)
        || request.path().equals(InvitationLink.PAGE + "/");
  }

  private Locale language(String accepted) {
    try {
      Locale found =
          accepted.isBlank()
              ? null
              : Locale.lookup(Locale.LanguageRange.parse(accepted), pages.keySet());
      return found == null ? Locale.ENGLISH : found;
    } catch (IllegalArgumentException e) {
      return Locale.ENGLISH; // Not a list of languages.
    }
  }

  @Override
  public Optional<HttpResponse> refuseEarly(HttpRequest head) {
    return backend.refuseEarly(head);
  }

  @Override
  public int maxBody() {
    return backend.maxBody();
  }

  @Override
  public HttpResponse refusal(int status, HttpRequest head) {
    return backend.refusal(status, head);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Returns the hash by which a policy allows an inline part (CSP, section 6.7.3.3). */
  private static String hash(String part) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(part.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Properties texts(String name) {
    var texts = new Properties();
    try {
      texts.load(new StringReader(resource(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  private static String resource(String name) {
    try (InputStream in = InvitationPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
