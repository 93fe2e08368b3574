package app.rostrum.cloud.rest;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedCollection;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.HostedStream;
import app.rostrum.cloud.sync.ItemQuery;
import app.rostrum.cloud.sync.ListItem;
import app.rostrum.cloud.sync.MapItem;
import app.rostrum.cloud.sync.ObjectState;
import app.rostrum.cloud.sync.Permission;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncRefusal;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.wire.sync.SyncPath;
import app.rostrum.wire.twilsock.JsonFields;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Twilio's REST API of Sync: services, documents, maps, lists, streams, items, permissions. */
public final class SyncResources {
  private static final String PRODUCT = "sync";
  private static final String BASE = "https://sync.twilio.com/v1/Services";
  private static final String SERVICE = "/v1/Services/{service}";
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 100;

  private final SyncServices services;

  private SyncResources(SyncServices services) {
    this.services = services;
  }

  /** Adds the resources to a router. */
  public static void register(RestRouter router, SyncServices services) {
    new SyncResources(services).register(router);
  }

  private void register(RestRouter router) {
    on(router, "GET", "/v1/Services", this::listServices);
    on(router, "POST", "/v1/Services", this::createService);
    on(router, "GET", SERVICE, r -> Reply.ok(json(service(r))));
    on(router, "POST", SERVICE, this::updateService);
    on(router, "DELETE", SERVICE, this::deleteService);

    on(router, "GET", SERVICE + "/Documents", this::listDocuments);
    on(router, "POST", SERVICE + "/Documents", this::createDocument);
    on(router, "GET", SERVICE + "/Documents/{object}", r -> Reply.ok(json(document(r))));
    on(router, "POST", SERVICE + "/Documents/{object}", this::updateDocument);
    on(router, "DELETE", SERVICE + "/Documents/{object}", r -> delete(r, document(r)));
    permissions(router, "Documents", this::document);

    on(router, "GET", SERVICE + "/Maps", this::listMaps);
    on(router, "POST", SERVICE + "/Maps", this::createMap);
    on(router, "GET", SERVICE + "/Maps/{object}", r -> Reply.ok(json(map(r))));
    on(router, "POST", SERVICE + "/Maps/{object}", r -> updateTtl(r, map(r)));
    on(router, "DELETE", SERVICE + "/Maps/{object}", r -> delete(r, map(r)));
    permissions(router, "Maps", this::map);

    on(router, "GET", SERVICE + "/Lists", this::listLists);
    on(router, "POST", SERVICE + "/Lists", this::createList);
    on(router, "GET", SERVICE + "/Lists/{object}", r -> Reply.ok(json(list(r))));
    on(router, "POST", SERVICE + "/Lists/{object}", r -> updateTtl(r, list(r)));
    on(router, "DELETE", SERVICE + "/Lists/{object}", r -> delete(r, list(r)));
    permissions(router, "Lists", this::list);

    on(router, "GET", SERVICE + "/Streams", this::listStreams);
    on(router, "POST", SERVICE + "/Streams", this::createStream);
    on(router, "GET", SERVICE + "/Streams/{object}", r -> Reply.ok(json(stream(r))));
    on(router, "POST", SERVICE + "/Streams/{object}", r -> updateTtl(r, stream(r)));
    on(router, "DELETE", SERVICE + "/Streams/{object}", r -> delete(r, stream(r)));
    on(router, "POST", SERVICE + "/Streams/{object}/Messages", this::publish);

    String items = SERVICE + "/Maps/{object}/Items";
    on(router, "GET", items, r -> listItems(r, map(r)));
    on(router, "POST", items, this::createItem);
    on(router, "GET", items + "/{key}", this::fetchItem);
    on(router, "POST", items + "/{key}", this::updateItem);
    on(router, "DELETE", items + "/{key}", this::deleteItem);

    String listItems = SERVICE + "/Lists/{object}/Items";
    on(router, "GET", listItems, r -> listItems(r, list(r)));
    on(router, "POST", listItems, this::createListItem);
    on(router, "GET", listItems + "/{index}", this::fetchListItem);
    on(router, "POST", listItems + "/{index}", this::updateListItem);
    on(router, "DELETE", listItems + "/{index}", this::deleteListItem);
  }

  private static void on(
      RestRouter router, String method, String pattern, RestRouter.Resource resource) {
    router.on(
        PRODUCT,
        method,
        pattern,
        request -> {
          try {
            return resource.handle(request);
          } catch (SyncRefusal e) {
            // What is not there has one code in the REST API, whatever it is.
            throw e.status() == 404
                ? RestException.notFound(request.http().path())
                : new RestException(e.status(), e.code(), e.text());
          }
        });
  }

  private void permissions(
      RestRouter router, String kind, Function<RestRequest, HostedObject> find) {
    String pattern = SERVICE + "/" + kind + "/{object}/Permissions";
    on(router, "GET", pattern, r -> listPermissions(r, find.apply(r)));
    on(
        router,
        "GET",
        pattern + "/{identity}",
        r -> {
          HostedObject object = find.apply(r);
          Permission permission = object.permissions().get(r.path("identity"));
          if (permission == null) {
            throw RestException.notFound(r.http().path());
          }
          return Reply.ok(json(object, r.path("identity"), permission));
        });
    on(
        router,
        "POST",
        pattern + "/{identity}",
        r -> {
          HostedObject object = find.apply(r);
          var permission =
              new Permission(
                  Boolean.parseBoolean(r.required("Read")),
                  Boolean.parseBoolean(r.required("Write")),
                  Boolean.parseBoolean(r.required("Manage")));
          object.permit(r.path("identity"), permission);
          return Reply.ok(json(object, r.path("identity"), permission));
        });
    on(
        router,
        "DELETE",
        pattern + "/{identity}",
        r -> {
          if (!find.apply(r).forbid(r.path("identity"))) {
            throw RestException.notFound(r.http().path());
          }
          return Reply.deleted();
        });
  }

  private HostedService service(RestRequest request) {
    return services.service(request.path("service"));
  }

  private HostedDocument document(RestRequest request) {
    return service(request).document(request.path("object"));
  }

  private HostedMap map(RestRequest request) {
    return service(request).map(request.path("object"));
  }

  private HostedList list(RestRequest request) {
    return service(request).list(request.path("object"));
  }

  private HostedStream stream(RestRequest request) {
    return service(request).stream(request.path("object"));
  }

  private Reply listServices(RestRequest request) {
    return page(request, "services", BASE, services.services(), this::json);
  }

  private Reply createService(RestRequest request) {
    return Reply.created(json(services.create(settings(request, ServiceSettings.DEFAULTS))));
  }

  private Reply updateService(RestRequest request) {
    HostedService service = service(request);
    service.update(settings(request, service.settings()));
    return Reply.ok(json(service));
  }

  private Reply deleteService(RestRequest request) {
    services.delete(request.path("service"));
    return Reply.deleted();
  }

  private static ServiceSettings settings(RestRequest request, ServiceSettings old) {
    return new ServiceSettings(
        request.field("FriendlyName").orElse(old.friendlyName()),
        request.field("WebhookUrl").map(SyncResources::webhook).orElse(old.webhookUrl()),
        request.flag("WebhooksFromRestEnabled").orElse(old.webhooksFromRestEnabled()),
        request.flag("AclEnabled").orElse(old.aclEnabled()),
        request.flag("ReachabilityWebhooksEnabled").orElse(old.reachabilityWebhooksEnabled()),
        request.flag("ReachabilityDebouncingEnabled").orElse(old.reachabilityDebouncingEnabled()),
        request
            .number("ReachabilityDebouncingWindow")
            .map(SyncResources::window)
            .orElse(old.reachabilityDebouncingWindow()));
  }

  private static URI webhook(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute() && uri.getHost() != null && text.length() <= 2048) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new RestException(400, 20001, "WebhookUrl is not a URL");
  }

  private static Duration window(int millis) {
    if (millis < 1000 || millis > 30_000) {
      throw new RestException(
          400, 20001, "ReachabilityDebouncingWindow must be between 1000 and 30000");
    }
    return Duration.ofMillis(millis);
  }

  private Reply listDocuments(RestRequest request) {
    HostedService service = service(request);
    return page(request, "documents", url(service, "Documents"), service.documents(), this::json);
  }

  private Reply createDocument(RestRequest request) {
    HostedDocument document =
        service(request)
            .createDocument(
                Caller.BACKEND,
                request.field("UniqueName").orElse(null),
                data(request).orElseGet(JsonObject::new),
                ttl(request));
    return Reply.created(json(document));
  }

  private Reply updateDocument(RestRequest request) {
    HostedDocument document = document(request);
    document.update(
        Caller.BACKEND, data(request).orElse(null), request.ifMatch().orElse(null), ttl(request));
    return Reply.ok(json(document));
  }

  private Reply delete(RestRequest request, HostedObject object) {
    service(request).remove(Caller.BACKEND, object);
    return Reply.deleted();
  }

  private Reply listMaps(RestRequest request) {
    HostedService service = service(request);
    return page(request, "maps", url(service, "Maps"), service.maps(), this::json);
  }

  private Reply createMap(RestRequest request) {
    return Reply.created(
        json(
            service(request)
                .createMap(
                    Caller.BACKEND, request.field("UniqueName").orElse(null), ttl(request))));
  }

  private Reply listLists(RestRequest request) {
    HostedService service = service(request);
    return page(request, "lists", url(service, "Lists"), service.lists(), this::json);
  }

  private Reply createList(RestRequest request) {
    return Reply.created(
        json(
            service(request)
                .createList(
                    Caller.BACKEND, request.field("UniqueName").orElse(null), ttl(request))));
  }

  private Reply updateTtl(RestRequest request, HostedObject object) {
    Integer ttl = ttl(request);
    if (ttl != null) {
      object.updateTtl(Caller.BACKEND, ttl);
    }
    return Reply.ok(json(object));
  }

  private Reply listStreams(RestRequest request) {
    HostedService service = service(request);
    return page(request, "streams", url(service, "Streams"), service.streams(), this::json);
  }

  private Reply createStream(RestRequest request) {
    return Reply.created(
        json(
            service(request)
                .createStream(
                    Caller.BACKEND, request.field("UniqueName").orElse(null), ttl(request))));
  }

  private Reply publish(RestRequest request) {
    HostedStream stream = stream(request);
    JsonObject data = neededData(request);
    var json = new JsonObject();
    json.addProperty("sid", stream.publish(Caller.BACKEND, data));
    json.add("data", data);
    return Reply.created(json);
  }

  private <K extends Comparable<K>, I extends CollectionItem<K>> Reply listItems(
      RestRequest request, HostedCollection<K, I> collection) {
    var params = new LinkedHashMap<String, String>();
    for (String name : List.of("PageToken", "From", "Bounds", "Order", "PageSize")) {
      request.query(name).ifPresent(value -> params.put(name, value));
    }
    ItemQuery.Page<I> page = collection.page(Caller.BACKEND, ItemQuery.of(params));
    var items = new JsonArray();
    page.items().forEach(item -> items.add(json(collection, item)));
    String url = objectUrl(collection) + "/Items";
    String size = request.query("PageSize").orElse(Integer.toString(DEFAULT_PAGE));
    var meta = new JsonObject();
    meta.addProperty("key", "items");
    meta.addProperty("page", 0);
    meta.addProperty("page_size", page.items().size());
    meta.addProperty("url", url + "?PageSize=" + SyncPath.encode(size));
    meta.addProperty("first_page_url", url + "?PageSize=" + SyncPath.encode(size));
    meta.addProperty("previous_page_url", pageUrl(url, page.previousToken()));
    meta.addProperty("next_page_url", pageUrl(url, page.nextToken()));
    var body = new JsonObject();
    body.add("items", items);
    body.add("meta", meta);
    return Reply.ok(body);
  }

  private static @Nullable String pageUrl(String url, @Nullable String token) {
    return token == null ? null : url + "?PageToken=" + token;
  }

  private Reply createItem(RestRequest request) {
    HostedMap map = map(request);
    MapItem item =
        map.create(Caller.BACKEND, request.required("Key"), neededData(request), itemTtl(request));
    collectionTtl(request, map);
    return Reply.created(json(map, item));
  }

  private Reply fetchItem(RestRequest request) {
    HostedMap map = map(request);
    return Reply.ok(json(map, map.item(Caller.BACKEND, request.path("key"))));
  }

  private Reply updateItem(RestRequest request) {
    HostedMap map = map(request);
    MapItem item =
        map.update(
            Caller.BACKEND,
            request.path("key"),
            data(request).orElse(null),
            request.ifMatch().orElse(null),
            itemTtl(request));
    collectionTtl(request, map);
    return Reply.ok(json(map, item));
  }

  private Reply deleteItem(RestRequest request) {
    map(request).remove(Caller.BACKEND, request.path("key"), request.ifMatch().orElse(null));
    return Reply.deleted();
  }

  private Reply createListItem(RestRequest request) {
    HostedList list = list(request);
    ListItem item = list.append(Caller.BACKEND, neededData(request), itemTtl(request));
    collectionTtl(request, list);
    return Reply.created(json(list, item));
  }

  private Reply fetchListItem(RestRequest request) {
    HostedList list = list(request);
    return Reply.ok(json(list, list.item(Caller.BACKEND, index(request))));
  }

  private Reply updateListItem(RestRequest request) {
    HostedList list = list(request);
    ListItem item =
        list.update(
            Caller.BACKEND,
            index(request),
            data(request).orElse(null),
            request.ifMatch().orElse(null),
            itemTtl(request));
    collectionTtl(request, list);
    return Reply.ok(json(list, item));
  }

  private Reply deleteListItem(RestRequest request) {
    list(request).remove(Caller.BACKEND, index(request), request.ifMatch().orElse(null));
    return Reply.deleted();
  }

  private static long index(RestRequest request) {
    try {
      return Long.parseLong(request.path("index"));
    } catch (NumberFormatException e) {
      throw RestException.notFound(request.http().path());
    }
  }

  private static JsonObject neededData(RestRequest request) {
    return data(request)
        .orElseThrow(() -> new RestException(400, 20001, "Missing required parameter Data"));
  }

  private static Optional<JsonObject> data(RestRequest request) {
    return request
        .field("Data")
        .map(
            text ->
                JsonFields.parseObject(text)
                    .orElseThrow(() -> new RestException(400, 20001, "Data is not a JSON object")));
  }

  private static @Nullable Integer ttl(RestRequest request) {
    return request.number("Ttl").or(() -> request.number("CollectionTtl")).orElse(null);
  }

  private static @Nullable Integer itemTtl(RestRequest request) {
    return request.number("Ttl").or(() -> request.number("ItemTtl")).orElse(null);
  }

  /** A write of an item may prolong the whole collection. */
  private static void collectionTtl(RestRequest request, HostedObject collection) {
    request.number("CollectionTtl").ifPresent(ttl -> collection.updateTtl(Caller.BACKEND, ttl));
  }

  private static String url(HostedService service, String kind) {
    return BASE + "/" + service.sid() + "/" + kind;
  }

  private JsonObject json(HostedService service) {
    ServiceSettings settings = service.settings();
    String url = BASE + "/" + service.sid();
    URI webhook = settings.webhookUrl();
    var json = new JsonObject();
    json.addProperty("sid", service.sid());
    json.addProperty("unique_name", service.uniqueName());
    json.addProperty("account_sid", services.accountSid());
    json.addProperty("friendly_name", settings.friendlyName());
    json.addProperty("date_created", time(service.created()));
    json.addProperty("date_updated", time(service.updated()));
    json.addProperty("url", url);
    json.addProperty("webhook_url", webhook == null ? null : webhook.toString());
    json.addProperty("webhooks_from_rest_enabled", settings.webhooksFromRestEnabled());
    json.addProperty("acl_enabled", settings.aclEnabled());
    json.addProperty("reachability_webhooks_enabled", settings.reachabilityWebhooksEnabled());
    json.addProperty("reachability_debouncing_enabled", settings.reachabilityDebouncingEnabled());
    json.addProperty(
        "reachability_debouncing_window", settings.reachabilityDebouncingWindow().toMillis());
    var links = new JsonObject();
    links.addProperty("documents", url + "/Documents");
    links.addProperty("lists", url + "/Lists");
    links.addProperty("maps", url + "/Maps");
    links.addProperty("streams", url + "/Streams");
    json.add("links", links);
    return json;
  }

  private JsonObject json(HostedObject object) {
    ObjectState state = object.state();
    String url = objectUrl(object);
    var json = new JsonObject();
    json.addProperty("sid", state.sid());
    json.addProperty("unique_name", state.uniqueName());
    json.addProperty("account_sid", services.accountSid());
    json.addProperty("service_sid", object.serviceSid());
    json.addProperty("url", url);
    var links = new JsonObject();
    switch (object) {
      case HostedMap map -> links.addProperty("items", url + "/Items");
      case HostedList list -> links.addProperty("items", url + "/Items");
      case HostedStream stream -> links.addProperty("messages", url + "/Messages");
      case HostedDocument document -> json.add("data", state.data());
    }
    if (!(object instanceof HostedStream)) {
      links.addProperty("permissions", url + "/Permissions");
      json.addProperty("revision", state.revision());
    }
    json.add("links", links);
    times(json, state.created(), state.updated(), state.expires());
    json.addProperty("created_by", state.createdBy());
    return json;
  }

  private JsonObject json(HostedCollection<?, ?> collection, CollectionItem<?> item) {
    var json = new JsonObject();
    switch (item) {
      case MapItem of -> json.addProperty("key", of.key());
      case ListItem of -> json.addProperty("index", of.index());
    }
    json.addProperty("account_sid", services.accountSid());
    json.addProperty("service_sid", collection.serviceSid());
    json.addProperty(collection.type() + "_sid", collection.sid());
    json.addProperty(
        "url", objectUrl(collection) + "/Items/" + SyncPath.encode(item.position().toString()));
    json.addProperty("revision", item.revision());
    json.add("data", item.data());
    times(json, item.created(), item.updated(), item.expires());
    json.addProperty("created_by", item.createdBy());
    return json;
  }

  private Reply listPermissions(RestRequest request, HostedObject object) {
    Map<String, Permission> sorted = new TreeMap<>(object.permissions());
    return page(
        request,
        "permissions",
        objectUrl(object) + "/Permissions",
        List.copyOf(sorted.entrySet()),
        entry -> json(object, entry.getKey(), entry.getValue()));
  }

  private static String objectUrl(HostedObject object) {
    return BASE + "/" + object.serviceSid() + "/" + object.collection() + "/" + object.sid();
  }

  private JsonObject json(HostedObject object, String identity, Permission permission) {
    var json = new JsonObject();
    json.addProperty("account_sid", services.accountSid());
    json.addProperty("service_sid", object.serviceSid());
    json.addProperty(object.type() + "_sid", object.sid());
    json.addProperty("identity", identity);
    json.addProperty("read", permission.read());
    json.addProperty("write", permission.write());
    json.addProperty("manage", permission.manage());
    json.addProperty("url", objectUrl(object) + "/Permissions/" + SyncPath.encode(identity));
    return json;
  }

  private static <T> Reply page(
      RestRequest request, String key, String url, List<T> all, Function<T, JsonObject> toJson) {
    int size = Math.clamp(number(request, "PageSize", DEFAULT_PAGE), 1, MAX_PAGE);
    int page = Math.clamp(number(request, "Page", 0), 0, 1_000_000);
    int from = (int) Math.min((long) page * size, all.size());
    int to = Math.min(from + size, all.size());
    var list = new JsonArray();
    all.subList(from, to).forEach(entry -> list.add(toJson.apply(entry)));
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", page);
    meta.addProperty("page_size", size);
    meta.addProperty("url", pageUrl(url, size, page));
    meta.addProperty("first_page_url", pageUrl(url, size, 0));
    meta.addProperty("previous_page_url", page == 0 ? null : pageUrl(url, size, page - 1));
    meta.addProperty("next_page_url", to == all.size() ? null : pageUrl(url, size, page + 1));
    var body = new JsonObject();
    body.add(key, list);
    body.add("meta", meta);
    return Reply.ok(body);
  }

  private static String pageUrl(String url, int size, int page) {
    return url + "?PageSize=" + size + "&Page=" + page;
  }

  private static int number(RestRequest request, String name, int otherwise) {
    try {
      return request.query(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw new RestException(400, 20001, name + " is not a number");
    }
  }

  private static void times(
      JsonObject json, Instant created, Instant updated, @Nullable Instant expires) {
    json.addProperty("date_created", time(created));
    json.addProperty("date_updated", time(updated));
    json.addProperty("date_expires", expires == null ? null : time(expires));
  }

  /** The REST API's times have whole seconds. */
  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
