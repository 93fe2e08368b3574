package app.rostrum.host;

import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Answers as a backend does, with the address of the player relative to the backend's own: people
 * in the network come by another address than the one that the backend knows.
 *
 * @param own the address that the backend knows
 */
record RelativeAddresses(HttpHandler backend, Supplier<URI> own) implements HttpHandler {
  private static final Gson GSON = new Gson();

  @Override
  public HttpResponse handle(HttpRequest request) {
    HttpResponse response = backend.handle(request);
    if (response.status() != 200 || !request.path().endsWith("/join-stream-as-viewer")) {
      return response;
    }
    try {
      if (JsonParser.parseString(new String(response.body(), StandardCharsets.UTF_8))
              instanceof JsonObject answer
          && answer.get("playback") instanceof JsonObject playback) {
        String base = own.get().toString();
        for (String name : new String[] {"whepUrl", "playbackUrl"}) {
          String address = playback.has(name) ? playback.get(name).getAsString() : "";
          if (address.startsWith(base + "/")) {
            playback.addProperty(name, address.substring(base.length()));
          }
        }
        return new HttpResponse(
            response.status(),
            response.headers(),
            GSON.toJson(answer).getBytes(StandardCharsets.UTF_8),
            null);
      }
    } catch (JsonParseException | UnsupportedOperationException | IllegalStateException e) {
      return response; // Not an answer that has such an address.
    }
    return response;
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
}
