package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.sdk.video.Room;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The doors of a stream that an access token may open.
 *
 * @param listener the credentials of a listener of the stream, which name the addresses
 */
public record StreamDoors(
    OkHttpClient http, Backend backend, String stream, StreamCredentials listener) {
  /** A door of a stream. */
  public enum Door {
    ROOM,
    SYNC,
    CHAT,
    PLAYER,
    BACKEND
  }

  /** Returns the doors that tokens of a person open. */
  public Set<Door> opened(String identity, String... tokens) {
    Set<Door> opened = EnumSet.noneOf(Door.class);
    for (String token : tokens) {
      if (opensRoom(token)) {
        opened.add(Door.ROOM);
      }
      if (twilsock(token, "data_sync").isAccepted()) {
        opened.add(Door.SYNC);
      }
      if (twilsock(token, "ip_messaging").isAccepted()) {
        opened.add(Door.CHAT);
      }
      if (opensPlayer(token)) {
        opened.add(Door.PLAYER);
      }
      if (opensBackend(identity, token)) {
        opened.add(Door.BACKEND);
      }
    }
    return opened;
  }

  public boolean opensRoom(String token) {
    try (PlainEngine media = PlainEngine.create(new Silence(), PcmSink.DISCARD)) {
      var options =
          new Room.Options(http, listener.signaling(), token, stream, media, Optional.empty());
      try (Room room = Room.connect(options, new QuietRoomListener()).join()) {
        return true;
      } catch (CompletionException e) {
        assertThat(e.getCause()).isInstanceOf(Room.ConnectException.class);
        return false;
      }
    }
  }

  /** Returns whether the player streamer gets as far as reading an offer, which is none here. */
  private boolean opensPlayer(String token) {
    Request request =
        new Request.Builder()
            .url(listener.whep().orElseThrow().toString())
            .header("Authorization", "Bearer " + token)
            .post(RequestBody.create("no offer", MediaType.get("application/sdp")))
            .build();
    try (Response response = http.newCall(request).execute()) {
      assertThat(response.code()).isIn(400, 401, 403);
      return response.code() == 400;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean opensBackend(String identity, String token) {
    try {
      backend.raiseHand(identity, stream, true, token);
      return true;
    } catch (BackendException e) {
      assertThat(e.kind()).isEqualTo(BackendException.Kind.FORBIDDEN);
      return false;
    }
  }

  /**
   * A Twilsock connection after its first frame.
   *
   * @param answer whether the token was accepted
   * @param closed completes when the server hangs up
   */
  public record Connection(CompletableFuture<Boolean> answer, CompletableFuture<Void> closed) {
    public boolean isAccepted() {
      return answer.join();
    }
  }

  /** Connects to Twilsock and authenticates for a product. */
  public Connection twilsock(String token, String product) {
    var connection = new Connection(new CompletableFuture<>(), new CompletableFuture<>());
    var registration = new JsonObject();
    registration.addProperty("product", product);
    var registrations = new JsonArray();
    registrations.add(registration);
    var init =
        new TwilsockMessage.Init("TM1", token, null, new JsonObject(), registrations, List.of());
    http.newWebSocket(
        new Request.Builder().url(listener.twilsock().toString()).build(),
        new WebSocketListener() {
          @Override
          public void onOpen(WebSocket webSocket, Response response) {
            webSocket.send(ByteString.of(init.encode()));
          }

          @Override
          public void onMessage(WebSocket webSocket, ByteString bytes) {
            try {
              if (TwilsockMessage.decode(bytes.toByteArray())
                  instanceof TwilsockMessage.Reply reply) {
                connection.answer.complete(reply.status().isSuccess());
              }
            } catch (TwilsockFormatException e) {
              connection.answer.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
            connection.answer.completeExceptionally(t);
            connection.closed.complete(null);
          }
        });
    return connection;
  }
}
