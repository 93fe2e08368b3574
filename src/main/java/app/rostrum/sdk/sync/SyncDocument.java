package app.rostrum.sdk.sync;

import com.google.gson.JsonObject;

/** A document that follows the service. */
public interface SyncDocument extends AutoCloseable {
  /** Hears the document. */
  interface Listener {
    /** The data at first and after every change. */
    void onData(JsonObject data);

    /** The document is gone; the last call. */
    void onRemoved();
  }

  String name();

  JsonObject data();

  @Override
  void close();
}
