package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedMixTest {
  private static final long TICK = PacedMix.PERIOD_NANOS;
  private static final long SECOND = 50 * TICK;

  private final ManualTurns turns = new ManualTurns();
  private final List<MixedFrame> sent = new ArrayList<>();
  private long soundSentAt;
  private final List<RawDecoder> decoders = new ArrayList<>();
  private final LiveCounters counters = new LiveCounters();
  private final Mixer mixer =
      new Mixer(
          () -> {
            decoders.add(new RawDecoder());
            return decoders.getLast();
          });
  private int encoded;
  private long work;
  private Runnable onSend = () -> {};
  private boolean failing;
  private boolean listened = true;
  private int framesPerPacket = 1;
  private int sequence;
  private final PacedMix mix =
      new PacedMix(
          "test",
          mixer,
          (pcm, out) -> {
            encoded++;
            turns.stall(work);
            if (failing) {
              throw new AssertionError("on purpose");
            }
            out[0] = (byte) 0xF8;
            return 3;
          },
          new PacedMix.Output() {
            @Override
            public boolean hasListeners() {
              return listened;
            }

            @Override
            public int framesPerPacket() {
              return framesPerPacket;
            }

            @Override
            public void send(MixedFrame frame) {
              sent.add(frame);
              soundSentAt = frame.isSilence() ? soundSentAt : turns.now;
              onSend.run();
            }
          },
          counters,
          turns,
          () -> turns.now);

  PacedMixTest() {
    mixer.track("ada", "MT1", true);
  }

  @Test
  void framesFollowAnAbsoluteGrid() {
    speak(100);
    List<MixedFrame> frames = List.copyOf(sent.subList(2, sent.size()));
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).timestamp() - frames.get(i - 1).timestamp()).isEqualTo(960);
      assertThat(frames.get(i).dueNanos() - frames.get(i - 1).dueNanos()).isEqualTo(TICK);
      assertThat(frames.get(i).marker()).isFalse();
    }
    assertThat(sent.getFirst().marker()).isTrue();
  }

  @Test
  void aMixThatIsLateLeavesFramesOutInsteadOfCatchingUp() {
    speak(10);
    long before = sent.getLast().timestamp();
    long number = sent.getLast().number();
    int count = sent.size();
    turns.stall(4 * TICK);
    turns.pass(TICK / 8);
    assertThat(sent).hasSize(count + 1);
    assertThat(sent.getLast().timestamp()).isEqualTo(before + 4 * 960);
    assertThat(sent.getLast().number()).as("three are missing").isEqualTo(number + 4);
    assertThat(sent.getLast().marker()).isTrue();
    assertThat(counters.statistics().ticksSkipped()).isEqualTo(3);
  }

  @Test
  void aCrowdGetsLongerPackets() {
    speak(5);
    sent.clear();
    framesPerPacket = 3;
    speak(6);
    assertThat(sent).extracting(MixedFrame::frames).containsExactly(3, 3);
    assertThat(sent.getLast().number()).isEqualTo(sent.getFirst().number() + 3);
    assertThat(sent.getLast().timestamp()).isEqualTo(sent.getFirst().timestamp() + 3 * 960);
  }

  @Test
  void aFrameThatIsMissingEndsAPacket() {
    framesPerPacket = 3;
    speak(3);
    sent.clear();
    speak(1);
    turns.stall(2 * TICK);
    speak(3);
    assertThat(sent).extracting(MixedFrame::frames).startsWith(1, 3);
    assertThat(sent.get(1).marker()).isTrue();
  }

  @Test
  void noFrameWaitsThroughAPause() {
    framesPerPacket = 3;
    for (int frames = 50; frames < 53; frames++) { // One of them leaves a frame, one leaves two.
      speak(frames);
      sent.clear();
      turns.pass(100 * TICK);
      MixedFrame last = sent.getFirst();
      for (MixedFrame packet : sent.subList(1, sent.size())) {
        assertThat(packet.number()).as("none is missing").isEqualTo(last.number() + last.frames());
        if (!packet.isSilence()) {
          assertThat(packet.dueNanos()).isLessThanOrEqualTo(last.dueNanos() + 3 * TICK);
          assertThat(last.isSilence()).as("sound after silence").isFalse();
        }
        last = packet;
      }
      MixedFrame sound = sent.stream().filter(p -> !p.isSilence()).toList().getLast();
      assertThat(soundSentAt - sound.dueNanos()).as("waited").isLessThan(TICK);
      assertThat(last.isSilence()).isTrue();
    }
  }

  @Test
  void packetsThatCameDuringAStallAreNotPlayedLate() {
    speak(10);
    for (int i = 0; i < 4; i++) {
      sendPacket();
      turns.stall(TICK);
    }
    speak(3);
    assertThat(decoders.getFirst().firstSample).as("of the newest packet").isEqualTo(sequence);
  }

  @Test
  void aTurnThatIsLateDoesNotMoveTheGrid() {
    speak(10);
    long before = sent.getLast().dueNanos();
    sendPacket();
    turns.stall(9_000_000);
    turns.pass(TICK - 9_000_000);
    speak(1);
    assertThat(sent.getLast().dueNanos() - before).isEqualTo(2 * TICK);
  }

  @Test
  void aFrameThatTakesMoreThan10MsIsCountedAsLate() {
    speak(5);
    work = 10_000_000;
    speak(1);
    assertThat(counters.statistics().framesLate()).isZero();
    work++;
    speak(1);
    assertThat(counters.statistics().framesLate()).isEqualTo(1);
    assertThat(counters.statistics().framesMixed()).isEqualTo(encoded);
  }

  @Test
  void aPacketThatComesWhileSilenceIsSentWakesTheMix() {
    mix.listenerCame();
    turns.pass(SECOND);
    int before = encoded;
    onSend =
        () -> {
          onSend = () -> {};
          sendPacket();
        };
    turns.pass(PacedMix.FRAMES_PER_SILENCE * TICK);
    turns.pass(2 * TICK);
    assertThat(encoded).isGreaterThan(before);
  }

  @Test
  void afterAnErrorTheMixGoesOn() {
    speak(5);
    failing = true;
    speak(5);
    failing = false;
    int before = sent.size();
    speak(5);
    assertThat(sent).hasSize(before + 5);
    assertThat(sent.get(before).marker()).as("frames were left out").isTrue();
    assertThat(sent.get(before).number()).isEqualTo(sent.get(before - 1).number() + 6);
    assertThat(counters.statistics().ticksSkipped()).isEqualTo(5);
  }

  @Test
  void whereNobodyListensThereIsNoWork() {
    listened = false;
    speak(100);
    turns.pass(100 * SECOND);
    assertThat(turns.run).isZero();
    assertThat(encoded).isZero();
    assertThat(sent).isEmpty();
  }

  @Test
  void whereNobodySpeaksListenersGetPacketsOfSilenceWithoutMixing() {
    mix.listenerCame();
    turns.pass(SECOND);
    int mixed = encoded;
    sent.clear();
    turns.pass(100 * SECOND);
    assertThat(encoded).isEqualTo(mixed).isEqualTo(PacedMix.FRAMES_TO_SETTLE);
    assertThat(sent).hasSize(250);
    for (int i = 1; i < sent.size(); i++) {
      assertThat(sent.get(i).timestamp() - sent.get(i - 1).timestamp()).isEqualTo(20 * 960);
      assertThat(sent.get(i).number()).isEqualTo(sent.get(i - 1).number() + 1);
    }
    assertThat(sent)
        .allSatisfy(
            frame -> {
              assertThat(frame.level()).isEqualTo(127);
              assertThat(frame.csrcs()).isEmpty();
              assertThat(frame.opus()).as("one frame without data").containsExactly(0xF8);
            });
    assertThat(counters.statistics().ticksSkipped()).as("nothing is missing").isZero();
  }

  @Test
  void whoeverBeginsToSpeakIsHeardWithinATick() {
    mix.listenerCame();
    turns.pass(10 * SECOND + TICK / 3);
    MixedFrame silence = sent.getLast();
    long begun = turns.now;
    sent.clear();
    speak(3);
    assertThat(sent.getFirst().dueNanos() - begun).isBetween(0L, TICK);
    assertThat(sent.getFirst().marker()).isTrue();
    assertThat(sent.getFirst().timestamp() - silence.timestamp())
        .as("the pause in samples")
        .isCloseTo(
            (sent.getFirst().dueNanos() - silence.dueNanos()) * 48 / 1_000_000, within(960L));
    assertThat((sent.getFirst().timestamp() - silence.timestamp()) % 960).isZero();
    assertThat(decoders.getFirst().decoded).isPositive();
  }

  @Test
  void theFirstListenerOfAStreamInWhichNobodySpeaksGetsAFrameSoon() {
    listened = false;
    turns.pass(10 * SECOND);
    listened = true;
    mix.listenerCame();
    turns.pass(PacedMix.FIRST_PACKET_NANOS);
    assertThat(sent).isNotEmpty();
    listened = false;
    turns.pass(SECOND);
    sent.clear();
    listened = true;
    mix.listenerCame();
    turns.pass(PacedMix.FIRST_PACKET_NANOS);
    assertThat(sent).as("after all had gone").isNotEmpty();
  }

  @Test
  void aCrowdThatComesToAStreamInWhichNobodySpeaksCostsNothingMore() {
    mix.listenerCame();
    turns.pass(10 * SECOND);
    int mixed = encoded;
    int before = sent.size();
    for (int i = 0; i < 100; i++) {
      mix.listenerCame();
      turns.pass(PacedMix.FRAMES_PER_SILENCE * TICK / 10);
    }
    assertThat(encoded).isEqualTo(mixed);
    assertThat(sent).as("each hears of the stream soon").hasSize(before + 10);
    speak(2);
    assertThat(encoded).isGreaterThan(mixed);
  }

  @Test
  void soundFromBeforeThereWereListenersIsNotPlayedToThem() {
    listened = false;
    speak(500);
    listened = true;
    mix.listenerCame();
    speak(50);
    assertThat(decoders.getFirst().decoded).isBetween(45, 50);
    assertThat(decoders.getFirst().concealed).isZero();
  }

  @Test
  void theMixStopsWhenTheLastListenerHasLeft() {
    speak(50);
    listened = false;
    turns.pass(TICK);
    int mixed = encoded;
    int run = turns.run;
    speak(100);
    assertThat(encoded).isEqualTo(mixed);
    assertThat(turns.run).isEqualTo(run);
  }

  @Test
  void aMutedSpeakerLetsTheMixPause() {
    speak(50);
    mixer.track("ada", "MT1", false);
    speak(PacedMix.FRAMES_TO_SETTLE);
    int mixed = encoded;
    speak(200);
    assertThat(encoded).isLessThanOrEqualTo(mixed + 1);
    mixer.track("ada", "MT1", true);
    speak(10);
    assertThat(encoded).isBetween(mixed + 9, mixed + 12);
  }

  @Test
  void afterTheEndNothingComes() {
    speak(10);
    mix.close();
    sent.clear();
    speak(10);
    mix.listenerCame();
    turns.pass(SECOND);
    assertThat(sent).isEmpty();
  }

  @Test
  void aPacketIsMixedAsSoonAsItMayBeWheneverItComes() {
    for (int phase = 0; phase < 20; phase++) {
      mix.listenerCame();
      turns.pass(5 * SECOND + phase * 1_000_000);
      speak(10);
      assertThatTheLastPacketWaitedNoLongerThanItHadTo();
      turns.pass(5 * SECOND);
    }
  }

  @Test
  void whoeverSpeaksFirstIsWaitedForWhereListenersHaveJustCome() {
    mix.listenerCame();
    turns.pass(2 * TICK + 3_000_000);
    speak(10);
    assertThatTheLastPacketWaitedNoLongerThanItHadTo();
  }

  @Test
  void theGridMovesSlowlyTowardsPacketsThatComeSooner() {
    speak(10);
    turns.pass(13_000_000); // The speaker's packets come at another time from here on.
    speak(5);
    long before = sent.getLast().dueNanos();
    for (int i = 0; i < 100; i++) {
      speak(1);
      long due = sent.getLast().dueNanos();
      assertThat(Math.abs(due - before - TICK)).isLessThanOrEqualTo(PacedMix.MOST_SLEW_NANOS);
      before = due;
    }
    assertThatTheLastPacketWaitedNoLongerThanItHadTo();
    assertThat(counters.statistics().ticksSkipped()).isZero();
  }

  private void assertThatTheLastPacketWaitedNoLongerThanItHadTo() {
    long came = turns.now - TICK;
    assertThat(Math.floorMod(sent.getLast().dueNanos() - came, TICK))
        .as("the time from a packet's coming to the next frame, without whole ticks")
        .isBetween(Speaker.LEAST_WAIT_NANOS, Speaker.LEAST_WAIT_NANOS + 2_000_000);
  }

  /** Sends a packet each 20 ms. */
  private void speak(int packets) {
    for (int i = 0; i < packets; i++) {
      sendPacket();
      turns.pass(TICK);
    }
  }

  private void sendPacket() {
    var pcm = new short[OpusCodec.FRAME_SAMPLES];
    pcm[0] = (short) ++sequence;
    var packet =
        new RtpPacket(
            111,
            false,
            sequence & 0xFFFF,
            turns.now * 48 / 1_000_000,
            7,
            new int[0],
            -1,
            false,
            RawDecoder.packet(pcm));
    mix.packet("MT1", packet, turns.now);
  }
}
