package app.rostrum.bot;

import app.rostrum.backend.Backend;
import app.rostrum.cli.JsonLines;
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
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.RaisedHand;
import app.rostrum.stream.StreamState.Speaker;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A participant without a window: the same session and clients as the app, sound from a source
 * instead of a microphone, ears that measure.
 */
public final class Bot implements AutoCloseable {
  /**
   * What a bot does by itself.
   *
   * @param raiseHand raises its hand as soon as it is in the audience
   * @param acceptInvitation says yes when invited
   * @param inviteHands as a host, invites whoever raises a hand
   */
  public record Manners(boolean raiseHand, boolean acceptInvitation, boolean inviteHands) {
    public static final Manners QUIET = new Manners(false, false, false);
  }

  private static final double AUDIBLE = -50;

  private final String name;
  private final Manners manners;
  private final JsonLines log;
  private final LevelMeter ear = new LevelMeter();
  private final MediaEngine media;
  private final StreamSession session;
  private final BotChat chat;
  private final CompletableFuture<LeaveReason> left = new CompletableFuture<>();
  private final CompletableFuture<Void> live = new CompletableFuture<>();
  private @Nullable StreamState shown;
  private long lastNotice = -1;

  /**
   * Joins at once.
   *
   * @param recorder hears what the bot hears, beside its own ears
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
      Manners manners,
      JsonLines log) {
    this.name = name;
    this.manners = manners;
    this.log = log;
    this.chat = new BotChat(this::report);
    this.media = PlainEngine.create(voice, recorder.<PcmSink>map(r -> both(ear, r)).orElse(ear));
    var sessions = new SessionFactory(backend, http, media, clock);
    this.session =
        role == Role.HOST
            ? sessions.create(name, stream, new StreamSettings(true, true), true, this::onState)
            : sessions.join(name, stream, role, role.onStage(), this::onState);
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

  public StreamSession session() {
    return session;
  }

  /** Completes when the stream is over for this bot. */
  public CompletableFuture<LeaveReason> left() {
    return left;
  }

  /**
   * Completes when it is first on stage or in the audience; exceptionally if it never gets there.
   */
  public CompletableFuture<Void> live() {
    return live;
  }

  /** The last half second of what is heard. */
  public short[] heard() {
    return ear.mix();
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
      if (manners.inviteHands()) {
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
        if (arrived && manners.raiseHand()) {
          session().raiseHand(true);
        }
        if (state.invited() && (before == null || !before.invited())) {
          report("invited", Map.of());
          if (manners.acceptInvitation()) {
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

  /** Prints what is heard now: level in dBFS, the strongest pitches in Hz, who is lit up. */
  void reportHearing() {
    short[] mix = ear.mix();
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

  private static String phase(Phase phase) {
    return switch (phase) {
      case Phase.Joining(Role role) ->
          "joining as " + role.name().toLowerCase(java.util.Locale.ROOT);
      case Phase.OnStage(Role role) ->
          "on stage as " + role.name().toLowerCase(java.util.Locale.ROOT);
      case Phase.InAudience() -> "in the audience";
      case Phase.Changing(Role from, Role to) ->
          to.onStage() ? "moving to the stage" : "moving to the audience";
      case Phase.Left(LeaveReason reason) -> "left: " + describe(reason);
    };
  }

  /** A reason for leaving as a short phrase. */
  public static String describe(LeaveReason reason) {
    return switch (reason) {
      case LeaveReason.Chosen() -> "by choice";
      case LeaveReason.EndedByHost() -> "ended by the host";
      case LeaveReason.Replaced() -> "replaced";
      case LeaveReason.Expired() -> "expired";
      case LeaveReason.Failed(var problem) ->
          "failed (" + problem.kind() + ", " + problem.code() + ") " + problem.explanation();
    };
  }

  @Override
  public void close() {
    try (media) {
      session.close();
    }
  }
}
