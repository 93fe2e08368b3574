package app.rostrum.host;

import app.rostrum.about.Version;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.util.function.BooleanSupplier;

/**
 * The addresses by which machines see whether a server lives and can be used: {@code /healthz},
 * {@code /readyz} and {@code /version}. Anybody may ask, so that they tell nothing else; an answer
 * costs neither the disk nor a lock that others hold for long.
 */
final class Health {
  private static final Gson GSON = new Gson();

  private final Readiness readiness;
  private final BooleanSupplier canStore;

  /**
   * @param canStore tells whether changes can be kept; false makes the server not ready
   */
  Health(Readiness readiness, BooleanSupplier canStore) {
    this.readiness = readiness;
    this.canStore = canStore;
  }

  /**
   * Adds the addresses to a server.
   *
   * @param soundPort the UDP and TCP port of the sound of those who come by it, which behind a
   *     proxy is not the one that they see
   */
  WebServer.Builder addTo(WebServer.Builder web, int soundPort) {
    var version = new JsonObject();
    version.addProperty("version", Version.current());
    version.addProperty("sound_port", soundPort);
    String about = GSON.toJson(version) + "\n";
    return web.handle("/healthz", new Page("/healthz", () -> HttpResponse.of(200, TEXT, "ok\n")))
        .handle("/readyz", new Page("/readyz", this::ready))
        .handle("/version", new Page("/version", () -> HttpResponse.json(200, about)));
  }

  private static final String TEXT = "text/plain; charset=utf-8";

  private HttpResponse ready() {
    Readiness.State state = readiness.state();
    if (state != Readiness.State.READY) {
      return unready(state.toString());
    }
    return canStore.getAsBoolean() ? HttpResponse.of(200, TEXT, state + "\n") : unready("failing");
  }

  private static HttpResponse unready(String why) {
    return HttpResponse.of(503, TEXT, why + "\n").with("Retry-After", "1");
  }

  private interface Answer {
    HttpResponse get();
  }

  /** One address that is asked by GET or HEAD and takes no body. */
  private record Page(String path, Answer answer) implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
      if (!request.path().equals(path)) {
        return refusal(404, request);
      }
      return switch (request.method()) {
        case "GET", "HEAD" -> answer.get().with("Cache-Control", "no-store");
        default -> refusal(405, request).with("Allow", "GET, HEAD");
      };
    }

    @Override
    public int maxBody() {
      return 0;
    }
  }
}
