package app.rostrum.cloud.rest;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.TokenFloors;
import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.ServiceSettings;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;

/** The services of the Sync API. */
final class SyncServiceResources {
  private static final int MAX_URL_LENGTH = 2048;
  private static final int SHORTEST_WINDOW_MILLIS = 1000;
  private static final int LONGEST_WINDOW_MILLIS = 30_000;

  /** Twilio's longest lifetime of an access token. */
  private static final int LONGEST_TOKEN_SECONDS = 86_400;

  private final SyncRoutes routes;
  private final SyncJson json;
  private final TokenFloors floors;

  SyncServiceResources(SyncRoutes routes, SyncJson json, TokenFloors floors) {
    this.routes = routes;
    this.json = json;
    this.floors = floors;
  }

  void add() {
    routes.on("GET", "/v1/Services", this::list);
    routes.on("POST", "/v1/Services", this::create);
    routes.on("GET", SyncRoutes.SERVICE, r -> Reply.ok(json.service(routes.service(r))));
    routes.on("POST", SyncRoutes.SERVICE, this::update);
    routes.on("DELETE", SyncRoutes.SERVICE, this::delete);
    routes.on("POST", SyncRoutes.SERVICE + "/TokenFloors", this::raiseFloor);
  }

  private Reply list(RestRequest request) {
    return new Page(request, "services", SyncJson.SERVICES)
        .of(routes.services().services(), json::service);
  }

  private Reply create(RestRequest request) {
    ServiceSettings settings = settings(request, ServiceSettings.DEFAULTS);
    return Reply.created(json.service(routes.services().create(settings)));
  }

  private Reply update(RestRequest request) {
    HostedService service = routes.service(request);
    service.update(settings(request, service.settings()));
    return Reply.ok(json.service(service));
  }

  private Reply delete(RestRequest request) {
    String sid = routes.service(request).sid();
    routes.services().delete(sid);
    floors.forget(sid);
    return Reply.deleted();
  }

  /** Withdraws older access tokens of an identity: our addition, see {@link TokenFloors}. */
  private Reply raiseFloor(RestRequest request) {
    floors.raise(
        routes.service(request).sid(),
        request.required("Identity"),
        request.longNumber("Everywhere").orElse(0L),
        request.longNumber("OnStage").orElse(0L),
        request.longNumber("Ttl").map(SyncServiceResources::lifetime));
    return Reply.ok(new JsonObject());
  }

  private static Duration lifetime(long seconds) {
    if (seconds < 1 || seconds > LONGEST_TOKEN_SECONDS) {
      throw new Refusal(400, 20001, "Ttl must be between 1 and " + LONGEST_TOKEN_SECONDS);
    }
    return Duration.ofSeconds(seconds);
  }

  private static ServiceSettings settings(RestRequest request, ServiceSettings old) {
    return new ServiceSettings(
        request.field("FriendlyName").orElse(old.friendlyName()),
        request.field("WebhookUrl").map(SyncServiceResources::webhook).orElse(old.webhookUrl()),
        request.flag("WebhooksFromRestEnabled").orElse(old.webhooksFromRestEnabled()),
        request.flag("AclEnabled").orElse(old.aclEnabled()),
        request.flag("ClientsMayCreate").orElse(old.clientsMayCreate()),
        request.flag("ReachabilityWebhooksEnabled").orElse(old.reachabilityWebhooksEnabled()),
        request.flag("ReachabilityDebouncingEnabled").orElse(old.reachabilityDebouncingEnabled()),
        request
            .number("ReachabilityDebouncingWindow")
            .map(SyncServiceResources::window)
            .orElse(old.reachabilityDebouncingWindow()));
  }

  private static URI webhook(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute() && uri.getRawAuthority() != null && text.length() <= MAX_URL_LENGTH) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw RestException.invalid("WebhookUrl is not a URL");
  }

  private static Duration window(int millis) {
    if (millis < SHORTEST_WINDOW_MILLIS || millis > LONGEST_WINDOW_MILLIS) {
      throw RestException.invalid(
          "ReachabilityDebouncingWindow must be between "
              + SHORTEST_WINDOW_MILLIS
              + " and "
              + LONGEST_WINDOW_MILLIS);
    }
    return Duration.ofMillis(millis);
  }
}
