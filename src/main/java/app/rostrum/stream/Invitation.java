package app.rostrum.stream;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/**
 * The host's invitation to speak, while it waits for an answer. The document on the server keeps it
 * until this person next joins as a viewer, so only a change of the document is an invitation.
 */
final class Invitation {
  private boolean pending;
  private boolean inDocument;

  boolean pending() {
    return pending;
  }

  /** Takes the document when it has been opened, for the first time or again. */
  void found(JsonObject document) {
    boolean was = inDocument;
    inDocument = invites(document);
    pending |= inDocument && !was;
  }

  /**
   * Takes a change of the document. A {@code false} is written when this person joins, and does not
   * withdraw an invitation.
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
