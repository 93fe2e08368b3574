package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.sdk.video.RemoteParticipant;
import app.rostrum.sdk.video.Room;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** Measures a full stage: the cost of forwarding and a packet's time through the room. */
final class FullStage {
  private static final String STREAM = "stage";
  private static final long FRAME_NANOS = 20_000_000;

  /** A time within which all packets on their way arrive. */
  private static final Duration IN_FLIGHT = Duration.ofMillis(300);

  private FullStage() {}

  static void run(Figures figures, int speakers, int seconds) throws IOException, TimeoutException {
    OkHttpClient http = HttpClients.create();
    var people = new ArrayList<ClockedSpeaker>();
    var rooms = new ArrayList<Room>();
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC())) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      StreamCredentials owner = backend.createStream("Speaker 0", STREAM, true);
      for (int i = 0; i < speakers; i++) {
        StreamCredentials credentials =
            i == 0 ? owner : backend.joinAsSpeaker("Speaker " + i, STREAM, null);
        var person = new ClockedSpeaker(i);
        people.add(person);
        rooms.add(enter(http, credentials, person));
      }
      byte[] voice = voice();
      long frame = speak(people, voice, 0, 2);
      checkAllHear(people, speakers);
      Pause.of(IN_FLIGHT);
      people.forEach(ClockedSpeaker::clear);
      long thread = receiver(host.url().getPort());
      var threads = ManagementFactory.getThreadMXBean();
      long cpuBefore = threads.getThreadCpuTime(thread);
      speak(people, voice, frame, seconds);
      Pause.of(IN_FLIGHT);
      double cpu = threads.getThreadCpuTime(thread) - cpuBefore;
      var delays = new ArrayList<Double>();
      people.forEach(person -> delays.addAll(person.delays()));
      long sent = (long) seconds * 50 * speakers * (speakers - 1);
      figures.row(
          "%d speakers in a room: the forwarding thread's share of a core".formatted(speakers),
          "%.0f %%".formatted(cpu / seconds / 1e9 * 100),
          "",
          0,
          "");
      figures.row(
          "  per packet and receiver; per stream of a second",
          "%.1f µs".formatted(cpu / sent / 1e3),
          "%.0f µs".formatted(cpu / sent / 1e3 * 50),
          (int) sent,
          "");
      figures.row(
          "  from sending to receiving (median, p99)",
          "%.2f ms".formatted(Figures.percentile(delays, 50)),
          "%.2f ms".formatted(Figures.percentile(delays, 99)),
          delays.size(),
          "");
      figures.row(
          "  packets not received", String.valueOf(sent - delays.size()), "", (int) sent, "0");
      rooms.forEach(Room::close);
      backend.deleteStream(STREAM, owner.token());
    } finally {
      people.forEach(ClockedSpeaker::close);
    }
  }

  private static Room enter(
      OkHttpClient http, StreamCredentials credentials, ClockedSpeaker person) {
    LocalAudioTrack track = person.createAudioTrack("voice-" + credentials.roomSid());
    return Room.connect(
            new Room.Options(
                http,
                credentials.signaling(),
                credentials.token(),
                credentials.roomSid(),
                person,
                Optional.of(track)),
            new IgnoringListener())
        .orTimeout(20, TimeUnit.SECONDS)
        .join();
  }

  /** Encodes a frame of sound, so that the server's mixer has real work. */
  private static byte[] voice() {
    short[] sound = new short[960];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (short) (6000 * Math.sin(2 * Math.PI * 200 * i / 48_000));
    }
    byte[] frame = new byte[1500];
    return Arrays.copyOf(frame, new OpusCodec.Encoder(32_000).encode(sound, 0, frame));
  }

  /**
   * Sends all speakers' frames, each at a moment of its own within the 20 ms.
   *
   * @return the number of the next frame
   */
  private static long speak(List<ClockedSpeaker> people, byte[] voice, long first, int seconds) {
    long begun = System.nanoTime();
    long frames = seconds * 50L;
    for (long i = 0; i < frames; i++) {
      for (int k = 0; k < people.size(); k++) {
        long due = begun + i * FRAME_NANOS + k * FRAME_NANOS / people.size();
        Pause.until(due);
        people.get(k).send(voice, first + i);
      }
    }
    return first + frames;
  }

  private static void checkAllHear(List<ClockedSpeaker> people, int speakers)
      throws TimeoutException {
    for (ClockedSpeaker person : people) {
      if (person.voices() < speakers - 1) {
        throw new TimeoutException(
            "a speaker hears %d of %d others".formatted(person.voices(), speakers - 1));
      }
    }
  }

  private static long receiver(int port) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("rtc-receive-" + port))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no thread receives media"))
        .threadId();
  }

  /** Ignores everything that happens in the room. */
  private static final class IgnoringListener implements Room.Listener {
    @Override
    public void onParticipants(List<RemoteParticipant> participants) {}

    @Override
    public void onReconnecting(boolean reconnecting) {}

    @Override
    public void onDominantSpeaker(Optional<String> identity) {}

    @Override
    public void onDisconnected(DisconnectReason reason) {}
  }
}
