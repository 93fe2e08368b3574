package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.wire.rtp.ContributingSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Speakers, a mix and listeners with real connections and audio, in one process. */
@Timeout(120)
class LiveSoundTest {
  private LiveStage stage;
  private SpeakingPeer ada;

  @BeforeEach
  void start() throws Exception {
    stage = new LiveStage();
    ada = stage.speaker("ada", new Tone(440));
    stage.speaker("bob", new Tone(660));
  }

  @AfterEach
  void stop() throws Exception {
    stage.close();
  }

  @Test
  void everyListenerHearsBothSpeakersAndIsToldWhoSpeaks() throws Exception {
    List<ListeningPeer> listeners = List.of(stage.listener(), stage.listener(), stage.listener());
    for (ListeningPeer listener : listeners) {
      await()
          .untilAsserted(
              () -> {
                short[] heard = listener.last(24_000);
                assertThat(listener.samples()).isGreaterThan(24_000);
                assertThat(Spectrum.levelAt(heard, 440)).isBetween(-23.0, -18.0);
                assertThat(Spectrum.levelAt(heard, 660)).isBetween(-23.0, -18.0);
                assertThat(Spectrum.levelAt(heard, 550)).isLessThan(-50);
                assertThat(listener.contributors()).isEqualTo(Set.of(csrc("ada"), csrc("bob")));
              });
      int missing = missing(listener.sequence());
      LiveStatistics left = stage.live.statistics();
      assertThat(missing)
          .as("what the server does not know that it left out")
          .isLessThanOrEqualTo((int) (left.ticksSkipped() + left.packetsDropped()));
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
    assertThat(stage.live.statistics().listeners()).isEqualTo(3);
  }

  @Test
  void aCrowdHearsTheSameInFewerPackets() throws Exception {
    ListeningPeer listener = stage.listener();
    ListeningPeer ofShortPackets = stage.listener("a=maxptime:40");
    for (int frames : new int[] {1, 6, 2, 3, 1}) {
      stage.framesPerPacket = frames;
      int from = listener.sequence().size();
      await().until(() -> listener.sequence().size() > from + 50);
      await()
          .untilAsserted(
              () -> {
                assertThat(listener.newestSamples()).isEqualTo(frames * 960);
                assertThat(ofShortPackets.newestSamples())
                    .isEqualTo(frames > 2 ? 960 : frames * 960);
              });
      for (ListeningPeer each : List.of(listener, ofShortPackets)) {
        await()
            .untilAsserted(
                () -> {
                  assertThat(Spectrum.levelAt(each.last(24_000), 440)).isBetween(-23.0, -18.0);
                  assertThat(Spectrum.levelAt(each.last(24_000), 550)).isLessThan(-50);
                });
      }
    }
    LiveStatistics left = stage.live.statistics();
    for (ListeningPeer each : List.of(listener, ofShortPackets)) {
      assertThat(missing(each.sequence()))
          .isLessThanOrEqualTo((int) (left.ticksSkipped() + left.packetsDropped()));
    }
  }

  @Test
  void theShareThatIsMissingIsTheSameInLongPackets() throws Exception {
    ListeningPeer listener = stage.listener();
    stage.framesPerPacket = 3;
    await().until(() -> listener.newestSamples() == 3 * 960);
    stage.oneLostOf = 10;
    int from = listener.sequence().size();
    await().until(() -> listener.sequence().size() > from + 100);
    List<Integer> since = listener.sequence().subList(from, from + 100);
    assertThat(missing(since)).as("of each ten frames one, in packets of three").isBetween(9, 16);
  }

  @Test
  void theEndReachesListenersWithItsReason() throws Exception {
    ListeningPeer listener = stage.listener().withEvents();
    await().until(() -> listener.events.contains("event: active"));
    await().until(() -> listener.samples() > 0);
    stage.live.endProcessor(stage.processor);
    await()
        .untilAsserted(
            () ->
                assertThat(listener.events)
                    .contains("event: inactive", "event: ended", "data: {\"reason\":\"ended\"}")
                    .endsWith("closed"));
    await().until(() -> listener.state() == RtcPeer.State.CLOSED);
    assertThat(stage.live.statistics().listeners()).isZero();
  }

  @Test
  void aListenerThatLeavesGetsNoMorePackets() throws Exception {
    ListeningPeer leaving = stage.listener();
    ListeningPeer staying = stage.listener();
    await().until(() -> leaving.samples() > 0 && staying.samples() > 0);
    assertThat(leaving.delete()).isEqualTo(200);
    await().until(() -> stage.live.statistics().listeners() == 1);
    await().until(() -> leaving.state() == RtcPeer.State.CLOSED);
    int before = staying.samples();
    await().until(() -> staying.samples() > before + 4_800);
  }

  @Test
  void aListenerThatDisconnectsWithoutDeletingTheSessionIsNoticed() throws Exception {
    ListeningPeer listener = stage.listener();
    await().until(() -> listener.samples() > 0);
    listener.hangUp();
    await().until(() -> stage.live.statistics().listeners() == 0);
  }

  private static int csrc(String identity) {
    return (int) ContributingSource.csrc(identity);
  }

  /** Counts numbers that do not follow the one before; the network here loses nothing. */
  private static int missing(List<Integer> sequence) {
    int missing = 0;
    for (int i = 1; i < sequence.size(); i++) {
      missing += (sequence.get(i) - sequence.get(i - 1) - 1) & 0xFFFF;
    }
    return missing;
  }
}
