package app.rostrum.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An answer: a body, or a stream of server-sent events that lasts until either side ends it.
 *
 * @param events called once the headers are out, on a thread of its own; null for an ordinary body
 */
public record HttpResponse(
    int status, Map<String, String> headers, byte[] body, @Nullable Consumer<EventStream> events) {

  public static HttpResponse of(int status, String contentType, String body) {
    return new HttpResponse(
        status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8), null);
  }

  public static HttpResponse json(int status, String json) {
    return of(status, "application/json", json);
  }

  public static HttpResponse empty(int status) {
    return new HttpResponse(status, Map.of(), new byte[0], null);
  }

  /** Returns a stream of server-sent events (HTML Standard, section 9.2). */
  public static HttpResponse eventStream(Consumer<EventStream> events) {
    return new HttpResponse(
        200,
        Map.of("Content-Type", "text/event-stream", "Cache-Control", "no-store"),
        new byte[0],
        events);
  }

  public HttpResponse with(String header, String value) {
    var all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new HttpResponse(status, Map.copyOf(all), body, events);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
