package app.rostrum.cloud.rest;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.cloud.sync.HostedObject;
import app.rostrum.cloud.sync.Permission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The permissions that identities have on the Sync API's documents, maps and lists. */
final class SyncPermissionResources {
  private final SyncRoutes routes;
  private final SyncJson json;

  SyncPermissionResources(SyncRoutes routes, SyncJson json) {
    this.routes = routes;
    this.json = json;
  }

  void add() {
    add("Documents", routes::document);
    add("Maps", routes::map);
    add("Lists", routes::list);
  }

  private void add(String kind, Function<RestRequest, HostedObject> find) {
    String permissions = SyncRoutes.SERVICE + "/" + kind + "/{object}/Permissions";
    String permission = permissions + "/{identity}";
    routes.on("GET", permissions, r -> list(r, find.apply(r)));
    routes.on("GET", permission, r -> fetch(r, find.apply(r)));
    routes.on("POST", permission, r -> update(r, find.apply(r)));
    routes.on("DELETE", permission, r -> delete(r, find.apply(r)));
  }

  private Reply list(RestRequest request, HostedObject object) {
    Map<String, Permission> sorted = new TreeMap<>(object.permissions());
    return new Page(request, "permissions", SyncJson.url(object) + "/Permissions")
        .of(
            List.copyOf(sorted.entrySet()),
            entry -> json.permission(object, entry.getKey(), entry.getValue()));
  }

  private Reply fetch(RestRequest request, HostedObject object) {
    String identity = request.path("identity");
    Permission permission = object.permissions().get(identity);
    if (permission == null) {
      throw request.notFound();
    }
    return Reply.ok(json.permission(object, identity, permission));
  }

  private Reply update(RestRequest request, HostedObject object) {
    String identity = request.path("identity");
    var permission =
        new Permission(
            Boolean.parseBoolean(request.required("Read")),
            Boolean.parseBoolean(request.required("Write")),
            Boolean.parseBoolean(request.required("Manage")));
    object.permit(identity, permission);
    return Reply.ok(json.permission(object, identity, permission));
  }

  private static Reply delete(RestRequest request, HostedObject object) {
    if (!object.forbid(request.path("identity"))) {
      throw request.notFound();
    }
    return Reply.deleted();
  }
}
