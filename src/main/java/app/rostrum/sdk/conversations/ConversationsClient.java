package app.rostrum.sdk.conversations;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;

/** A Conversations client: until it speaks the protocol, opening a conversation fails. */
public final class ConversationsClient implements AutoCloseable {
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

  public static ConversationsClient connect(
      OkHttpClient http, URI twilsock, String token, Listener listener) {
    return new ConversationsClient();
  }

  public CompletableFuture<Conversation> conversation(
      String name, int pageSize, Conversation.Listener listener) {
    return CompletableFuture.failedFuture(new ConversationsException(0, 0, "not yet"));
  }

  public CompletableFuture<Void> updateToken(String token) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {}
}
