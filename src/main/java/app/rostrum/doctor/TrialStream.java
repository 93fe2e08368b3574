package app.rostrum.doctor;

import static app.rostrum.doctor.Finding.good;
import static app.rostrum.doctor.Finding.poor;
import static app.rostrum.doctor.Finding.untried;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.doctor.Finding.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A stream that is opened for a moment, to try what only admitted people can use: the event stream
 * of a player. Nobody else is admitted, and it is ended whatever happens. Blocks.
 */
final class TrialStream {
  private static final Duration FIRST_EVENT = Duration.ofSeconds(8);
  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int FINGERPRINT_BYTES = 32;

  private final OkHttpClient http;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param http with limits of time
   */
  TrialStream(OkHttpClient http) {
    this.http = http;
  }

  /** Opens the stream, listens, and ends it. */
  Finding events(Backend backend) {
    String name = "Trial of the doctor " + HexFormat.of().toHexDigits(random.nextInt());
    try {
      StreamCredentials host = backend.createStream("Doctor", name, false, false);
      try {
        return listen(backend.joinAsViewer("Patient", name, null));
      } finally {
        backend.deleteStream(name, host.token());
      }
    } catch (BackendException e) {
      return untried(
          Step.EVENTS,
          "no stream can be opened to try them: "
              + WebFindings.shortened(String.valueOf(e.getMessage())));
    }
  }

  private Finding listen(StreamCredentials viewer) {
    HttpUrl player = viewer.whep().map(HttpUrl::get).orElse(null);
    if (player == null) {
      return untried(Step.EVENTS, "this backend has no player");
    }
    var open =
        new Request.Builder()
            .url(player)
            .header("Authorization", "Bearer " + viewer.token())
            .post(
                RequestBody.create(
                    offer().getBytes(StandardCharsets.UTF_8), MediaType.get("application/sdp")))
            .build();
    try (Response answer = http.newCall(open).execute()) {
      String location = answer.header("Location");
      HttpUrl session = location == null ? null : player.resolve(location);
      if (answer.code() != CREATED || session == null) {
        return poor(
            Step.EVENTS,
            "the player is not let in (status " + answer.code() + ")",
            "If the server is behind a proxy, that one must pass on all paths and methods.");
      }
      try {
        return firstEvent(session);
      } finally {
        http.newCall(new Request.Builder().url(session).delete().build()).execute().close();
      }
    } catch (IOException e) {
      return closed("the connection is cut");
    }
  }

  private Finding firstEvent(HttpUrl session) {
    HttpUrl address = session.newBuilder().addPathSegment("events").build();
    OkHttpClient patient =
        http.newBuilder().callTimeout(FIRST_EVENT).readTimeout(FIRST_EVENT).build();
    Request request =
        new Request.Builder().url(address).header("Accept", "text/event-stream").build();
    try (Response response = patient.newCall(request).execute()) {
      if (response.code() != OK) {
        return closed("status " + response.code());
      }
      return response.body().source().exhausted()
          ? closed("it ends at once")
          : good(Step.EVENTS, "event streams get through: the first event is there");
    } catch (IOException e) {
      return closed("nothing comes in " + FIRST_EVENT.toSeconds() + " seconds");
    }
  }

  private static Finding closed(String how) {
    return poor(
        Step.EVENTS,
        "event streams do not get through (" + how + ")",
        "Listeners learn late that a stream has ended or is silent. A proxy must not hold back"
            + " what it has of an answer (nginx: proxy_buffering off): compare with"
            + " packaging/nginx.conf.");
  }

  /** Returns an offer to receive sound, of somebody who will not come. */
  private String offer() {
    byte[] print = new byte[FINGERPRINT_BYTES];
    random.nextBytes(print);
    String secret = HexFormat.of().toHexDigits(random.nextLong());
    return """
    v=0
    o=- 1 1 IN IP4 127.0.0.1
    s=-
    t=0 0
    a=group:BUNDLE 0
    m=audio 9 UDP/TLS/RTP/SAVPF 111
    c=IN IP4 0.0.0.0
    a=mid:0
    a=recvonly
    a=rtcp-mux
    a=ice-ufrag:%s
    a=ice-pwd:%s
    a=fingerprint:sha-256 %s
    a=setup:actpass
    a=rtpmap:111 opus/48000/2
    """
        .formatted(
            secret.substring(0, 8),
            secret + secret,
            HexFormat.ofDelimiter(":").withUpperCase().formatHex(print))
        .replace("\n", "\r\n");
  }
}
