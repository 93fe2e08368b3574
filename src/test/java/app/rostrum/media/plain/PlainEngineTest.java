package app.rostrum.media.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.media.ChannelNotes;
import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaException;
import app.rostrum.media.Notes;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.RemoteAudioTrack;
import app.rostrum.media.Spectrum;
import app.rostrum.rtc.MediaPort;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two engines that talk to each other over loopback. */
@Timeout(120)
class PlainEngineTest {
  private static void negotiate(PeerConnection offerer, PeerConnection answerer) {
    offerer.acceptAnswer(answerer.answer(offerer.offer().join()).join()).join();
  }

  private static void awaitPitch(LevelMeter meter, double hz, double level) {
    await()
        .untilAsserted(
            () -> {
              short[] heard = meter.mix();
              assertThat(Spectrum.dominantPitch(heard).orElse(0)).isCloseTo(hz, within(2.0));
              assertThat(Spectrum.levelAt(heard, hz)).isCloseTo(level, within(1.5));
            });
  }

  private static void awaitSilence(LevelMeter meter) {
    await().until(() -> Spectrum.level(meter.mix()) < -60);
  }

  @Test
  void dataChannelsJoinACallAndEndWithIt() {
    var notes = new Notes();
    try (var a = PlainEngine.create(new Tone(440), new LevelMeter());
        var b = PlainEngine.create(new Tone(660), new LevelMeter())) {
      PeerConnection from = a.connect(List.of(), new Notes());
      PeerConnection to = b.connect(List.of(), notes);
      from.addTrack(a.createAudioTrack("a-mic"));
      negotiate(from, to);
      var options = new DataChannel.Options(false, Optional.empty(), Optional.of(60_000));
      DataChannel channel = from.createDataChannel("data", options);
      var here = ChannelNotes.of(channel);
      channel.send(new byte[] {1}, true);
      channel.send("ä".getBytes(StandardCharsets.UTF_8), false);
      negotiate(from, to);
      await().until(() -> !notes.channels.isEmpty());
      var there = ChannelNotes.of(notes.channels.getFirst());
      there.await(2);
      assertThat(there.sizes()).containsExactlyInAnyOrder(1, 2);
      assertThat(there.texts()).containsExactly("ä");
      assertThat(here.opened).hasValue(1);
      to.close();
      await().until(() -> here.closed.get() == 1 && there.closed.get() == 1);
      assertThat(channel.send(new byte[1], true)).isFalse();
    }
  }

  @Test
  void twoEnginesHearEachOther() {
    var aHears = new LevelMeter();
    var bHears = new LevelMeter();
    var aNotes = new Notes();
    var bNotes = new Notes();
    try (var a = PlainEngine.create(new Tone(440), aHears);
        var b = PlainEngine.create(new Tone(660), bHears)) {
      PeerConnection from = a.connect(List.of(), aNotes);
      PeerConnection to = b.connect(List.of(), bNotes);
      from.addTrack(a.createAudioTrack("a-mic"));
      to.addTrack(b.createAudioTrack("b-mic"));
      negotiate(from, to);
      awaitPitch(bHears, 440, -20);
      awaitPitch(aHears, 660, -20);
      assertThat(aNotes.tracks).extracting(RemoteAudioTrack::id).containsExactly("b-mic");
      assertThat(bNotes.tracks).extracting(RemoteAudioTrack::id).containsExactly("a-mic");
      assertThat(aNotes.states).contains(PeerConnection.State.CONNECTED);

      PeerConnection.Stats stats = from.stats().join();
      assertThat(stats.localLevel()).isCloseTo(0.1, within(0.01));
      assertThat(stats.remoteLevels().get("b-mic")).isCloseTo(0.1, within(0.02));
      assertThat(stats.packetsReceived()).isGreaterThan(10);
      assertThat(stats.lossRatio()).isZero();
    }
    assertThat(aNotes.states).endsWith(PeerConnection.State.CLOSED);
    assertThat(bNotes.states).endsWith(PeerConnection.State.CLOSED);
  }

  @Test
  void soundGoesByIpV6WhereThatIsTheOnlyWay() {
    assumeTrue(MediaPort.everywhere() instanceof Inet6Address, "this machine has no IPv6");
    var hears = new LevelMeter();
    try (var a = PlainEngine.create(new Tone(440), PcmSink.DISCARD);
        var b = PlainEngine.create(new Silence(), hears)) {
      PeerConnection from = a.connect(List.of(), new Notes());
      PeerConnection to = b.connect(List.of(), new Notes());
      from.addTrack(a.createAudioTrack("mic"));
      to.receiveAudio();
      String answer = onlyIpV6(to.answer(onlyIpV6(from.offer().join())).join());
      from.acceptAnswer(answer).join();
      awaitPitch(hears, 440, -20);
    }
  }

  private static String onlyIpV6(String description) {
    return description.replaceAll("a=candidate:[^\\r\\n]* [\\d.]+ \\d+ typ [^\\r\\n]*\\r?\\n", "");
  }

  @Test
  void muteVolumeAndUnpublishAreHeard() {
    var hears = new LevelMeter();
    var notes = new Notes();
    try (var a = PlainEngine.create(new Tone(440), PcmSink.DISCARD);
        var b = PlainEngine.create(new Silence(), hears)) {
      PeerConnection from = a.connect(List.of(), new Notes());
      PeerConnection to = b.connect(List.of(), notes);
      LocalAudioTrack track = a.createAudioTrack("mic");
      from.addTrack(track);
      to.receiveAudio();
      negotiate(from, to);
      awaitPitch(hears, 440, -20);

      track.setEnabled(false);
      awaitSilence(hears);
      assertThat(from.stats().join().localLevel()).isZero();
      long before = to.stats().join().packetsReceived();
      await().until(() -> to.stats().join().packetsReceived() > before + 10);

      track.setEnabled(true);
      awaitPitch(hears, 440, -20);
      notes.tracks.getFirst().setVolume(0.5);
      awaitPitch(hears, 440, -26);
      a.setSource(new Tone(550));
      awaitPitch(hears, 550, -26);

      from.removeTrack(track);
      negotiate(from, to);
      await().until(() -> notes.ended.equals(List.of("mic")));
      awaitSilence(hears);

      from.addTrack(a.createAudioTrack("mic-2"));
      negotiate(from, to);
      awaitPitch(hears, 550, -20);
      assertThat(notes.tracks).extracting(RemoteAudioTrack::id).containsExactly("mic", "mic-2");
    }
  }

  @Test
  void aListenerThatDiscardsCountsPacketsAndReadsLevels() {
    try (var a = PlainEngine.create(new Tone(440), PcmSink.DISCARD);
        var b = PlainEngine.create(new Silence(), PcmSink.DISCARD)) {
      PeerConnection from = a.connect(List.of(), new Notes());
      PeerConnection to = b.connect(List.of(), new Notes());
      from.addTrack(a.createAudioTrack("mic"));
      to.receiveAudio();
      negotiate(to, from);
      await()
          .untilAsserted(
              () -> {
                PeerConnection.Stats stats = to.stats().join();
                assertThat(stats.packetsReceived()).isGreaterThan(20);
                assertThat(stats.remoteLevels().get("mic")).isCloseTo(0.1, within(0.02));
              });
    }
  }

  @Test
  void bothOfferAtOnceAndOneYields() {
    var aHears = new LevelMeter();
    var bHears = new LevelMeter();
    try (var a = PlainEngine.create(new Tone(440), aHears);
        var b = PlainEngine.create(new Tone(660), bHears)) {
      PeerConnection from = a.connect(List.of(), new Notes());
      PeerConnection to = b.connect(List.of(), new Notes());
      from.addTrack(a.createAudioTrack("a-mic"));
      to.addTrack(b.createAudioTrack("b-mic"));
      String given = from.offer().join();
      to.offer().join();
      from.acceptAnswer(to.answer(given).join()).join();
      negotiate(to, from);
      awaitPitch(bHears, 440, -20);
      awaitPitch(aHears, 660, -20);
    }
  }

  @Test
  void refusesInOrder() {
    var engine = PlainEngine.create(new Silence(), PcmSink.DISCARD);
    PeerConnection connection = engine.connect(List.of(), new Notes());
    assertThatThrownBy(() -> connection.answer("no description").join())
        .hasCauseInstanceOf(MediaException.class);
    assertThatThrownBy(() -> connection.acceptAnswer("v=0").join())
        .hasCauseInstanceOf(MediaException.class);
    connection.close();
    connection.close();
    assertThatThrownBy(() -> connection.offer().join()).hasCauseInstanceOf(MediaException.class);
    engine.close();
    engine.close();
    assertThatThrownBy(() -> engine.connect(List.of(), new Notes()))
        .isInstanceOf(MediaException.class);
  }
}
