package app.rostrum.stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * Whether the host's invitation waits for an answer. The document on the server keeps saying so
 * until this person next joins as a viewer, so only a change is an invitation.
 */
final class Invitation {
  private boolean pending;
  private boolean inDocument;

  boolean pending() {
    return pending;
  }

  /** What the document has when it is opened, for the first time or again. */
  void found(JsonObject document) {
    boolean was = inDocument;
    inDocument = invites(document);
    pending |= inDocument && !was;
  }

  /**
   * The document has been written. One written with {@code false} comes from this end's own joining
   * and takes no invitation back.
   */
  void changed(JsonObject document) {
    inDocument = invites(document);
    pending |= inDocument;
  }

  void answered() {
    pending = false;
  }

  private static boolean invites(JsonObject document) {
    return document.get("speaker_invite") instanceof JsonPrimitive flag
        && flag.isBoolean()
        && flag.getAsBoolean();
  }
}
