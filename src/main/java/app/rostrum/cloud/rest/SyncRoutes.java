package app.rostrum.cloud.rest;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.HostedStream;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The routes of the Sync API, the objects that requests name, and their parameters. */
record SyncRoutes(RestRouter router, SyncServices services) {
  static final String SERVICE = "/v1/Services/{service}";

  /** Adds a resource. */
  void on(String method, String pattern, RestRouter.Resource resource) {
    router.on(
        "sync",
        method,
        pattern,
        request -> {
          try {
            return resource.handle(request);
          } catch (Refusal e) {
            // Over Twilsock each kind of object has a code of its own; here all have 20404.
            throw e.status() == 404 ? request.notFound() : e;
          }
        });
  }

  HostedService service(RestRequest request) {
    return services.service(request.path("service"));
  }

  HostedDocument document(RestRequest request) {
    return service(request).document(request.path("object"));
  }

  HostedMap map(RestRequest request) {
    return service(request).map(request.path("object"));
  }

  HostedList list(RestRequest request) {
    return service(request).list(request.path("object"));
  }

  HostedStream stream(RestRequest request) {
    return service(request).stream(request.path("object"));
  }

  static @Nullable String uniqueName(RestRequest request) {
    return request.field("UniqueName").orElse(null);
  }

  /** Returns the time to live of an object, in seconds. */
  static @Nullable Integer ttl(RestRequest request) {
    return request.number("Ttl").or(() -> request.number("CollectionTtl")).orElse(null);
  }

  static Optional<JsonObject> data(RestRequest request) {
    return request
        .field("Data")
        .map(
            text ->
                JsonFields.parseObject(text)
                    .orElseThrow(() -> RestException.invalid("Data is not a JSON object")));
  }

  static JsonObject requiredData(RestRequest request) {
    return data(request).orElseThrow(() -> RestRequest.missing("Data"));
  }
}
