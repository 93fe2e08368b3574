package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;

/** The refusals that several parts of Sync throw. */
final class SyncRefusals {
  private SyncRefusals() {}

  static Refusal serviceNotFound() {
    return new Refusal(404, 54050, "Service not found");
  }

  static Refusal nameTaken() {
    return new Refusal(409, 54301, "Unique name already exists");
  }

  static Refusal forbidden() {
    return new Refusal(403, 54007, "Access forbidden for identity");
  }

  static Refusal tooMany(String what) {
    return new Refusal(429, 54009, "Too many " + what);
  }
}
