package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.sdk.video.Room;
import app.rostrum.testing.ManualClock;
import app.rostrum.testing.QuietRoomListener;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Access tokens at the five doors of a stream: room, Sync, chat, player and backend. A token opens
 * the stream that it was made for, as long as nobody else has been admitted under its name.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OldTokensTest {
  private static final String STREAM = "Talk";

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.now());
  private final OkHttpClient http = HttpClients.create();
  private final PlainEngine media = PlainEngine.create(new Silence(), PcmSink.DISCARD);
  private EmbeddedHost host;
  private Backend backend;

  @BeforeEach
  void open() throws Exception {
    host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", 0, folder, Optional.empty(), false),
            clock,
            (name, fields) -> {});
    backend = Backends.open(http, host.url(), host.passcode());
  }

  @AfterEach
  void close() {
    media.close();
    host.close();
  }

  /** The doors of a stream. */
  private enum Door {
    ROOM,
    SYNC,
    CHAT,
    PLAYER,
    BACKEND
  }

  /**
   * Tries the tokens of a person at all doors of a stream.
   *
   * @param listener a listener of that stream, for the player's address
   */
  private Set<Door> opened(String identity, StreamCredentials listener, String... tokens) {
    var opened = new LinkedHashSet<Door>();
    for (String token : tokens) {
      if (opensRoom(token, listener)) {
        opened.add(Door.ROOM);
      }
      if (socket(token, "data_sync").accepted()) {
        opened.add(Door.SYNC);
      }
      if (socket(token, "ip_messaging").accepted()) {
        opened.add(Door.CHAT);
      }
      if (opensPlayer(token, listener.whep().orElseThrow())) {
        opened.add(Door.PLAYER);
      }
      try {
        backend.raiseHand(identity, STREAM, true, token);
        opened.add(Door.BACKEND);
      } catch (BackendException e) {
        assertThat(e.kind()).isEqualTo(BackendException.Kind.FORBIDDEN);
      }
    }
    return opened;
  }

  private boolean opensRoom(String token, StreamCredentials stream) {
    var options =
        new Room.Options(http, stream.signaling(), token, STREAM, media, Optional.empty());
    try (Room room = Room.connect(options, new QuietRoomListener()).join()) {
      return true;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(Room.ConnectException.class);
      return false;
    }
  }

  /** Returns whether the player streamer gets as far as reading an offer, which is none here. */
  private boolean opensPlayer(String token, URI whep) {
    Request request =
        new Request.Builder()
            .url(whep.toString())
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

  /** A Twilsock connection after its first frame. */
  private record Socket(CompletableFuture<Boolean> answer, CompletableFuture<Void> closed) {
    boolean accepted() {
      return answer.join();
    }
  }

  private Socket socket(String token, String product) {
    var socket = new Socket(new CompletableFuture<>(), new CompletableFuture<>());
    var registration = new JsonObject();
    registration.addProperty("product", product);
    var registrations = new JsonArray();
    registrations.add(registration);
    var init =
        new TwilsockMessage.Init("TM1", token, null, new JsonObject(), registrations, List.of());
    http.newWebSocket(
        new Request.Builder().url(host.url().resolve("/v3/wsconnect").toString()).build(),
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
                socket.answer.complete(reply.status().isSuccess());
              }
            } catch (TwilsockFormatException e) {
              socket.answer.completeExceptionally(e);
            }
          }

          @Override
          public void onFailure(WebSocket webSocket, Throwable t, @Nullable Response response) {
            socket.answer.completeExceptionally(t);
            socket.closed.complete(null);
          }
        });
    return socket;
  }

  @Test
  void tokensOpenAllDoorsOfTheirOwnStream() {
    backend.createStream("Alice", STREAM, true);
    String speaker = backend.joinAsSpeaker("Dave", STREAM, null).token();
    StreamCredentials dave = backend.joinAsViewer("Dave", STREAM, speaker);
    assertThat(opened("Dave", dave, speaker, dave.token()))
        .containsExactlyInAnyOrder(Door.values());
  }

  @Test
  void tokensOfAStreamThatHasEndedOpenNothingOfTheNext() {
    StreamCredentials first = backend.createStream("Dave", STREAM, true);
    String speaker = backend.joinAsSpeaker("Mallory", STREAM, null).token();
    String viewer = backend.joinAsViewer("Mallory", STREAM, speaker).token();
    backend.deleteStream(STREAM, first.token());

    backend.createStream("Dave", STREAM, true);
    StreamCredentials lena = backend.joinAsViewer("Lena", STREAM, null);
    assertThat(opened("Dave", lena, first.token())).isEmpty();
    assertThat(opened("Mallory", lena, speaker, viewer)).isEmpty();
  }

  @Test
  void anAdmissionThatNobodyUsedIsWorthNothingOnceTheNameIsTaken() throws Exception {
    backend.createStream("Alice", STREAM, true);
    StreamCredentials unseen = backend.joinAsViewer("Dora", STREAM, null);
    Socket listening = socket(unseen.token(), "data_sync");
    assertThat(listening.accepted()).isTrue();
    clock.advance(Duration.ofSeconds(31));

    StreamCredentials dora = backend.joinAsViewer("Dora", STREAM, null);
    listening.closed().get(20, TimeUnit.SECONDS);
    assertThat(opened("Dora", dora, unseen.token())).isEmpty();
    String speaker = backend.joinAsSpeaker("Dora", STREAM, dora.token()).token();
    assertThat(opened("Dora", dora, dora.token(), speaker))
        .containsExactlyInAnyOrder(Door.values());
  }

  @Test
  void aRemovedSpeakerNeedsAnInvitationToComeBack() {
    StreamCredentials alice = backend.createStream("Alice", STREAM, true);
    StreamCredentials bob = backend.joinAsSpeaker("Bob", STREAM, null);
    var options =
        new Room.Options(http, bob.signaling(), bob.token(), STREAM, media, Optional.empty());
    try (Room room = Room.connect(options, new QuietRoomListener()).join()) {
      await().untilAsserted(() -> backend.removeSpeaker("Bob", STREAM, alice.token()));
    }
    assertThat(opensRoom(bob.token(), bob)).isFalse();

    StreamCredentials listener = backend.joinAsViewer("Bob", STREAM, bob.token());
    backend.sendSpeakerInvite("Bob", alice.roomSid(), alice.token());
    String again = backend.joinAsSpeaker("Bob", STREAM, listener.token()).token();
    assertThat(opensRoom(again, bob)).isTrue();
    assertThat(opensRoom(bob.token(), bob)).as("the token from before the removal").isFalse();
  }

  @Test
  void floorsAreKeptAcrossARestart() throws Exception {
    StreamCredentials alice = backend.createStream("Alice", STREAM, true);
    StreamCredentials unseen = backend.joinAsViewer("Dora", STREAM, null);
    clock.advance(Duration.ofSeconds(31));
    backend.joinAsViewer("Dora", STREAM, null);
    int port = host.url().getPort();
    host.close();
    host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", port, folder, Optional.empty(), false),
            clock,
            (name, fields) -> {});
    assertThat(socket(alice.token(), "data_sync").accepted()).isTrue();
    assertThat(socket(unseen.token(), "data_sync").accepted()).isFalse();
  }
}
