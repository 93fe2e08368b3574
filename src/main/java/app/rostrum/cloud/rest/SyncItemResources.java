package app.rostrum.cloud.rest;

import static app.rostrum.cloud.rest.SyncRoutes.SERVICE;
import static app.rostrum.cloud.rest.SyncRoutes.data;
import static app.rostrum.cloud.rest.SyncRoutes.requiredData;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedCollection;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.ItemQuery;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of the Sync API's maps and lists. */
final class SyncItemResources {
  private static final String MAP_ITEMS = SERVICE + "/Maps/{object}/Items";
  private static final String LIST_ITEMS = SERVICE + "/Lists/{object}/Items";
  private static final List<String> QUERY =
      List.of("PageToken", "From", "Bounds", "Order", "PageSize");

  private final SyncRoutes routes;
  private final SyncJson json;

  SyncItemResources(SyncRoutes routes, SyncJson json) {
    this.routes = routes;
    this.json = json;
  }

  void add() {
    routes.on("GET", MAP_ITEMS, r -> list(r, routes.map(r)));
    routes.on("POST", MAP_ITEMS, this::createMapItem);
    routes.on("GET", MAP_ITEMS + "/{key}", this::fetchMapItem);
    routes.on("POST", MAP_ITEMS + "/{key}", this::updateMapItem);
    routes.on("DELETE", MAP_ITEMS + "/{key}", this::deleteMapItem);

    routes.on("GET", LIST_ITEMS, r -> list(r, routes.list(r)));
    routes.on("POST", LIST_ITEMS, this::createListItem);
    routes.on("GET", LIST_ITEMS + "/{index}", this::fetchListItem);
    routes.on("POST", LIST_ITEMS + "/{index}", this::updateListItem);
    routes.on("DELETE", LIST_ITEMS + "/{index}", this::deleteListItem);
  }

  private <K extends Comparable<K>> Reply list(
      RestRequest request, HostedCollection<K> collection) {
    var params = new LinkedHashMap<String, String>();
    for (String name : QUERY) {
      request.query(name).ifPresent(value -> params.put(name, value));
    }
    ItemQuery.Page<K> page = collection.page(Caller.BACKEND, ItemQuery.parse(params));
    return new Page(request, "items", SyncJson.url(collection) + "/Items")
        .ofTokens(
            page.items(),
            item -> json.item(collection, item),
            page.previousToken(),
            page.nextToken());
  }

  private Reply createMapItem(RestRequest request) {
    HostedMap map = routes.map(request);
    CollectionItem<String> item =
        map.create(
            Caller.BACKEND, request.required("Key"), requiredData(request), itemTtl(request));
    updateCollectionTtl(request, map);
    return Reply.created(json.item(map, item));
  }

  private Reply fetchMapItem(RestRequest request) {
    HostedMap map = routes.map(request);
    return Reply.ok(json.item(map, map.item(Caller.BACKEND, request.path("key"))));
  }

  private Reply updateMapItem(RestRequest request) {
    HostedMap map = routes.map(request);
    CollectionItem<String> item =
        map.update(
            Caller.BACKEND,
            request.path("key"),
            data(request).orElse(null),
            request.ifMatch().orElse(null),
            itemTtl(request));
    updateCollectionTtl(request, map);
    return Reply.ok(json.item(map, item));
  }

  private Reply deleteMapItem(RestRequest request) {
    routes.map(request).remove(Caller.BACKEND, request.path("key"), request.ifMatch().orElse(null));
    return Reply.deleted();
  }

  private Reply createListItem(RestRequest request) {
    HostedList list = routes.list(request);
    CollectionItem<Long> item =
        list.append(Caller.BACKEND, requiredData(request), itemTtl(request));
    updateCollectionTtl(request, list);
    return Reply.created(json.item(list, item));
  }

  private Reply fetchListItem(RestRequest request) {
    HostedList list = routes.list(request);
    return Reply.ok(json.item(list, list.item(Caller.BACKEND, index(request))));
  }

  private Reply updateListItem(RestRequest request) {
    HostedList list = routes.list(request);
    CollectionItem<Long> item =
        list.update(
            Caller.BACKEND,
            index(request),
            data(request).orElse(null),
            request.ifMatch().orElse(null),
            itemTtl(request));
    updateCollectionTtl(request, list);
    return Reply.ok(json.item(list, item));
  }

  private Reply deleteListItem(RestRequest request) {
    routes.list(request).remove(Caller.BACKEND, index(request), request.ifMatch().orElse(null));
    return Reply.deleted();
  }

  private static long index(RestRequest request) {
    try {
      return Long.parseLong(request.path("index"));
    } catch (NumberFormatException e) {
      throw request.notFound();
    }
  }

  private static @Nullable Integer itemTtl(RestRequest request) {
    return request.number("Ttl").or(() -> request.number("ItemTtl")).orElse(null);
  }

  /** Changes the time to live of a whole collection, which a write of an item may ask for. */
  private static void updateCollectionTtl(RestRequest request, HostedObject collection) {
    request.number("CollectionTtl").ifPresent(ttl -> collection.updateTtl(Caller.BACKEND, ttl));
  }
}
