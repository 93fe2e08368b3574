package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.Notes;
import app.rostrum.media.OwnSound.Rehearsal;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.testing.PulseAudio;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sound of a person on Linux, whose devices come and go in the middle of a call. */
@Tag("e2e")
@Tag("media")
@Timeout(180)
class SoundOnLinuxTest {
  private PulseAudio pulse;

  PulseAudio sound() throws IOException {
    return PulseAudio.start();
  }

  @BeforeEach
  void startSound() throws IOException {
    pulse = sound();
    pulse.useInThisProcess();
  }

  @AfterEach
  void stopSound() throws IOException {
    pulse.close();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().pollInterval(100, TimeUnit.MILLISECONDS).ignoreExceptions().untilAsserted(assertion);
  }

  private long capturesOfThisProcess() {
    String own = "application.process.id = \"" + ProcessHandle.current().pid() + "\"";
    return pulse.pactl("list", "source-outputs").lines().filter(l -> l.contains(own)).count();
  }

  private static void awaitPitch(LevelMeter meter, double hz) {
    soon(
        () -> assertThat(Spectrum.dominantPitch(meter.mix()).orElse(0)).isCloseTo(hz, within(2.0)));
  }

  /**
   * Without a microphone PulseAudio captures what the loudspeaker plays: the others' own voices.
   */
  @Test
  void withoutAMicrophoneTheOthersDoNotHearThemselves() throws Exception {
    var heard = new LevelMeter();
    try (var person = MediaEngines.onLinux(() -> Processing.NONE, pulse.environment());
        var other = PlainEngine.create(new Tone(660), heard);
        var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED)) {
      PeerConnection here = person.engine().connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      here.addTrack(person.engine().createAudioTrack("mic"));
      there.addTrack(other.createAudioTrack("tone"));
      here.acceptAnswer(there.answer(here.offer().join()).join()).join();
      awaitPitch(heard, 440);
      soon(
          () ->
              assertThat(Spectrum.dominantPitch(pulse.record("spk.monitor", 0.5)).orElse(0))
                  .isCloseTo(660, within(2.0)));

      pulse.unplugMicrophone();
      soon(() -> assertThat(person.devices().microphoneInUse()).isEmpty());
      soon(
          () ->
              assertThat(capturesOfThisProcess())
                  .as("libwebrtc goes on capturing something")
                  .isPositive());
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-70));

      try (var headset = pulse.playTone(880, pulse.addMicrophoneFeed("headset"))) {
        awaitPitch(heard, 880);
        assertThat(person.devices().microphoneInUse()).map(AudioDevice::id).contains("headset");
      }
    }
  }

  @Test
  void aRestartedSoundSystemIsUsedByTheNextConnections() throws Exception {
    var heard = new LevelMeter();
    var notes = new Notes();
    try (var person = MediaEngines.onLinux(() -> Processing.NONE, pulse.environment());
        var other = PlainEngine.create(new Tone(660), heard)) {
      connect(person, other, notes, "first");
      try (var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED)) {
        awaitPitch(heard, 440);
      }
      pulse.restart();
      soon(() -> assertThat(notes.states).endsWith(PeerConnection.State.FAILED));
      connect(person, other, new Notes(), "second");
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED)) {
        awaitPitch(heard, 880);
      }
    }
  }

  @Test
  void aSoundSystemThatStartsLateIsUsedByTheNextConnections() throws Exception {
    var heard = new LevelMeter();
    var notes = new Notes();
    pulse.stop();
    try (var person = MediaEngines.onLinux(() -> Processing.NONE, pulse.environment());
        var other = PlainEngine.create(new Tone(660), heard)) {
      assertThat(person.problem()).isPresent();
      assertThat(person.devices().problem()).contains(AudioDevices.Problem.NO_SOUND_SYSTEM);
      PeerConnection here = person.engine().connect(List.of(), notes);
      here.receiveAudio();
      pulse.restart();
      soon(() -> assertThat(notes.states).endsWith(PeerConnection.State.FAILED));
      assertThat(person.devices().problem()).isEmpty();
      connect(person, other, new Notes(), "late");
      try (var voice = pulse.playTone(880, PulseAudio.MICROPHONE_FEED)) {
        awaitPitch(heard, 880);
      }
    }
  }

  @Test
  void aPersonHearsThemselvesAsOthersWouldAndInAStreamAtItsVolume() throws Exception {
    var heard = new LevelMeter();
    var notes = new Notes();
    try (var speakerAwake = pulse.play(new Silence(), PulseAudio.SPEAKER);
        var microphoneAwake = pulse.play(new Silence(), PulseAudio.MICROPHONE_FEED);
        var person = MediaEngines.onLinux(() -> Processing.NONE, pulse.environment());
        var other = PlainEngine.create(new Silence(), heard)) {
      rehearse(person, 440, -20, () -> {});
      soon(() -> assertThat(capturesOfThisProcess()).as("the microphone is closed").isZero());

      connect(person, other, notes, "stream");
      soon(() -> assertThat(notes.tracks).hasSize(1));
      notes.tracks.getFirst().setVolume(0.5);
      rehearse(person, 880, -26, () -> awaitPitch(heard, 880));
      // The stream has heard the voice, and not its playback.
      assertThat(Spectrum.level(heard.mix())).isLessThan(-70);

      var moments = new LinkedBlockingQueue<Rehearsal>();
      EngineRehearsal.begin(person.engine(), 1, moments::add);
      awaitMoment(moments, Rehearsal.End.SILENT::equals);
    }
  }

  /** Rehearses a tone, and hears it from the loudspeaker after it has ended. */
  private void rehearse(MediaEngines.Sound person, double hz, double level, Runnable ready)
      throws Exception {
    var moments = new LinkedBlockingQueue<Rehearsal>();
    PulseAudio.Recording loudspeaker;
    try (var voice = pulse.playTone(hz, PulseAudio.MICROPHONE_FEED)) {
      ready.run();
      EngineRehearsal.begin(person.engine(), 2, moments::add);
      awaitMoment(moments, Rehearsal.Recording.class::isInstance);
      loudspeaker = pulse.record("spk.monitor");
      awaitMoment(moments, Rehearsal.Playing.class::isInstance);
    }
    try (loudspeaker) {
      awaitMoment(moments, Rehearsal.End.PLAYED::equals);
      // A loudspeaker at half or twice the volume is 6 dB off.
      soon(() -> assertThat(level(loudspeaker.pcm(), hz)).isCloseTo(level, within(3.0)));
    }
  }

  /**
   * Returns the usual level of a tone where it is heard at all. A busy machine tears holes into it
   * and joins the ends: in a longer piece than these the halves then cancel each other out.
   */
  private static double level(short[] pcm, double hz) {
    int piece = Spectrum.SAMPLE_RATE / 25;
    double[] levels =
        IntStream.iterate(0, from -> from + piece <= pcm.length, from -> from + piece / 2)
            .mapToDouble(from -> Spectrum.levelAt(Arrays.copyOfRange(pcm, from, from + piece), hz))
            .sorted()
            .toArray();
    double audible = levels.length == 0 ? 0 : levels[levels.length - 1] - 20;
    double[] heard = Arrays.stream(levels).filter(level -> level >= audible).toArray();
    return heard.length == 0 ? Spectrum.SILENCE : heard[heard.length / 2];
  }

  private static void awaitMoment(BlockingQueue<Rehearsal> moments, Predicate<Rehearsal> wanted)
      throws InterruptedException {
    Rehearsal next;
    do {
      next = moments.poll(60, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
    } while (!wanted.test(next));
  }

  private static void connect(
      MediaEngines.Sound person, PlainEngine other, Notes notes, String name) {
    PeerConnection here = person.engine().connect(List.of(), notes);
    PeerConnection there = other.connect(List.of(), new Notes());
    here.addTrack(person.engine().createAudioTrack(name));
    there.addTrack(other.createAudioTrack(name + "-tone"));
    here.acceptAnswer(there.answer(here.offer().join()).join()).join();
  }
}
