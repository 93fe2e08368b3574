package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.web.WebServer;
import app.rostrum.wire.rtp.ContributingSource;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Speakers, a mix and listeners, with real connections and real sound, in one process. */
@Timeout(60)
class LiveSoundTest {
  private final FakeRooms rooms = new FakeRooms();
  private final List<AutoCloseable> open = new ArrayList<>();
  private Live live;
  private URI whep;
  private String streamer;
  private String processor;
  private SpeakingPeer ada;

  @BeforeEach
  void start() throws Exception {
    MediaPort room = opened(Loopback.port());
    Store store = opened(Store.inMemory());
    live =
        opened(
            new Live(
                new Live.Parts(
                    store,
                    new Sids(new Random()),
                    Clock.systemUTC(),
                    rooms,
                    () -> URI.create("http://127.0.0.1/"),
                    Tokens::secretOf),
                opened(Loopback.port())));
    WebServer server =
        opened(
            WebServer.builder()
                .handle(WhepHandler.PREFIX, live.whep())
                .start(new InetSocketAddress("127.0.0.1", 0)));
    streamer = live.createStreamer(false, Optional.empty()).sid();
    processor =
        live.createProcessor(
                "audio-mixer-v1",
                ExtensionContext.parse(
                    "{\"room\":{\"name\":\"RM1\"},\"outputs\":[\"%s\"]}".formatted(streamer)),
                Optional.empty())
            .sid();
    whep = URI.create("http://127.0.0.1:" + server.port() + "/whep/" + streamer);
    ada = opened(new SpeakingPeer(room, "ada", new Tone(440), rooms.taps.getFirst()));
    opened(new SpeakingPeer(room, "bob", new Tone(660), rooms.taps.getFirst()));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void everyListenerHearsBothSpeakersAndIsToldWhoSpeaks() throws Exception {
    List<ListeningPeer> listeners = List.of(listen(), listen(), listen());
    for (ListeningPeer listener : listeners) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                short[] heard = listener.last(24_000);
                assertThat(listener.samples()).isGreaterThan(24_000);
                assertThat(Spectrum.levelAt(heard, 440)).isBetween(-23.0, -18.0);
                assertThat(Spectrum.levelAt(heard, 660)).isBetween(-23.0, -18.0);
                assertThat(Spectrum.levelAt(heard, 550)).isLessThan(-50);
                assertThat(listener.contributors()).isEqualTo(Set.of(csrc("ada"), csrc("bob")));
              });
      assertThat(gaps(listener.sequence())).isZero();
    }
    ada.setSource(new Silence());
    for (ListeningPeer listener : listeners) {
      await()
          .untilAsserted(
              () -> {
                assertThat(listener.contributors()).isEqualTo(Set.of(csrc("bob")));
                assertThat(Spectrum.levelAt(listener.last(9_600), 440)).isLessThan(-50);
              });
    }
    assertThat(live.statistics().listeners()).isEqualTo(3);
  }

  @Test
  void theEndReachesListenersWithItsReason() throws Exception {
    ListeningPeer listener = listen().withEvents();
    await().until(() -> listener.events.contains("event: active"));
    await().until(() -> listener.samples() > 0);
    live.endProcessor(processor);
    await()
        .untilAsserted(
            () ->
                assertThat(listener.events)
                    .contains("event: inactive", "event: ended", "data: {\"reason\":\"ended\"}")
                    .endsWith("closed"));
    await().until(() -> listener.state() == RtcPeer.State.CLOSED);
    assertThat(live.statistics().listeners()).isZero();
  }

  @Test
  void whoLeavesIsNoLongerSentTo() throws Exception {
    ListeningPeer leaving = listen();
    ListeningPeer staying = listen();
    await().until(() -> leaving.samples() > 0 && staying.samples() > 0);
    assertThat(leaving.delete()).isEqualTo(200);
    await().until(() -> live.statistics().listeners() == 1);
    await().until(() -> leaving.state() == RtcPeer.State.CLOSED);
    int before = staying.samples();
    await().until(() -> staying.samples() > before + 4_800);
  }

  @Test
  void whoHangsUpWithoutDeletingTheSessionIsNoticed() throws Exception {
    ListeningPeer listener = listen();
    await().until(() -> listener.samples() > 0);
    listener.hangUp();
    await().until(() -> live.statistics().listeners() == 0);
  }

  private ListeningPeer listen() throws Exception {
    return opened(
        new ListeningPeer(whep, Tokens.player(streamer, Instant.now().plus(Duration.ofHours(1)))));
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static int csrc(String identity) {
    return (int) ContributingSource.of(identity);
  }

  /** Numbers that are not one more than the one before; the network here loses nothing. */
  private static int gaps(List<Integer> sequence) {
    int gaps = 0;
    for (int i = 1; i < sequence.size(); i++) {
      gaps += ((sequence.get(i) - sequence.get(i - 1)) & 0xFFFF) == 1 ? 0 : 1;
    }
    return gaps;
  }
}
