package app.rostrum.server;

import com.google.gson.Gson;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.rest.sync.v1.Service;
import com.twilio.rest.sync.v1.service.Document;
import com.twilio.rest.sync.v1.service.SyncMap;
import com.twilio.rest.sync.v1.service.syncmap.SyncMapItem;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Calls the Sync REST API. Maps are addressed by unique name. */
final class SyncApi {
  private static final int ITEM_EXISTS = 54208;
  private static final int NAME_EXISTS = 54301;
  private static final long MAX_ITEMS = 100_000;
  private static final Gson GSON = new Gson();

  private final TwilioApi api;

  SyncApi(TwilioApi api) {
    this.api = api;
  }

  /**
   * Creates a service that reports to this backend when a connection is gone for good. In the
   * embedded cloud its clients create no objects; Twilio does not know that setting.
   */
  String createStreamService(String name, URI webhook) {
    var form = new HashMap<String, String>();
    form.put("FriendlyName", name);
    form.put("AclEnabled", "true");
    form.put("ClientsMayCreate", "false");
    form.put("WebhookUrl", webhook.toString());
    form.put("ReachabilityWebhooksEnabled", "true");
    form.put("ReachabilityDebouncingEnabled", "true");
    var request = new NamedPathRequest(HttpMethod.POST, "sync", "Services");
    return Service.fromJson(api.send(request, form), api.client().getObjectMapper()).getSid();
  }

  /** Returns the SIDs of all services, by friendly name. */
  Map<String, String> services() {
    var sids = new HashMap<String, String>();
    for (Service service : Service.reader().limit(MAX_ITEMS).read(api.client())) {
      if (service.getFriendlyName() != null) {
        sids.put(service.getFriendlyName(), service.getSid());
      }
    }
    return sids;
  }

  /**
   * Withdraws the access tokens of an identity below these numbers; Twilio does not know of that.
   */
  void raiseFloors(String serviceSid, String identity, long everywhere, long onStage) {
    TwilioApi.ifThere(
        () ->
            api.send(
                new NamedPathRequest(
                    HttpMethod.POST, "sync", "Services", serviceSid, "TokenFloors"),
                Map.of(
                    "Identity",
                    identity,
                    "Everywhere",
                    Long.toString(everywhere),
                    "OnStage",
                    Long.toString(onStage),
                    "Ttl",
                    Long.toString(IssuedToken.LIFETIME.toSeconds()))));
  }

  /** Returns the service of that friendly name, and creates it if there is none. */
  String serviceNamed(String name) {
    String known = services().get(name);
    return known != null
        ? known
        : Service.creator().setFriendlyName(name).setAclEnabled(true).create(api.client()).getSid();
  }

  void deleteService(String serviceSid) {
    TwilioApi.ifThere(() -> Service.deleter(serviceSid).delete(api.client()));
  }

  void createMap(String serviceSid, String map) {
    SyncMap.creator(serviceSid).setUniqueName(map).create(api.client());
  }

  void createMapIfMissing(String serviceSid, String map) {
    TwilioApi.unless(NAME_EXISTS, () -> createMap(serviceSid, map));
  }

  /** Adds an item; returns false if the map has one of that key. */
  boolean addItem(String serviceSid, String map, String key, Map<String, Object> data) {
    try {
      SyncMapItem.creator(serviceSid, map, key, data).create(api.client());
      return true;
    } catch (ApiException e) {
      if (TwilioApi.hasCode(e, ITEM_EXISTS)) {
        return false;
      }
      throw e;
    }
  }

  void updateItem(String serviceSid, String map, String key, Map<String, Object> data) {
    api.send(
        new NamedPathRequest(
            HttpMethod.POST, "sync", "Services", serviceSid, "Maps", map, "Items", key),
        Map.of("Data", GSON.toJson(data)));
  }

  /** Removes an item, if there is one. */
  void removeItem(String serviceSid, String map, String key) {
    TwilioApi.ifThere(
        () ->
            api.send(
                new NamedPathRequest(
                    HttpMethod.DELETE, "sync", "Services", serviceSid, "Maps", map, "Items", key),
                Map.of()));
  }

  Optional<SyncMapItem> item(String serviceSid, String map, String key) {
    var request =
        new NamedPathRequest(
            HttpMethod.GET, "sync", "Services", serviceSid, "Maps", map, "Items", key);
    return TwilioApi.find(
        () -> SyncMapItem.fromJson(api.send(request, Map.of()), api.client().getObjectMapper()));
  }

  void eachItem(String serviceSid, String map, Consumer<SyncMapItem> consumer) {
    SyncMapItem.reader(serviceSid, map)
        .setPageSize(100L)
        .limit(MAX_ITEMS)
        .read(api.client())
        .forEach(consumer);
  }

  /** Creates a document; returns false if there is one of that name. */
  boolean createDocument(String serviceSid, String name, Map<String, Object> data) {
    try {
      Document.creator(serviceSid).setUniqueName(name).setData(data).create(api.client());
      return true;
    } catch (ApiException e) {
      if (TwilioApi.hasCode(e, NAME_EXISTS)) {
        return false;
      }
      throw e;
    }
  }

  /** Returns the names of a service's documents. */
  List<String> documentNames(String serviceSid) {
    var names = new ArrayList<String>();
    for (Document document :
        Document.reader(serviceSid).setPageSize(100L).limit(MAX_ITEMS).read(api.client())) {
      if (document.getUniqueName() != null) {
        names.add(document.getUniqueName());
      }
    }
    return names;
  }

  void deleteDocument(String serviceSid, String documentSid) {
    TwilioApi.ifThere(() -> Document.deleter(serviceSid, documentSid).delete(api.client()));
  }

  void updateDocument(String serviceSid, String name, Map<String, Object> data) {
    api.send(
        new NamedPathRequest(HttpMethod.POST, "sync", "Services", serviceSid, "Documents", name),
        Map.of("Data", GSON.toJson(data)));
  }

  /**
   * A document as stored.
   *
   * @param createdBy the identity of the client that created it, or {@code system} for the REST API
   */
  record StoredDocument(String sid, String createdBy, Map<String, Object> data) {
    boolean isOurs() {
      return createdBy.equals("system");
    }
  }

  /** Returns a document; empty if there is none of that name. */
  Optional<StoredDocument> document(String serviceSid, String name) {
    var request =
        new NamedPathRequest(HttpMethod.GET, "sync", "Services", serviceSid, "Documents", name);
    return TwilioApi.find(
            () -> Document.fromJson(api.send(request, Map.of()), api.client().getObjectMapper()))
        .map(
            document ->
                new StoredDocument(
                    document.getSid(),
                    String.valueOf(document.getCreatedBy()),
                    fields(document.getData())));
  }

  void allowReading(String serviceSid, String kind, String object, String identity) {
    api.send(
        new NamedPathRequest(
            HttpMethod.POST, "sync", "Services", serviceSid, kind, object, "Permissions", identity),
        Map.of("Read", "true", "Write", "false", "Manage", "false"));
  }

  /** Removes all rights of an identity to an object, if it has any. */
  void forbid(String serviceSid, String kind, String object, String identity) {
    TwilioApi.ifThere(
        () ->
            api.send(
                new NamedPathRequest(
                    HttpMethod.DELETE,
                    "sync",
                    "Services",
                    serviceSid,
                    kind,
                    object,
                    "Permissions",
                    identity),
                Map.of()));
  }

  /** Returns the fields of an item's or document's data as Jackson read it. */
  static Map<String, Object> fields(Object data) {
    var fields = new HashMap<String, Object>();
    if (data instanceof Map<?, ?> map) {
      map.forEach((name, value) -> fields.put(String.valueOf(name), value));
    }
    return fields;
  }
}
