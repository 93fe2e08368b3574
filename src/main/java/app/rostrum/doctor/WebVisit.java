package app.rostrum.doctor;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.NetworkFault;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import okhttp3.Handshake;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The answer to a GET.
 *
 * @param body its beginning
 * @param date the server's time, to the second
 * @param tls the version of TLS, and empty without it
 * @param target where it redirects to
 */
record WebVisit(
    int status,
    String body,
    Optional<Instant> date,
    String tls,
    Optional<X509Certificate> certificate,
    Optional<HttpUrl> target) {
  private static final int MOST = 4096;
  private static final int MOST_PORT = 65_535;
  private static final int OK = 200;

  /**
   * Asks. Blocks.
   *
   * @throws BackendException if there is no answer, with the reason
   */
  static WebVisit of(OkHttpClient http, HttpUrl url) {
    try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
      Handshake handshake = response.handshake();
      String location = response.isRedirect() ? response.header("Location") : null;
      return new WebVisit(
          response.code(),
          response.peekBody(MOST).string(),
          Optional.ofNullable(response.headers().getDate("Date")).map(Date::toInstant),
          handshake == null ? "" : handshake.tlsVersion().javaName().replace("TLSv", "TLS "),
          Optional.ofNullable(handshake).flatMap(WebVisit::first),
          Optional.ofNullable(location == null ? null : url.resolve(location)));
    } catch (IOException e) {
      throw NetworkFault.of(e, url);
    }
  }

  private static Optional<X509Certificate> first(Handshake handshake) {
    return handshake.peerCertificates().stream()
        .findFirst()
        .filter(X509Certificate.class::isInstance)
        .map(X509Certificate.class::cast);
  }

  /** Returns the version that a server of Rostrum says it has. */
  Optional<String> version() {
    return status == OK ? field("version") : Optional.empty();
  }

  /** Returns the port of its sound, which servers name that let strangers try it. */
  Optional<Integer> soundPort() {
    return field("sound_port")
        .filter(text -> text.matches("\\d{1,5}"))
        .map(Integer::valueOf)
        .filter(number -> number > 0 && number <= MOST_PORT);
  }

  private Optional<String> field(String name) {
    try {
      return JsonParser.parseString(body) instanceof JsonObject object
              && object.get(name) instanceof JsonPrimitive value
          ? Optional.of(value.getAsString())
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }
}
