package app.rostrum.cloud.rest;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes requests to resources by product, method and path. A request for {@code
 * https://video.twilio.com/v1/Rooms} arrives either with that host name or, over our own port, as
 * {@code /rest/video/v1/Rooms}. It must authenticate by Basic authentication, with the account SID
 * and auth token or an API key and secret. Unknown resources are answered with 404 and code 20404.
 */
public final class RestRouter implements HttpHandler {
  /** The path under which the REST API is served beside everything else. */
  public static final String PREFIX = "/rest/";

  private static final Logger LOG = LoggerFactory.getLogger(RestRouter.class);
  private static final int NOT_FOUND = 20404;
  private static final int MAX_BODY = 1 << 20;
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /** Answers the requests of one method and path pattern. */
  @FunctionalInterface
  public interface Resource {
    /**
     * Answers a request.
     *
     * @throws RestException if it is refused
     * @throws Refusal if a product refuses it
     */
    Reply handle(RestRequest request);
  }

  /**
   * A successful answer.
   *
   * @param status the HTTP status
   * @param body the JSON resource, or null for 204
   */
  public record Reply(int status, @Nullable JsonObject body) {
    public static Reply ok(JsonObject body) {
      return new Reply(200, body);
    }

    public static Reply created(JsonObject body) {
      return new Reply(201, body);
    }

    public static Reply deleted() {
      return new Reply(204, null);
    }
  }

  /** Tells whether a user name and password may use the API. */
  @FunctionalInterface
  public interface Authenticator {
    boolean accepts(String user, String password);
  }

  /**
   * The resource that a request is for.
   *
   * @param path below the product's host
   */
  record Target(String product, String path) {
    static Target of(HttpRequest request) {
      String path = request.path();
      if (!path.startsWith(PREFIX)) {
        return new Target(upTo('.', request.host()), path);
      }
      String rest = path.substring(PREFIX.length());
      String product = upTo('/', rest);
      String below = rest.substring(product.length());
      return new Target(product, below.isEmpty() ? "/" : below);
    }

    private static String upTo(char end, String text) {
      int at = text.indexOf(end);
      return at < 0 ? text : text.substring(0, at);
    }
  }

  private record Route(String product, String method, String[] segments, Resource resource) {}

  private final Authenticator authenticator;
  private final List<Route> routes = new ArrayList<>();

  public RestRouter(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /**
   * Adds a resource. All are added before the first request.
   *
   * @param product the first label of Twilio's host name: video, sync, conversations or media
   * @param pattern a path whose segments in braces match any text, for example {@code
   *     /v1/Rooms/{sid}}
   */
  public RestRouter on(String product, String method, String pattern, Resource resource) {
    routes.add(new Route(product, method, pattern.substring(1).split("/", -1), resource));
    return this;
  }

  /**
   * Returns whether a host name, in lower case, is one of Twilio's, such as video.twilio.com, under
   * which the API is served without a prefix.
   */
  public static boolean isTwilios(String host) {
    return host.endsWith(".twilio.com");
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    try {
      authenticate(request);
      Reply reply = dispatch(request);
      JsonObject body = reply.body();
      return body == null
          ? HttpResponse.empty(reply.status())
          : HttpResponse.json(reply.status(), GSON.toJson(body));
    } catch (RestException e) {
      return refusal(e);
    } catch (Refusal e) {
      // Over Twilsock a refusal names what is missing by its own path; here by the whole one.
      return e.code() == NOT_FOUND
          ? refusal(RestException.notFound(Target.of(request).path()))
          : refusal(e);
    } catch (StoreException e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return refusal(Refusal.of(e));
    }
  }

  /** Refuses callers without credentials before they have sent a body. */
  @Override
  public Optional<HttpResponse> refuseEarly(HttpRequest head) {
    try {
      authenticate(head);
      return Optional.empty();
    } catch (RestException e) {
      return Optional.of(refusal(e));
    }
  }

  @Override
  public int maxBody() {
    return MAX_BODY;
  }

  @Override
  public HttpResponse refusal(int status, HttpRequest head) {
    int code =
        switch (status) {
          case 404 -> NOT_FOUND;
          case 500 -> 20500;
          case 503 -> 20503;
          default -> 20001;
        };
    return refusal(new RestException(status, code, HttpHandler.reason(status)));
  }

  private static HttpResponse refusal(Refusal e) {
    return refusal(new RestException(e.status(), e.code(), e.text()));
  }

  private static HttpResponse refusal(RestException e) {
    var error = new JsonObject();
    error.addProperty("code", e.code());
    error.addProperty("message", e.getMessage());
    error.addProperty("more_info", "https://www.twilio.com/docs/errors/" + e.code());
    error.addProperty("status", e.status());
    HttpResponse response = HttpResponse.json(e.status(), GSON.toJson(error));
    return e.status() == 401
        ? response.with("WWW-Authenticate", "Basic realm=\"Twilio API\"")
        : response;
  }

  private void authenticate(HttpRequest request) {
    String header = request.header("Authorization").orElse("");
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      String pair = decodeBase64(header.substring(6).trim());
      int colon = pair.indexOf(':');
      if (colon > 0 && authenticator.accepts(pair.substring(0, colon), pair.substring(colon + 1))) {
        return;
      }
    }
    throw new RestException(401, 20003, "Authenticate");
  }

  private static String decodeBase64(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Compares secrets in constant time. */
  public static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private Reply dispatch(HttpRequest request) {
    Target target = Target.of(request);
    String[] segments = target.path().substring(1).split("/", -1);
    boolean pathKnown = false;
    for (Route route : routes) {
      Map<String, String> parameters = match(route, target.product(), segments);
      if (parameters != null) {
        pathKnown = true;
        if (route.method().equals(request.method())) {
          return route.resource().handle(new RestRequest(request, parameters, form(request)));
        }
      }
    }
    if (pathKnown) {
      throw new RestException(405, 20004, "Method not allowed");
    }
    throw RestException.notFound(target.path());
  }

  private static @Nullable Map<String, String> match(
      Route route, String product, String[] segments) {
    if (!route.product().equals(product) || route.segments().length != segments.length) {
      return null;
    }
    var parameters = new LinkedHashMap<String, String>();
    for (int i = 0; i < segments.length; i++) {
      String pattern = route.segments()[i];
      if (pattern.startsWith("{")) {
        if (segments[i].isEmpty()) {
          return null;
        }
        parameters.put(pattern.substring(1, pattern.length() - 1), decodeSegment(segments[i]));
      } else if (!pattern.equals(segments[i])) {
        return null;
      }
    }
    return parameters;
  }

  private static String decodeSegment(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return segment;
    }
  }

  private static Map<String, List<String>> form(HttpRequest request) {
    return request.body().length == 0 ? Map.of() : FormFields.parse(request.text());
  }
}
