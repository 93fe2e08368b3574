package app.rostrum.cloud.rest;

import app.rostrum.cloud.sync.CollectionItem;
import app.rostrum.cloud.sync.HostedCollection;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedList;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.HostedStream;
import app.rostrum.cloud.sync.ObjectState;
import app.rostrum.cloud.sync.Permission;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.wire.sync.SyncPath;
import com.google.gson.JsonObject;
import java.net.URI;

/** The resources of the Sync API as JSON, and their addresses. */
record SyncJson(String accountSid) {
  static final String SERVICES = "https://sync.twilio.com/v1/Services";

  /** Returns the address of a service's objects of one kind, for example {@code Maps}. */
  static String url(HostedService service, String kind) {
    return SERVICES + "/" + service.sid() + "/" + kind;
  }

  static String url(HostedObject object) {
    return SERVICES + "/" + object.serviceSid() + "/" + object.collection() + "/" + object.sid();
  }

  JsonObject service(HostedService service) {
    ServiceSettings settings = service.settings();
    String url = SERVICES + "/" + service.sid();
    URI webhook = settings.webhookUrl();
    var json = new JsonObject();
    json.addProperty("sid", service.sid());
    json.addProperty("unique_name", service.uniqueName());
    json.addProperty("account_sid", accountSid);
    json.addProperty("friendly_name", settings.friendlyName());
    JsonTime.addDates(json, service.created(), service.updated());
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

  JsonObject object(HostedObject object) {
    ObjectState state = object.state();
    String url = url(object);
    var json = new JsonObject();
    json.addProperty("sid", state.sid());
    json.addProperty("unique_name", state.uniqueName());
    json.addProperty("account_sid", accountSid);
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
    JsonTime.addDates(json, state.created(), state.updated());
    JsonTime.add(json, "date_expires", state.expires());
    json.addProperty("created_by", state.createdBy());
    return json;
  }

  JsonObject item(HostedCollection<?> collection, CollectionItem<?> item) {
    var json = new JsonObject();
    item.addPositionTo(json);
    json.addProperty("account_sid", accountSid);
    json.addProperty("service_sid", collection.serviceSid());
    json.addProperty(collection.type() + "_sid", collection.sid());
    json.addProperty(
        "url", url(collection) + "/Items/" + SyncPath.encode(item.position().toString()));
    json.addProperty("revision", item.revision());
    json.add("data", item.data());
    JsonTime.addDates(json, item.created(), item.updated());
    JsonTime.add(json, "date_expires", item.expires());
    json.addProperty("created_by", item.createdBy());
    return json;
  }

  JsonObject permission(HostedObject object, String identity, Permission permission) {
    var json = new JsonObject();
    json.addProperty("account_sid", accountSid);
    json.addProperty("service_sid", object.serviceSid());
    json.addProperty(object.type() + "_sid", object.sid());
    json.addProperty("identity", identity);
    json.addProperty("read", permission.read());
    json.addProperty("write", permission.write());
    json.addProperty("manage", permission.manage());
    json.addProperty("url", url(object) + "/Permissions/" + SyncPath.encode(identity));
    return json;
  }
}
