package app.rostrum.bot;

import app.rostrum.backend.Backend;
import app.rostrum.cli.JsonLines;
import app.rostrum.hosting.Hosting;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A participant without a window. It has the same session and clients as the app, but sound from a
 * source instead of a microphone, and a meter instead of a loudspeaker.
 */
public final class Bot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);
  private static final double AUDIBLE = -50;

  /** The longest wait for what is left to do after leaving, such as deleting a stream. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private final String name;

  /** True for a host that does not return: its stream ends with it. */
  private final boolean ends;

  private final BotBehavior behavior;
  private final JsonLines log;
  private final LevelMeter meter = new LevelMeter();
  private final MediaEngine media;
  private final StreamSession session;
  private final Optional<Hosting> hosting;
  private final BotChat chat;
  private final CompletableFuture<LeaveReason> left = new CompletableFuture<>();
  private final CompletableFuture<Void> live = new CompletableFuture<>();
  private @Nullable StreamState shown;
  private long lastNotice = -1;

  /**
   * Joins the stream, or creates it as the host.
   *
   * @param recorder receives the sound that the bot hears
   */
  public Bot(
      Backend backend,
      OkHttpClient http,
      Clock clock,
      String name,
      String stream,
      Role role,
      PcmSource voice,
      Optional<PcmSink> recorder,
      BotBehavior behavior,
      JsonLines log) {
    this(
        backend, http, clock, name, stream, role, voice, recorder, behavior, log, Optional.empty());
  }

  /**
   * Joins the stream, or creates it as the host, or returns to it as the host.
   *
   * @param kept the stream that this bot hosted when it ended; empty if it is not to return
   */
  Bot(
      Backend backend,
      OkHttpClient http,
      Clock clock,
      String name,
      String stream,
      Role role,
      PcmSource voice,
      Optional<PcmSink> recorder,
      BotBehavior behavior,
      JsonLines log,
      Optional<KeptHosting> kept) {
    this.name = name;
    this.behavior = behavior;
    this.log = log;
    this.ends = role == Role.HOST && kept.isEmpty();
    this.chat = new BotChat(this::report);
    this.media =
        PlainEngine.create(voice, recorder.<PcmSink>map(r -> both(meter, r)).orElse(meter));
    this.hosting = kept.map(k -> k.begin(backend, name, stream, role));
    var sessions =
        new SessionFactory(hosting.map(Hosting::backend).orElse(backend), http, media, clock);
    Role now = hosting.map(Hosting::role).orElse(role);
    Consumer<StreamState> onState = hosting.map(h -> h.before(this::onState)).orElse(this::onState);
    this.session =
        now == Role.HOST
            ? sessions.create(name, stream, new StreamSettings(true, true), true, onState)
            : sessions.join(name, stream, now, now.onStage(), onState);
  }

  private static PcmSink both(PcmSink first, PcmSink second) {
    return new PcmSink() {
      @Override
      public void onMix(short[] mix) {
        first.onMix(mix);
        second.onMix(mix);
      }

      @Override
      public void onAudio(String trackId, short[] pcm) {
        first.onAudio(trackId, pcm);
        second.onAudio(trackId, pcm);
      }

      @Override
      public void close() {
        first.close();
        second.close();
      }
    };
  }

  /** Returns the session, for further actions. */
  public StreamSession session() {
    return session;
  }

  /** Completes when the bot has left the stream. */
  public CompletableFuture<LeaveReason> left() {
    return left;
  }

  /**
   * Completes when the bot is on stage or in the audience for the first time; exceptionally if it
   * never gets there.
   */
  public CompletableFuture<Void> live() {
    return live;
  }

  /** Returns the last half second of sound heard. */
  public short[] heard() {
    return meter.mix();
  }

  private synchronized void onState(StreamState state) {
    StreamState before = shown;
    shown = state;
    if (before == null || !before.phase().equals(state.phase())) {
      report("phase", Map.of("phase", phase(state.phase())));
    }
    if (before == null || !before.speakers().equals(state.speakers())) {
      report("speakers", Map.of("speakers", state.speakers().stream().map(Bot::describe).toList()));
    }
    if (before == null || !before.raisedHands().equals(state.raisedHands())) {
      report(
          "hands",
          Map.of("hands", state.raisedHands().stream().map(RaisedHand::identity).toList()));
      if (behavior.inviteHands()) {
        inviteNewcomers(before, state);
      }
    }
    if (before == null || before.audience().size() != state.audience().size()) {
      report("audience", Map.of("listeners", state.audience().size()));
    }
    chat.take(state.chat());
    if (before != null && before.reconnecting() != state.reconnecting()) {
      report("reconnecting", Map.of("reconnecting", state.reconnecting()));
    }
    if (!state.trouble().equals(before == null ? Optional.empty() : before.trouble())) {
      report(
          state.phase() instanceof Phase.Joining ? "still-trying" : "trouble",
          Map.of("trouble", state.trouble().map(Bot::describe).orElse("")));
    }
    for (Notice notice : state.notices()) {
      if (notice.id() > lastNotice) {
        lastNotice = notice.id();
        report("notice", Map.of("notice", notice.kind().name(), "subject", notice.subject()));
      }
    }
    act(before, state);
  }

  private void act(@Nullable StreamState before, StreamState state) {
    boolean arrived = before == null || !before.phase().equals(state.phase());
    switch (state.phase()) {
      case Phase.InAudience() -> {
        live.complete(null);
        if (arrived && behavior.raiseHand()) {
          session().raiseHand(true);
        }
        if (state.invited() && (before == null || !before.invited())) {
          report("invited", Map.of());
          if (behavior.acceptInvitation()) {
            session().acceptInvitation(true);
          }
        }
      }
      case Phase.OnStage(Role role) -> live.complete(null);
      case Phase.Left(LeaveReason reason) -> {
        live.completeExceptionally(new IllegalStateException("left: " + reason));
        left.complete(reason);
      }
      case Phase.Joining joining -> {}
      case Phase.Changing changing -> {}
    }
  }

  private void inviteNewcomers(@Nullable StreamState before, StreamState state) {
    List<RaisedHand> known = before == null ? List.of() : before.raisedHands();
    for (RaisedHand hand : state.raisedHands()) {
      if (!known.contains(hand)) {
        session().invite(hand.identity());
      }
    }
  }

  /** Prints the sound heard now: level in dBFS, strongest pitches in Hz, speakers' levels. */
  void reportHearing() {
    short[] mix = meter.mix();
    var pitches = new ArrayList<Map<String, Double>>();
    for (Spectrum.Peak peak : Spectrum.peaks(mix, 4)) {
      if (peak.level() > AUDIBLE) {
        pitches.add(Map.of("hz", rounded(peak.hz()), "dbfs", rounded(peak.level())));
      }
    }
    var fields = new LinkedHashMap<String, Object>();
    fields.put("level", rounded(Spectrum.level(mix)));
    fields.put("pitches", pitches);
    StreamState state;
    synchronized (this) {
      state = shown;
    }
    if (state != null) {
      var voices = new LinkedHashMap<String, Double>();
      state.levels().forEach((who, level) -> voices.put(who, Math.round(level * 1000) / 1000.0));
      fields.put("voices", voices);
      fields.put("dominant", state.dominantSpeaker().orElse(""));
      fields.put("quality", state.quality());
    }
    report("heard", fields);
  }

  private void report(String event, Map<String, ?> fields) {
    var all = new LinkedHashMap<String, Object>();
    all.put("who", name);
    all.putAll(fields);
    log.event(event, all);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static String describe(Speaker speaker) {
    return speaker.identity()
        + (speaker.host() ? " (host)" : "")
        + (speaker.muted() ? " (muted)" : "")
        + (speaker.reconnecting() ? " (reconnecting)" : "");
  }

  private static String describe(StreamProblem problem) {
    return problem.code() + " " + problem.error().meaning();
  }

  private static String phase(Phase phase) {
    return switch (phase) {
      case Phase.Joining(Role role) -> "joining as " + role.name().toLowerCase(Locale.ROOT);
      case Phase.OnStage(Role role) -> "on stage as " + role.name().toLowerCase(Locale.ROOT);
      case Phase.InAudience() -> "in the audience";
      case Phase.Changing(Role from, Role to) ->
          to.onStage() ? "moving to the stage" : "moving to the audience";
      case Phase.Left(LeaveReason reason) -> "left: " + describe(reason);
    };
  }

  /** Returns a reason for leaving as a short phrase. */
  public static String describe(LeaveReason reason) {
    return switch (reason) {
      case LeaveReason.Chosen() -> "by choice";
      case LeaveReason.EndedByHost() -> "ended by the host";
      case LeaveReason.Replaced() -> "replaced";
      case LeaveReason.Expired() -> "expired";
      case LeaveReason.Removed() -> "removed by the host";
      case LeaveReason.Failed(var problem) ->
          "failed (%s, %s) %s"
              .formatted(
                  problem.kind(),
                  problem.code(),
                  problem.explanation().isEmpty()
                      ? problem.error().meaning()
                      : problem.explanation());
    };
  }

  /** Leaves, and ends the stream if this bot is its host and is not to return to it. */
  void stop() {
    try (this) {
      if (ends && isHost()) {
        session.endStream();
        var unused = left.get(SETTLING.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("the stream of {} goes on", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isHost() {
    StreamState state = shown;
    return state != null
        && switch (state.phase()) {
          case Phase.OnStage(Role role) -> role == Role.HOST;
          case Phase.Joining(Role role) -> role == Role.HOST;
          default -> false;
        };
  }

  @Override
  public void close() {
    try (media) {
      hosting.ifPresent(Hosting::rest); // A host that is stopped without ending its stream returns.
      session.close();
      session.settled().get(SETTLING.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("{} has left something to be done", name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
