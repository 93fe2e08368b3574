package app.rostrum.media.webrtc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.ChannelNotes;
import app.rostrum.media.DataChannel;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaException;
import app.rostrum.media.MediaRoute;
import app.rostrum.media.Notes;
import app.rostrum.media.PeerConnection;
import app.rostrum.media.Processing;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.plain.Voice;
import app.rostrum.media.pulse.PulseDevices;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.testing.PulseAudio;
import app.rostrum.threads.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A person's engine with real sound: what is played to the microphone, what the speaker plays. */
@Tag("e2e")
@Tag("media")
@Timeout(180)
class WebRtcEngineTest {
  private PulseAudio pulse;

  @BeforeEach
  void startSound() throws IOException {
    pulse = PulseAudio.start();
    pulse.useInThisProcess();
  }

  @AfterEach
  void stopSound() throws IOException {
    pulse.close();
  }

  private static void negotiate(PeerConnection offerer, PeerConnection answerer) {
    offerer.acceptAnswer(answerer.answer(offerer.offer().join()).join()).join();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().pollInterval(100, TimeUnit.MILLISECONDS).ignoreExceptions().untilAsserted(assertion);
  }

  private static void awaitPitch(LevelMeter meter, double hz) {
    soon(
        () -> assertThat(Spectrum.dominantPitch(meter.mix()).orElse(0)).isCloseTo(hz, within(2.0)));
  }

  private void awaitPitch(String monitor, double hz) {
    soon(
        () ->
            assertThat(Spectrum.dominantPitch(pulse.record(monitor, 0.5)).orElse(0))
                .isCloseTo(hz, within(2.0)));
  }

  private void awaitSilence(String monitor) {
    soon(() -> assertThat(Spectrum.level(pulse.record(monitor, 0.5))).isLessThan(-60));
  }

  @Test
  void aPersonIsHeardAndHearsThenMutesAndTurnsTheVolumeDown() throws Exception {
    var heard = new LevelMeter();
    var notes = new Notes();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var other = PlainEngine.create(new Tone(660), heard);
        var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED)) {
      PeerConnection here = person.connect(List.of(), notes);
      PeerConnection there = other.connect(List.of(), new Notes());
      LocalAudioTrack microphone = person.createAudioTrack("person-mic");
      here.addTrack(microphone);
      there.addTrack(other.createAudioTrack("other-mic"));
      String offer = here.offer().join();
      assertThat(offer).contains("a=msid:- person-mic");
      here.acceptAnswer(there.answer(offer).join()).join();

      awaitPitch(heard, 440);
      awaitPitch("spk.monitor", 660);
      assertThat(heard.tracks()).containsOnlyKeys("person-mic");
      assertThat(notes.trackIds()).containsExactly("other-mic");
      soon(
          () -> {
            assertThat(Spectrum.levelAt(heard.mix(), 440)).isCloseTo(-20, within(2.0));
            PeerConnection.Stats stats = here.stats().join();
            assertThat(stats.localLevel()).isCloseTo(0.1, within(0.03));
            assertThat(stats.remoteLevels().get("other-mic")).isCloseTo(0.1, within(0.03));
            assertThat(stats.packetsReceived()).isGreaterThan(10);
            assertThat(stats.roundTripTime()).isPresent();
            assertThat(stats.playoutDelay()).isPositive();
            assertThat(stats.route())
                .hasValueSatisfying(
                    route -> {
                      assertThat(route.codec()).isEqualTo("opus");
                      assertThat(route.transport()).isEqualTo(MediaRoute.Transport.UDP);
                      assertThat(route.other()).isEqualTo(MediaRoute.Candidate.HOST);
                    });
          });

      microphone.setEnabled(false);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-70));
      // What a muted person says is measured here, and packets and reports go on.
      PeerConnection.Upstream before = here.stats().join().upstream();
      soon(
          () -> {
            PeerConnection.Stats muted = here.stats().join();
            assertThat(muted.localLevel()).isGreaterThan(0.05);
            assertThat(muted.upstream().packets()).isGreaterThan(before.packets());
            assertThat(muted.upstream().sinceReport())
                .hasValueSatisfying(age -> assertThat(age).isLessThan(Duration.ofSeconds(10)));
          });
      microphone.setEnabled(true);
      awaitPitch(heard, 440);

      notes.tracks.getFirst().setVolume(0);
      awaitSilence("spk.monitor");
      notes.tracks.getFirst().setVolume(0.5);
      soon(
          () ->
              assertThat(Spectrum.levelAt(pulse.record("spk.monitor", 0.5), 660))
                  .isCloseTo(-26, within(2.0)));

      here.removeTrack(microphone);
      negotiate(here, there);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-70));
      here.addTrack(person.createAudioTrack("second-mic"));
      offer = here.offer().join();
      assertThat(Msid.sending(offer)).containsValue("second-mic").doesNotContainValue("person-mic");
      here.acceptAnswer(there.answer(offer).join()).join();
      awaitPitch(heard, 440);
    }
  }

  @Test
  void theProcessingIsAskedForEachTimeTheMicrophoneIsSentAnew() throws Exception {
    var asked = new AtomicInteger();
    try (var person =
        WebRtcEngine.create(
            () -> asked.incrementAndGet() % 2 == 0 ? Processing.NONE : Processing.VOICE)) {
      for (int i = 0; i < 3; i++) {
        int before = asked.get();
        PeerConnection here = person.connect(List.of(), new Notes());
        here.addTrack(person.createAudioTrack("mic" + i));
        assertThat(here.offer().get(60, TimeUnit.SECONDS)).contains("mic" + i);
        assertThat(asked.get()).isGreaterThan(before);
        here.close();
      }
    }
  }

  @Test
  void processingChangesInTheMiddleOfACallWhoeverIsMuted() throws Exception {
    var wanted = new AtomicReference<>(Processing.NONE);
    var heard = new LevelMeter();
    try (var person = WebRtcEngine.create(wanted::get);
        var other = PlainEngine.create(new Silence(), heard);
        var fan = pulse.play(noise(-40), PulseAudio.MICROPHONE_FEED)) {
      PeerConnection here = person.connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      LocalAudioTrack microphone = person.createAudioTrack("mic");
      here.addTrack(microphone);
      negotiate(here, there);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isCloseTo(-40, within(3.0)));

      var suppressed = new Processing(false, true, false);
      wanted.set(suppressed);
      person.applyProcessing();
      soon(() -> assertThat(Spectrum.level(heard.mix())).isBetween(-90.0, -52.0));

      microphone.setEnabled(false);
      wanted.set(Processing.NONE);
      person.applyProcessing();
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-90));
      microphone.setEnabled(true);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isCloseTo(-40, within(3.0)));

      // Back at one that was in use before, and what is muted now stays so.
      wanted.set(suppressed);
      person.applyProcessing();
      soon(() -> assertThat(Spectrum.level(heard.mix())).isBetween(-90.0, -52.0));
      microphone.setEnabled(false);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-90));
      assertThat(here.offer().join()).contains("a=msid:- mic");
    }
  }

  @Test
  void echoIsCancelledFromTheMomentThatIsChosen() throws Exception {
    var wanted = new AtomicReference<>(Processing.NONE);
    var heard = new LevelMeter();
    try (var person = WebRtcEngine.create(wanted::get);
        var other = PlainEngine.create(new Voice(120, -12), heard)) {
      pulse.pactl(
          "load-module",
          "module-loopback",
          "source=spk.monitor",
          "sink=" + PulseAudio.MICROPHONE_FEED,
          "latency_msec=50");
      PeerConnection here = person.connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      here.addTrack(person.createAudioTrack("mic"));
      there.addTrack(other.createAudioTrack("noise"));
      negotiate(here, there);
      soon(() -> assertThat(Spectrum.level(heard.mix())).isGreaterThan(-30));
      wanted.set(new Processing(true, false, false));
      person.applyProcessing();
      soon(() -> assertThat(Spectrum.level(heard.mix())).isLessThan(-50));
    }
  }

  /** Noise as of a fan, at a level in dBFS. */
  private static PcmSource noise(double level) {
    var random = new Random(7);
    double amplitude = 32_768 * Math.pow(10, level / 20) / Math.sqrt(2);
    return frame -> {
      for (int i = 0; i < frame.length; i++) {
        frame[i] = (short) (amplitude * random.nextGaussian());
      }
      return true;
    };
  }

  @Test
  void devicesAreMovedInTheMiddleOfACall() throws Exception {
    pulse.addMicrophone("headset");
    pulse.addSpeaker("phones");
    var heard = new LevelMeter();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var other = PlainEngine.create(new Tone(660), heard);
        AudioDevices devices = PulseDevices.open(pulse.environment());
        var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED);
        var headsetVoice = pulse.playTone(880, "headsetfeed")) {
      PeerConnection here = person.connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      here.addTrack(person.createAudioTrack("mic"));
      there.addTrack(other.createAudioTrack("tone"));
      negotiate(here, there);
      awaitPitch(heard, 440);
      awaitPitch("spk.monitor", 660);
      soon(() -> assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic"));

      devices.chooseMicrophone(device(devices.microphones(), "headset")).join();
      assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("headset");
      awaitPitch(heard, 880);
      devices.chooseSpeaker(device(devices.speakers(), "phones")).join();
      assertThat(devices.speakerInUse()).map(AudioDevice::id).contains("phones");
      awaitPitch("phones.monitor", 660);
      awaitSilence("spk.monitor");

      // A second connection must come out where the person chose, too.
      here.close();
      PeerConnection again = person.connect(List.of(), new Notes());
      again.addTrack(person.createAudioTrack("mic-2"));
      PeerConnection thereAgain = other.connect(List.of(), new Notes());
      thereAgain.addTrack(other.createAudioTrack("tone-2"));
      there.close();
      negotiate(again, thereAgain);
      awaitPitch("phones.monitor", 660);
      awaitPitch(heard, 880);
    }
  }

  @Test
  void aMicrophoneThatIsPulledOutIsReportedAndTheCallGoesOn() throws Exception {
    String module = pulse.addMicrophone("headset");
    var heard = new LevelMeter();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var other = PlainEngine.create(new Tone(660), heard);
        AudioDevices devices = PulseDevices.open(pulse.environment());
        var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED);
        var headsetVoice = pulse.playTone(880, "headsetfeed")) {
      PeerConnection here = person.connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      here.addTrack(person.createAudioTrack("mic"));
      there.addTrack(other.createAudioTrack("tone"));
      devices.chooseMicrophone(device(devices.microphones(), "headset")).join();
      negotiate(here, there);
      awaitPitch(heard, 880);
      var noticed = new CompletableFuture<Void>();
      try (var handle = devices.onChange(() -> noticed.complete(null))) {
        pulse.remove(module);
        noticed.get(60, TimeUnit.SECONDS);
      }
      soon(
          () -> {
            assertThat(devices.microphones()).extracting(AudioDevice::id).containsExactly("vmic");
            assertThat(devices.microphoneInUse()).map(AudioDevice::id).contains("vmic");
          });
      awaitPitch(heard, 440);
      awaitPitch("spk.monitor", 660);
      // Plugged in again: the choice still holds.
      pulse.addMicrophone("headset");
      awaitPitch(heard, 880);
    }
  }

  @Test
  void dataChannelsOfBothEnginesUnderstandEachOther() throws Exception {
    var notes = new Notes();
    var otherNotes = new Notes();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var other = PlainEngine.create(new Silence(), new LevelMeter())) {
      PeerConnection here = person.connect(List.of(), notes);
      PeerConnection there = other.connect(List.of(), otherNotes);
      DataChannel ours = here.createDataChannel("from libwebrtc", DataChannel.Options.RELIABLE);
      var answers = ChannelNotes.of(ours);
      assertThat(ours.send("early".getBytes(UTF_8), false)).isTrue();
      negotiate(here, there);
      soon(() -> assertThat(otherNotes.channels).hasSize(1));
      DataChannel theirs = otherNotes.channels.getFirst();
      assertThat(theirs.label()).isEqualTo("from libwebrtc");
      var heard = ChannelNotes.of(theirs);
      DataChannel back =
          there.createDataChannel(
              "from plain", new DataChannel.Options(false, Optional.of(2), Optional.empty()));
      back.send(new byte[] {1, 2, 3}, true);
      int[] sizes = {1, 1200, 65_536, 200_000};
      for (int size : sizes) {
        assertThat(ours.send(new byte[size], true)).isTrue();
        assertThat(theirs.send(new byte[size], true)).isTrue();
      }
      heard.await(5);
      answers.await(4);
      assertThat(heard.opened.get()).isEqualTo(1);
      assertThat(heard.texts()).containsExactly("early");
      assertThat(heard.sizes()).containsExactly(5, 1, 1200, 65_536, 200_000);
      assertThat(answers.sizes()).containsExactly(1, 1200, 65_536, 200_000);
      soon(() -> assertThat(notes.channels).hasSize(1));
      var heardBack = ChannelNotes.of(notes.channels.getFirst());
      heardBack.await(1);
      assertThat(heardBack.sizes()).containsExactly(3);

      back.close();
      soon(() -> assertThat(heardBack.closed.get()).isEqualTo(1));
      ours.close();
      soon(() -> assertThat(heard.closed.get()).isEqualTo(1));
      soon(() -> assertThat(answers.closed.get()).isEqualTo(1));
      assertThat(ours.send(new byte[1], true)).isFalse();
      // Closing the connection with an open channel tells the channel, at both ends.
      DataChannel last = here.createDataChannel("last", DataChannel.Options.RELIABLE);
      var lastNotes = ChannelNotes.of(last);
      soon(() -> assertThat(otherNotes.channels).hasSize(2));
      var lastThere = ChannelNotes.of(otherNotes.channels.get(1));
      here.close();
      soon(() -> assertThat(lastNotes.closed.get()).isEqualTo(1));
      soon(() -> assertThat(lastThere.closed.get()).isEqualTo(1));
    }
  }

  @Test
  void aServerAddsTracksByOffersOfItsOwn() throws Exception {
    var notes = new Notes();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var port =
            MediaPort.open(
                new InetSocketAddress("127.0.0.1", 0), List.of(InetAddress.getLoopbackAddress()));
        var server = RtcPeer.create(port, RtcPeer.IceRole.LITE, state -> {});
        var clock = Timers.create("server's frames")) {
      PeerConnection here = person.connect(List.of(), notes);
      here.addTrack(person.createAudioTrack("mic"));
      here.acceptAnswer(server.answer(here.offer().join())).join();
      await().until(() -> server.state() == RtcPeer.State.CONNECTED);

      var senders = new ArrayList<RtpTransceiver>();
      for (String id : List.of("alice", "bob")) {
        senders.add(server.addAudio(Direction.SENDONLY, id));
        server.acceptAnswer(here.answer(server.createOffer()).join());
      }
      assertThat(notes.trackIds()).containsExactly("alice", "bob");

      var alice = new Tone(500);
      var bob = new Tone(900);
      var encoders = List.of(new OpusCodec.Encoder(40_000), new OpusCodec.Encoder(40_000));
      short[] frame = new short[960];
      byte[] packet = new byte[1_275];
      long[] timestamp = {0};
      clock.every(
          Duration.ofMillis(20),
          () -> {
            timestamp[0] += 960;
            alice.read(frame);
            int length = encoders.get(0).encode(frame, 0, packet);
            senders
                .get(0)
                .sendOpus(packet, length, timestamp[0], false, 23, new int[] {-2}, new byte[] {23});
            bob.read(frame);
            length = encoders.get(1).encode(frame, 0, packet);
            senders
                .get(1)
                .sendOpus(packet, length, timestamp[0], false, 23, new int[] {}, new byte[] {});
          });
      soon(
          () -> {
            short[] heard = pulse.record("spk.monitor", 0.5);
            assertThat(Spectrum.levelAt(heard, 500)).isGreaterThan(-24);
            assertThat(Spectrum.levelAt(heard, 900)).isGreaterThan(-24);
          });
      soon(
          () -> {
            PeerConnection.Stats stats = here.stats().join();
            assertThat(stats.remoteLevels()).containsOnlyKeys("alice", "bob");
            assertThat(stats.contributors())
                .extracting(PeerConnection.Contributor::csrc)
                .containsExactly(0xFFFF_FFFEL);
            assertThat(stats.contributors().getFirst().level()).isBetween(0.05, 0.2);
          });

      senders.get(0).setDirection(Direction.INACTIVE);
      server.acceptAnswer(here.answer(server.createOffer()).join());
      assertThat(notes.ended).containsExactly("alice");
    }
  }

  @Test
  void aListenerOfDevicesThatThrowsAnErrorKeepsNoNewsFromTheOthers() {
    var told = new AtomicInteger();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var devices = SystemDevices.of(person);
        var failing =
            devices.onChange(
                () -> {
                  throw new AssertionError("on purpose");
                });
        var counting = devices.onChange(told::incrementAndGet)) {
      soon(() -> assertThat(devices.microphones()).isNotEmpty());
      soon(() -> assertThat(told).hasPositiveValue());
      told.set(0);
      String module = pulse.addMicrophone("headset");
      soon(() -> assertThat(told).hasPositiveValue());
      told.set(0);
      pulse.remove(module);
      soon(() -> assertThat(told).hasPositiveValue());
    }
  }

  @Test
  void bothOfferAtOnceAndThePersonYields() throws Exception {
    var heard = new LevelMeter();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var other = PlainEngine.create(new Tone(660), heard);
        var voice = pulse.playTone(440, PulseAudio.MICROPHONE_FEED)) {
      PeerConnection here = person.connect(List.of(), new Notes());
      PeerConnection there = other.connect(List.of(), new Notes());
      here.addTrack(person.createAudioTrack("mic"));
      there.addTrack(other.createAudioTrack("tone"));
      String theirs = there.offer().join();
      here.offer().join();
      there.acceptAnswer(here.answer(theirs).join()).join();
      negotiate(here, there);
      awaitPitch(heard, 440);
      awaitPitch("spk.monitor", 660);
    }
  }

  /** As in a room: data tracks come at any moment of an exchange that the server has a part in. */
  @Test
  void dataChannelsOpenedInTheMiddleOfExchangesReachAServer() throws Exception {
    var heard = new ConcurrentHashMap<String, String>();
    try (var person = WebRtcEngine.create(Processing.NONE);
        var port =
            MediaPort.open(
                new InetSocketAddress("127.0.0.1", 0), List.of(InetAddress.getLoopbackAddress()));
        var server =
            RtcPeer.create(
                port,
                RtcPeer.IceRole.LITE,
                new RtcPeer.Listener() {
                  @Override
                  public void onState(RtcPeer.State state) {}

                  @Override
                  public void onDataChannel(TransportChannel channel) {
                    String label = channel.options().label();
                    channel.listen((data, binary) -> heard.put(label, new String(data, UTF_8)));
                  }
                })) {
      PeerConnection here = person.connect(List.of(), new Notes());
      here.receiveAudio();
      here.prepareData();
      String first = here.offer().join();
      assertThat(first).contains("\nm=application 9 ");
      say(here, "before the answer");
      String answer = server.answer(first);
      server.openDataChannel(TransportChannel.Options.reliable("of the server"));
      here.acceptAnswer(answer).join();
      soon(() -> assertThat(heard).containsEntry("before the answer", "hello"));

      here.offer().join();
      say(here, "while offers cross");
      server.addAudio(Direction.SENDONLY, "somebody");
      String yielded = here.answer(server.createOffer()).join();
      assertThat(yielded).contains("\nm=application 9 ");
      server.acceptAnswer(yielded);
      say(here, "afterwards");
      soon(() -> assertThat(heard).containsKeys("while offers cross", "afterwards"));
    }
  }

  private static void say(PeerConnection connection, String label) {
    connection
        .createDataChannel(label, DataChannel.Options.RELIABLE)
        .send("hello".getBytes(UTF_8), false);
  }

  @Test
  void survivesClosingInAnyOrder() throws Exception {
    try (var other = PlainEngine.create(new Silence(), PcmSink.DISCARD)) {
      try (var person = WebRtcEngine.create(Processing.VOICE)) {
        for (int cycle = 0; cycle < 30; cycle++) {
          var notes = new Notes();
          PeerConnection here = person.connect(List.of(), notes);
          PeerConnection there = other.connect(List.of(), new Notes());
          LocalAudioTrack track = person.createAudioTrack("mic-" + cycle);
          here.addTrack(track);
          CompletableFuture<String> offer = here.offer();
          switch (cycle % 5) {
            case 0 -> here.close();
            case 1 -> {
              String made = offer.join();
              CompletableFuture<Void> accepted = here.acceptAnswer(there.answer(made).join());
              here.close();
              // Whichever was first: it was applied, or it was refused in the documented way.
              assertThat(accepted.handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                  .satisfiesAnyOf(
                      failure -> assertThat(failure).isNull(),
                      failure -> assertThat(failure).isInstanceOf(MediaException.class),
                      failure -> assertThat(failure).hasCauseInstanceOf(MediaException.class));
            }
            case 2 -> {
              offer.join();
              here.stats();
              here.close();
              here.close();
            }
            default -> {
              here.acceptAnswer(there.answer(offer.join()).join()).join();
              await().until(() -> notes.states.contains(PeerConnection.State.CONNECTED));
              CompletableFuture<?> stats = here.stats();
              here.close();
              track.setEnabled(false);
              await().until(stats::isDone);
            }
          }
          there.close();
          await().until(() -> notes.states.getLast() == PeerConnection.State.CLOSED);
          assertThatThrownBy(() -> here.offer().join()).hasCauseInstanceOf(MediaException.class);
        }
      }
      for (int cycle = 0; cycle < 3; cycle++) {
        var person = WebRtcEngine.create(Processing.VOICE);
        PeerConnection here = person.connect(List.of(), new Notes());
        PeerConnection there = other.connect(List.of(), new Notes());
        LocalAudioTrack track = person.createAudioTrack("mic");
        here.addTrack(track);
        CompletableFuture<String> offer = here.offer();
        if (cycle > 0) {
          here.acceptAnswer(there.answer(offer.join()).join()).join();
        }
        person.close();
        person.close();
        assertThat(offer).isDone();
        here.close();
        track.setEnabled(false);
        assertThatThrownBy(() -> here.stats().join()).hasCauseInstanceOf(MediaException.class);
        there.close();
      }
    }
  }

  @Test
  void withoutASoundSystemThereIsARefusalAndNoCrash() throws Exception {
    pulse.close();
    assertThatThrownBy(() -> WebRtcEngine.create(Processing.VOICE))
        .isInstanceOf(MediaException.class);
    assertThat(PulseDevices.open(pulse.environment()).problem()).isPresent();
    pulse = PulseAudio.start();
  }

  private static AudioDevice device(List<AudioDevice> devices, String id) {
    return devices.stream().filter(device -> device.id().equals(id)).findFirst().orElseThrow();
  }
}
