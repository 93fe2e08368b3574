package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;

/** A document that follows the service. */
public interface SyncDocument extends AutoCloseable {
  /** Receives a document's changes. */
  interface Listener {
    /** The data at the opening and after every change. */
    void onData(JsonObject data);

    /** The document is gone. No other call follows. */
    void onRemoved();
  }

  String name();

  JsonObject data();

  @Override
  void close();
}
