package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
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
import app.rostrum.testing.StreamDoors;
import app.rostrum.testing.StreamDoors.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
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

  /** Tries the tokens of a person at all doors of the stream, which a listener's answer names. */
  private Set<Door> opened(String identity, StreamCredentials listener, String... tokens) {
    return doors(listener).opened(identity, tokens);
  }

  private StreamDoors doors(StreamCredentials listener) {
    return new StreamDoors(http, backend, STREAM, listener);
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
    StreamDoors.Connection listening = doors(unseen).twilsock(unseen.token(), "data_sync");
    assertThat(listening.isAccepted()).isTrue();
    clock.advance(Duration.ofSeconds(31));

    StreamCredentials dora = backend.joinAsViewer("Dora", STREAM, null);
    listening.closed().get(60, TimeUnit.SECONDS);
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
    assertThat(doors(bob).opensRoom(bob.token())).isFalse();

    StreamCredentials listener = backend.joinAsViewer("Bob", STREAM, bob.token());
    backend.sendSpeakerInvite("Bob", alice.roomSid(), alice.token());
    String again = backend.joinAsSpeaker("Bob", STREAM, listener.token()).token();
    assertThat(doors(bob).opensRoom(again)).isTrue();
    assertThat(doors(bob).opensRoom(bob.token())).as("the token from before the removal").isFalse();
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
    StreamDoors doors = doors(unseen);
    assertThat(doors.twilsock(alice.token(), "data_sync").isAccepted()).isTrue();
    assertThat(doors.twilsock(unseen.token(), "data_sync").isAccepted()).isFalse();
  }
}
