package app.rostrum.sdk.video;

import app.rostrum.cloud.rooms.TestTokens;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.threads.Scheduler;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;

/** A participant in a room whose voice is a tone, and who measures the tones it receives. */
public final class Attendee implements AutoCloseable, Room.Listener {
  private static final OkHttpClient HTTP = new OkHttpClient();

  private final RecordingSink sink = new RecordingSink();
  private final PlainEngine engine;
  private final LocalAudioTrack microphone;
  private final String identity;
  private final List<DisconnectReason> ends = new CopyOnWriteArrayList<>();
  private final List<Boolean> reconnecting = new CopyOnWriteArrayList<>();
  private volatile List<RemoteParticipant> others = List.of();
  private final List<Room.DataMessage> messages = new CopyOnWriteArrayList<>();
  private volatile Optional<String> dominant = Optional.empty();
  private volatile Map<String, Integer> qualities = Map.of();
  private volatile boolean throwing;
  private Room room;

  /** Keeps the last half second of the mix. */
  private static final class RecordingSink implements PcmSink {
    private final short[] ring = new short[Spectrum.SAMPLE_RATE / 2];
    private int at;

    @Override
    public synchronized void onMix(short[] mix) {
      for (short sample : mix) {
        ring[at] = sample;
        at = (at + 1) % ring.length;
      }
    }

    synchronized short[] recorded() {
      short[] copy = new short[ring.length];
      System.arraycopy(ring, at, copy, 0, ring.length - at);
      System.arraycopy(ring, 0, copy, ring.length - at, at);
      return copy;
    }

    synchronized void forget() {
      Arrays.fill(ring, (short) 0);
    }
  }

  @SuppressWarnings("NullAway.Init")
  private Attendee(String identity, double toneHz) {
    this.identity = identity;
    this.engine = PlainEngine.create(toneHz > 0 ? new Tone(toneHz) : new Silence(), sink);
    this.microphone = engine.createAudioTrack("mic-" + identity);
  }

  /** Joins with a tone of this frequency; 0 is silence. */
  public static Attendee join(URI signaling, String room, String identity, double toneHz)
      throws Exception {
    return join(signaling, room, TestTokens.video(identity, room), identity, toneHz, true);
  }

  static Attendee join(
      URI signaling, String room, String token, String identity, double toneHz, boolean publish)
      throws Exception {
    return join(signaling, room, token, identity, toneHz, publish, Room.TIMERS);
  }

  static Attendee join(
      URI signaling,
      String room,
      String token,
      String identity,
      double toneHz,
      boolean publish,
      Scheduler scheduler)
      throws Exception {
    var attendee = new Attendee(identity, toneHz);
    var options =
        new Room.Options(
            HTTP,
            signaling,
            token,
            room,
            attendee.engine,
            publish ? Optional.of(attendee.microphone) : Optional.empty());
    try {
      attendee.room = Room.connect(options, attendee, scheduler).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      attendee.engine.close();
      throw e;
    }
    return attendee;
  }

  @Override
  public void onParticipants(List<RemoteParticipant> participants) {
    others = participants;
    if (throwing) {
      throw new AssertionError("thrown on purpose");
    }
  }

  @Override
  public void onReconnecting(boolean now) {
    reconnecting.add(now);
  }

  @Override
  public void onDominantSpeaker(Optional<String> speaker) {
    dominant = speaker;
  }

  @Override
  public void onMessage(Room.DataMessage message) {
    messages.add(message);
  }

  @Override
  public void onNetworkQuality(Map<String, Integer> byIdentity) {
    qualities = byIdentity;
  }

  @Override
  public void onDisconnected(DisconnectReason reason) {
    ends.add(reason);
  }

  /** Makes the listener throw an Error at each change of the participants. */
  void throwErrors() {
    throwing = true;
  }

  public Room room() {
    return room;
  }

  public LocalAudioTrack microphone() {
    return microphone;
  }

  PlainEngine engine() {
    return engine;
  }

  public List<RemoteParticipant> others() {
    return others;
  }

  public Optional<RemoteParticipant> other(String name) {
    return others.stream().filter(p -> p.identity().equals(name)).findFirst();
  }

  public List<DisconnectReason> ends() {
    return ends;
  }

  public List<Boolean> reconnecting() {
    return reconnecting;
  }

  /** Returns the messages on the others' data tracks. */
  public List<Room.DataMessage> messages() {
    return messages;
  }

  public Map<String, Integer> qualities() {
    return qualities;
  }

  public Optional<String> dominant() {
    return dominant;
  }

  /** Returns whether the last half second of the mix has a tone of this frequency. */
  public boolean hears(double hz) {
    return level(hz) > -40;
  }

  /** Returns the level of a frequency in the last half second, in dBFS. */
  public double level(double hz) {
    return Spectrum.levelAt(sink.recorded(), hz);
  }

  /** Returns the three strongest frequencies in the last half second. */
  public List<Spectrum.Peak> peaks() {
    return Spectrum.peaks(sink.recorded(), 3);
  }

  public void forget() {
    sink.forget();
  }

  @Override
  public String toString() {
    return identity;
  }

  @Override
  public void close() {
    if (room != null) {
      room.close();
    }
    engine.close();
  }
}
