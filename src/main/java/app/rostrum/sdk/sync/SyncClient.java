package app.rostrum.sdk.sync;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/**
 * A Sync client on one Twilsock connection. Reconnects by itself and catches up on what it missed.
 * Safe for any thread; all listeners of one client are called on one thread at a time, in order.
 */
public final class SyncClient implements AutoCloseable {
  /** The public address of Twilio's Twilsock; the embedded cloud's is told by its backend. */
  public static final URI TWILIO = URI.create("wss://tsock.us1.twilio.com/v3/wsconnect");

  /** The state of the connection. */
  public enum State {
    CONNECTING,
    CONNECTED,
    /** The token was refused or has expired; a fresh one revives the client. */
    DENIED,
    CLOSED
  }

  /** Hears the connection. */
  public interface Listener {
    void onState(State state);

    /** Some minutes are left: call {@link #updateToken}. */
    void onTokenAboutToExpire();
  }

  private SyncClient() {}

  /** Starts connecting; requests wait until it has. */
  public static SyncClient connect(
      OkHttpClient http, URI twilsock, String token, Listener listener) {
    throw new UnsupportedOperationException();
  }

  public State state() {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens an existing map with all its items and follows it; completes exceptionally with a {@link
   * SyncException}. The listener first hears what is there.
   */
  public CompletableFuture<SyncMap> openMap(String name, SyncMap.Listener listener) {
    throw new UnsupportedOperationException();
  }

  /** Opens an existing document and follows it. */
  public CompletableFuture<SyncDocument> openDocument(String name, SyncDocument.Listener listener) {
    throw new UnsupportedOperationException();
  }

  /** Completes when the server has accepted the token; revives a denied client. */
  public CompletableFuture<Void> updateToken(String token) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
