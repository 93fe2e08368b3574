package app.rostrum.cloud.live;

import app.rostrum.cloud.Retention;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.TurnServers;
import app.rostrum.cloud.figures.Latencies;
import app.rostrum.cloud.rooms.RoomAudio;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.web.HttpHandler;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live part of the cloud: media processors that mix the speakers of a room, and player
 * streamers that serve a mix to any number of listeners by WHEP. Both are in the store before they
 * are acknowledged; after a restart {@link #resume} puts them back to work under the same SIDs.
 * Safe for any thread.
 */
public final class Live implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  /**
   * The services that Live is built on.
   *
   * @param rooms the source of the speakers' audio
   * @param publicUrl the address at which listeners reach this server; read at each use
   */
  public record Dependencies(
      Store store,
      Sids sids,
      Clock clock,
      RoomAudio rooms,
      Supplier<URI> publicUrl,
      TokenVerifier tokens,
      TurnServers turn) {
    /** Creates them without TURN servers. */
    public Dependencies(
        Store store,
        Sids sids,
        Clock clock,
        RoomAudio rooms,
        Supplier<URI> publicUrl,
        TokenVerifier tokens) {
      this(store, sids, clock, rooms, publicUrl, tokens, TurnServers.NONE);
    }
  }

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Dependencies parts;
  private final LiveTables tables;
  private final LiveCounters counters = new LiveCounters();
  private final SenderThreads senders;
  private final MixClock clock;
  private final ListenerCapacity capacity;
  private final WhepHandler whep;
  private final SerialExecutor executor = new SerialExecutor("live");
  private final Timers timers = Timers.create("live").on(executor);
  private final Map<String, PlayerStreamer> streamers = new LinkedHashMap<>();
  private final Map<String, MediaProcessor> processors = new LinkedHashMap<>();
  private final Map<String, Broadcast> onAir = new LinkedHashMap<>();
  private final Map<String, MixedRoom> atWork = new LinkedHashMap<>();

  /** Returns the number of threads that send to listeners: half as many as there are cores. */
  public static int sendingThreads() {
    return Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8);
  }

  /**
   * @param port for the listeners' media, best with a socket for each sending thread
   */
  public Live(Dependencies parts, MediaPort port) {
    this(parts, peers(port), WhepHandler.Limits.DEFAULT);
  }

  private static Function<String, ListenerPeer.Factory> peers(MediaPort port) {
    return sid -> states -> new RtcListenerPeer(port, sid, states);
  }

  Live(
      Dependencies parts, Function<String, ListenerPeer.Factory> peers, WhepHandler.Limits limits) {
    this.parts = parts;
    this.tables = new LiveTables(parts.store());
    this.senders = new SenderThreads(sendingThreads(), counters);
    capacity =
        new ListenerCapacity(
            counters,
            new ListenerCapacity.Sending(senders.count(), senders::cpuNanos),
            new HeapGauge(),
            ListenerCapacity.Limits.DEFAULT);
    timers.every(LOOK, capacity::look);
    this.clock = new MixClock(Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 8));
    this.whep =
        new WhepHandler(
            new WhepHandler.Streams() {
              @Override
              public boolean known(String sid) {
                return streamer(sid).isPresent();
              }

              @Override
              public Optional<Broadcast> broadcast(String sid) {
                return Live.this.broadcast(sid);
              }

              @Override
              public ListenerPeer.Factory peers(String streamerSid) {
                return peers.apply(streamerSid);
              }
            },
            parts.sids(),
            parts.publicUrl(),
            parts.tokens(),
            timers,
            capacity,
            limits,
            parts.turn());
    load();
  }

  private void load() {
    for (PlayerStreamer streamer : tables.streamers()) {
      streamers.put(streamer.sid(), streamer);
      if (streamer.status() != LiveStatus.ENDED) {
        putOnAir(streamer);
      }
    }
    tables.processors().forEach(processor -> processors.put(processor.sid(), processor));
    forgetEnded();
  }

  /** Forgets what ended long ago, so that neither memory nor store grows with every stream. */
  private synchronized void forgetEnded() {
    Instant now = parts.clock().instant();
    List<PlayerStreamer> oldStreamers =
        Retention.surplus(
            streamers.values().stream().filter(s -> s.status() == LiveStatus.ENDED).toList(),
            PlayerStreamer::updated,
            now);
    List<MediaProcessor> oldProcessors =
        Retention.surplus(
            processors.values().stream().filter(p -> p.status() == LiveStatus.ENDED).toList(),
            MediaProcessor::updated,
            now);
    if (oldStreamers.isEmpty() && oldProcessors.isEmpty()) {
      return;
    }
    tables.transaction(
        connection -> {
          for (PlayerStreamer streamer : oldStreamers) {
            LiveTables.delete(connection, streamer);
          }
          for (MediaProcessor processor : oldProcessors) {
            LiveTables.delete(connection, processor);
          }
          return true;
        });
    oldStreamers.forEach(streamer -> streamers.remove(streamer.sid()));
    oldProcessors.forEach(processor -> processors.remove(processor.sid()));
  }

  /**
   * Resumes the processors that were running before a restart. Call it once the rooms are there.
   */
  public synchronized void resume() {
    for (MediaProcessor processor : List.copyOf(processors.values())) {
      if (processor.status() == LiveStatus.STARTED && !atWork.containsKey(processor.sid())) {
        if (putToWork(processor)) {
          LOG.info("media processor {} resumed", processor.sid());
        } else {
          endProcessor(processor.sid(), EndedReason.ERROR_STREAMING_MEDIA);
        }
      }
    }
  }

  /** Returns the WHEP handler, to be mounted at {@code /whep/}. */
  public HttpHandler whep() {
    return whep;
  }

  /**
   * Returns the handler for listeners whose media goes over another port.
   *
   * @param port open for as long as the handler is used
   */
  public HttpHandler whep(MediaPort port) {
    return whep.by(peers(port));
  }

  public LiveStatistics statistics() {
    return counters.statistics();
  }

  /** Resets the lateness figures, for a measurement. */
  public void forgetLateness() {
    counters.lateness().forget();
  }

  /** Returns the ids of the threads that send to listeners, to measure their cost. */
  public List<Long> senderThreadIds() {
    return senders.threadIds();
  }

  /**
   * @param maxDuration empty for no limit
   * @param maxDuration empty: until somebody ends it
   */
  public synchronized PlayerStreamer createStreamer(boolean video, Optional<Duration> maxDuration) {
    Instant now = parts.clock().instant();
    var streamer =
        new PlayerStreamer(
            parts.sids().next("VJ"),
            LiveStatus.CREATED,
            video,
            maxDuration,
            Optional.empty(),
            now,
            now);
    store(streamer);
    putOnAir(streamer);
    return streamer;
  }

  public synchronized Optional<PlayerStreamer> streamer(String sid) {
    return Optional.ofNullable(streamers.get(sid));
  }

  /** Returns all streamers, also those that ended lately, oldest first. */
  public synchronized List<PlayerStreamer> streamers() {
    return List.copyOf(streamers.values());
  }

  /**
   * Ends a streamer and tells its listeners. Ending it again changes nothing.
   *
   * @return empty if there is no such streamer
   */
  public Optional<PlayerStreamer> endStreamer(String sid) {
    return endStreamer(sid, EndedReason.ENDED_VIA_API);
  }

  private synchronized Optional<PlayerStreamer> endStreamer(String sid, EndedReason reason) {
    PlayerStreamer streamer = streamers.get(sid);
    if (streamer != null && streamer.status() != LiveStatus.ENDED) {
      store(streamer.ended(reason, parts.clock().instant()));
      takeOffAir(sid);
      forgetEnded();
    }
    return streamer(sid);
  }

  /**
   * Returns the grant that a player's access token needs.
   *
   * @return empty if there is no such streamer
   */
  public Optional<PlaybackGrant> playbackGrant(String sid) {
    String base = parts.publicUrl().get().toString().replaceAll("/+$", "");
    return streamer(sid)
        .map(
            streamer ->
                new PlaybackGrant(
                    sid,
                    URI.create(base + "/hls/" + sid + "/main.m3u8"),
                    URI.create(base + WhepHandler.PREFIX + sid),
                    parts.clock().instant()));
  }

  /**
   * Starts mixing a room for player streamers.
   *
   * @param maxDuration empty: until somebody ends it
   * @throws IllegalArgumentException if there is no such room or streamer, or it has ended; the
   *     message may be shown to the caller
   */
  public synchronized MediaProcessor createProcessor(
      String extension, ExtensionContext context, Optional<Duration> maxDuration) {
    for (String output : context.outputs()) {
      if (!onAir.containsKey(output)) {
        throw new IllegalArgumentException("there is no running player streamer " + output);
      }
    }
    Instant now = parts.clock().instant();
    var processor =
        new MediaProcessor(
            parts.sids().next("ZX"),
            LiveStatus.STARTED,
            extension,
            context,
            maxDuration,
            Optional.empty(),
            now,
            now);
    List<PlayerStreamer> waiting = outputs(processor, LiveStatus.CREATED);
    store(processor, waiting.stream().map(streamer -> streamer.started(now)).toList());
    if (!putToWork(processor)) {
      store(processor.ended(EndedReason.ERROR_STREAMING_MEDIA, now), waiting);
      throw new IllegalArgumentException("there is no room " + context.room() + " in progress");
    }
    return processor;
  }

  public synchronized Optional<MediaProcessor> processor(String sid) {
    return Optional.ofNullable(processors.get(sid));
  }

  /** Returns all processors, also those that ended lately, oldest first. */
  public synchronized List<MediaProcessor> processors() {
    return List.copyOf(processors.values());
  }

  /**
   * Ends a processor and, with it, the streamers it feeds. Ending it again changes nothing.
   *
   * @return empty if there is no such processor
   */
  public Optional<MediaProcessor> endProcessor(String sid) {
    return endProcessor(sid, EndedReason.ENDED_VIA_API);
  }

  private synchronized Optional<MediaProcessor> endProcessor(String sid, EndedReason reason) {
    MediaProcessor processor = processors.get(sid);
    if (processor != null && processor.status() != LiveStatus.ENDED) {
      Instant now = parts.clock().instant();
      List<PlayerStreamer> streaming =
          outputs(processor, LiveStatus.CREATED, LiveStatus.STARTED).stream()
              .map(streamer -> streamer.ended(EndedReason.STREAM_DISCONNECTED_BY_SOURCE, now))
              .toList();
      store(processor.ended(reason, now), streaming);
      MixedRoom room = atWork.remove(sid);
      if (room != null) {
        room.close();
      }
      streaming.forEach(streamer -> takeOffAir(streamer.sid()));
      forgetEnded();
    }
    return processor(sid);
  }

  /**
   * Tells all listeners that the server restarts, and takes no new ones.
   *
   * @param away the time after which it is worth to connect again
   */
  public void announceRestart(Duration away) {
    whep.announceRestart(away);
  }

  /** Returns the time between each frame's due time and its last packet's leaving. */
  public Latencies lateness() {
    return counters.lateness();
  }

  /** Returns the refusals of listeners so far, by status. */
  public Map<String, Long> refusals() {
    return whep.refusals().counts();
  }

  /** Takes no more listeners than that many from now on. Those who are there stay. */
  public void limitListeners(int most) {
    capacity.limit(most);
  }

  /** Closes the sessions of listeners of an identity whose tokens have been withdrawn. */
  public void closeWithdrawn(String identity) {
    whep.closeWithdrawn(identity);
  }

  /** Returns the player streamers that a processor feeds and that are in one of these states. */
  private List<PlayerStreamer> outputs(MediaProcessor processor, LiveStatus... states) {
    return processor.context().outputs().stream()
        .distinct()
        .map(streamers::get)
        .filter(Objects::nonNull)
        .filter(streamer -> List.of(states).contains(streamer.status()))
        .toList();
  }

  private void takeOffAir(String streamer) {
    Broadcast broadcast = onAir.remove(streamer);
    if (broadcast != null) {
      broadcast.end();
    }
  }

  private synchronized Optional<Broadcast> broadcast(String sid) {
    return Optional.ofNullable(onAir.get(sid));
  }

  private void putOnAir(PlayerStreamer streamer) {
    onAir.put(streamer.sid(), new Broadcast(streamer.sid(), senders, counters));
    atLatest(
        streamer.created(),
        streamer.maxDuration(),
        () -> endStreamer(streamer.sid(), EndedReason.MAX_DURATION_EXCEEDED));
  }

  private boolean putToWork(MediaProcessor processor) {
    List<Broadcast> outputs =
        processor.context().outputs().stream().map(onAir::get).filter(Objects::nonNull).toList();
    Optional<MixedRoom> room =
        MixedRoom.start(
            processor,
            parts.rooms(),
            outputs,
            clock,
            counters,
            capacity::share,
            () -> executor.execute(() -> endProcessor(processor.sid(), EndedReason.ENDED_VIA_API)));
    room.ifPresent(started -> atWork.put(processor.sid(), started));
    atLatest(
        processor.created(),
        processor.maxDuration(),
        () -> endProcessor(processor.sid(), EndedReason.MAX_DURATION_EXCEEDED));
    return room.isPresent();
  }

  private void atLatest(Instant created, Optional<Duration> maxDuration, Runnable end) {
    if (maxDuration.isPresent()) {
      Duration left = Duration.between(parts.clock().instant(), created.plus(maxDuration.get()));
      timers.after(left.isNegative() ? Duration.ZERO : left, end);
    }
  }

  private void store(PlayerStreamer streamer) {
    tables.transaction(
        connection -> {
          LiveTables.save(connection, streamer);
          return streamer;
        });
    streamers.put(streamer.sid(), streamer);
  }

  /** Stores a processor together with the streamers that change with it, all or nothing. */
  private void store(MediaProcessor processor, List<PlayerStreamer> changed) {
    tables.transaction(
        connection -> {
          LiveTables.save(connection, processor);
          for (PlayerStreamer streamer : changed) {
            LiveTables.save(connection, streamer);
          }
          return processor;
        });
    processors.put(processor.sid(), processor);
    changed.forEach(streamer -> streamers.put(streamer.sid(), streamer));
  }

  /** Stops mixing and sending. The store stays as it is, for the next start. */
  @Override
  public synchronized void close() {
    timers.close();
    executor.close();
    atWork.values().forEach(MixedRoom::close);
    atWork.clear();
    whep.close();
    clock.close();
    senders.close();
  }
}
