package app.rostrum.cloud.rest;

import static app.rostrum.cloud.rest.SyncRoutes.SERVICE;
import static app.rostrum.cloud.rest.SyncRoutes.data;
import static app.rostrum.cloud.rest.SyncRoutes.requiredData;
import static app.rostrum.cloud.rest.SyncRoutes.ttl;
import static app.rostrum.cloud.rest.SyncRoutes.uniqueName;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.HostedStream;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The objects of the Sync API: documents, maps, lists and streams. */
final class SyncObjectResources {
  private final SyncRoutes routes;
  private final SyncJson json;

  SyncObjectResources(SyncRoutes routes, SyncJson json) {
    this.routes = routes;
    this.json = json;
  }

  void add() {
    add(
        "Documents",
        HostedService::documents,
        this::createDocument,
        routes::document,
        this::updateDocument);
    add(
        "Maps",
        HostedService::maps,
        r -> routes.service(r).createMap(Caller.BACKEND, uniqueName(r), ttl(r)),
        routes::map,
        this::updateTtl);
    add(
        "Lists",
        HostedService::lists,
        r -> routes.service(r).createList(Caller.BACKEND, uniqueName(r), ttl(r)),
        routes::list,
        this::updateTtl);
    add(
        "Streams",
        HostedService::streams,
        r -> routes.service(r).createStream(Caller.BACKEND, uniqueName(r), ttl(r)),
        routes::stream,
        this::updateTtl);
    routes.on("POST", SERVICE + "/Streams/{object}/Messages", this::publish);
  }

  /** Adds what all kinds of objects have. */
  private <O extends HostedObject> void add(
      String kind,
      Function<HostedService, List<O>> all,
      Function<RestRequest, O> create,
      Function<RestRequest, O> find,
      BiFunction<RestRequest, O, Reply> update) {
    String objects = SERVICE + "/" + kind;
    String object = objects + "/{object}";
    routes.on("GET", objects, r -> list(r, kind, all));
    routes.on("POST", objects, r -> Reply.created(json.object(create.apply(r))));
    routes.on("GET", object, r -> Reply.ok(json.object(find.apply(r))));
    routes.on("POST", object, r -> update.apply(r, find.apply(r)));
    routes.on("DELETE", object, r -> delete(r, find.apply(r)));
  }

  private <O extends HostedObject> Reply list(
      RestRequest request, String kind, Function<HostedService, List<O>> all) {
    HostedService service = routes.service(request);
    return new Page(request, kind.toLowerCase(Locale.ROOT), SyncJson.url(service, kind))
        .of(all.apply(service), json::object);
  }

  private HostedDocument createDocument(RestRequest request) {
    return routes
        .service(request)
        .createDocument(
            Caller.BACKEND,
            uniqueName(request),
            data(request).orElseGet(JsonObject::new),
            ttl(request));
  }

  private Reply updateDocument(RestRequest request, HostedDocument document) {
    document.update(
        Caller.BACKEND, data(request).orElse(null), request.ifMatch().orElse(null), ttl(request));
    return Reply.ok(json.object(document));
  }

  private Reply updateTtl(RestRequest request, HostedObject object) {
    Integer ttl = ttl(request);
    if (ttl != null) {
      object.updateTtl(Caller.BACKEND, ttl);
    }
    return Reply.ok(json.object(object));
  }

  private Reply delete(RestRequest request, HostedObject object) {
    routes.service(request).remove(Caller.BACKEND, object);
    return Reply.deleted();
  }

  private Reply publish(RestRequest request) {
    HostedStream stream = routes.stream(request);
    JsonObject data = requiredData(request);
    var message = new JsonObject();
    message.addProperty("sid", stream.publish(Caller.BACKEND, data));
    message.add("data", data);
    return Reply.created(message);
  }
}
