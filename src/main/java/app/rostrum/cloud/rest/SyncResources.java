package app.rostrum.cloud.rest;

import app.rostrum.cloud.TokenFloors;
import app.rostrum.cloud.sync.SyncServices;

/** Twilio's REST API of Sync: services, documents, maps, lists, streams, items, permissions. */
public final class SyncResources {
  private final SyncServices services;
  private final TokenFloors floors;

  public SyncResources(SyncServices services, TokenFloors floors) {
    this.services = services;
    this.floors = floors;
  }

  /** Adds the resources to a router. */
  public void addTo(RestRouter router) {
    var routes = new SyncRoutes(router, services);
    var json = new SyncJson(services.accountSid());
    new SyncServiceResources(routes, json, floors).add();
    new SyncObjectResources(routes, json).add();
    new SyncItemResources(routes, json).add();
    new SyncPermissionResources(routes, json).add();
  }
}
