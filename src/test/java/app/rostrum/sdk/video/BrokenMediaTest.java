package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.rooms.EmbeddedRooms;
import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.media.DataChannel;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.testing.QuietRoomListener;
import app.rostrum.threads.Scheduler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Video client on a media engine whose native code throws Errors. */
@Timeout(120)
class BrokenMediaTest {
  private final PlainEngine engine = PlainEngine.create(new Silence(), mix -> {});

  /** The names of the methods that throw. */
  private final Set<String> broken = ConcurrentHashMap.newKeySet();

  private EmbeddedRooms cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = new EmbeddedRooms();
    cloud.create("stage");
  }

  @AfterEach
  void close() {
    engine.close();
    cloud.close();
  }

  private <T> T breakable(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (broken.contains(method.getName())) {
                throw new AssertionError(method.getName() + " throws on purpose");
              }
              try {
                Object result = method.invoke(real, args);
                return result instanceof PeerConnection connection
                    ? breakable(PeerConnection.class, connection)
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Room connect() throws Exception {
    var options =
        new Room.Options(
            new OkHttpClient(),
            cloud.signaling(),
            TestTokens.video("alice", "stage"),
            "stage",
            breakable(MediaEngine.class, engine),
            Optional.empty());
    return Room.connect(options, new QuietRoomListener(), (Scheduler) Room.TIMERS)
        .get(60, TimeUnit.SECONDS);
  }

  @Test
  void aConnectionThatCannotBeMadeIsReportedAtOnce() {
    broken.add("connect");
    assertThatThrownBy(this::connect)
        .cause()
        .isInstanceOfSatisfying(
            Room.ConnectException.class,
            e -> assertThat(e.reason()).isInstanceOf(DisconnectReason.ConnectionLost.class));
  }

  @Test
  void anOfferThatCannotBeMadeIsReported() {
    broken.add("offer");
    assertThatThrownBy(this::connect)
        .cause()
        .isInstanceOfSatisfying(
            Room.ConnectException.class,
            e -> assertThat(e.reason()).isInstanceOf(DisconnectReason.Refused.class));
  }

  @Test
  void aTrackThatCannotBeSentIsReportedAndTheNextOneIsPublished() throws Exception {
    try (Room room = connect()) {
      broken.add("createDataChannel");
      broken.add("addTrack");
      var options = new DataChannel.Options(true, Optional.empty(), Optional.empty());
      assertThatThrownBy(() -> room.publishData("data", options).get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AssertionError.class);
      assertThatThrownBy(
              () ->
                  room.publish(engine.createAudioTrack("mic"), "microphone")
                      .get(60, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AssertionError.class);
      broken.clear();
      assertThat(room.publishData("data", options).get(60, TimeUnit.SECONDS).name())
          .isEqualTo("data");
    }
  }
}
