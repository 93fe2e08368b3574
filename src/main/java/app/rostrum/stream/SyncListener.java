package app.rostrum.stream;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.stream.StreamDesk.Recording;
import app.rostrum.stream.StreamState.Notice;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Handles the news of Sync: the lists of people, the raised hands and the invitation. */
final class SyncListener {
  /** The time after a drop in which a missing hand was lowered by the drop and not by the host. */
  private static final Duration AFTER_DROP = Duration.ofSeconds(5);

  private final SessionContext context;
  private final SyncLink sync;
  private final ServerRestart restart;
  private final StreamRoster roster;
  private final RoleTransitions transitions;
  private final OwnHand hand;
  private final Invitation invitation;
  private final DeskDocument desk;
  private final LatestReactions reactions;
  private final LatestCaptions captions;
  private final Notices notices;
  private long backSince;

  SyncListener(
      SessionContext context,
      SyncLink sync,
      ServerRestart restart,
      StreamRoster roster,
      RoleTransitions transitions,
      OwnHand hand,
      Invitation invitation,
      DeskDocument desk,
      LatestReactions reactions,
      LatestCaptions captions,
      Notices notices) {
    this.context = context;
    this.sync = sync;
    this.restart = restart;
    this.roster = roster;
    this.transitions = transitions;
    this.hand = hand;
    this.invitation = invitation;
    this.desk = desk;
    this.reactions = reactions;
    this.captions = captions;
    this.notices = notices;
    this.backSince = context.loop().nanoTime() - AFTER_DROP.toNanos();
  }

  void on(Event.SyncNews news) {
    switch (news) {
      case Event.SyncNews.State(SyncClient.State state) -> {
        if (sync.state(state)) {
          backSince = context.loop().nanoTime();
          transitions.presence().doubtful();
        }
        if (state == SyncClient.State.CONNECTED) {
          restart.over();
        }
        if (state == SyncClient.State.DENIED) {
          transitions.renewSoon();
        }
      }
      case Event.SyncNews.TokenAboutToExpire() -> transitions.renewSoon();
      case Event.SyncNews.ServerRestarting() -> restart.announced();
      case Event.SyncNews.MapOpened opened -> {
        if (sync.current(opened.object(), opened.opening())) {
          opened(opened);
        } else {
          context.close(opened.map());
        }
      }
      case Event.SyncNews.Item item -> {
        if (sync.current(item.object(), item.opening())) {
          boolean added = roster.put(item.object(), item.key(), item.item());
          if (sync.isOpen(item.object())) {
            seen(item.object(), item.key(), added);
          }
        }
      }
      case Event.SyncNews.ItemRemoved gone -> {
        if (sync.current(gone.object(), gone.opening())) {
          roster.remove(gone.object(), gone.key(), context.clock().instant());
          if (sync.isOpen(gone.object()) && gone.key().equals(context.identity())) {
            ownItemGone(gone.object());
          }
        }
      }
      case Event.SyncNews.DocumentOpened opened -> {
        if (sync.current(opened.object(), opened.opening())) {
          sync.opened(opened.object(), opened.document());
          written(opened.object(), opened.document().data(), false);
        } else {
          context.close(opened.document());
        }
      }
      case Event.SyncNews.DocumentData written -> {
        if (sync.current(written.object(), written.opening())) {
          written(written.object(), written.data(), !sync.firstHeard(written.object()));
        }
      }
      case Event.SyncNews.Lost lost -> {
        if (sync.current(lost.object(), lost.opening())) {
          sync.lost(lost.object());
          if (lost.status() == 404 && !lost.object().isExtra()) {
            // No reason to leave yet: only the backend can tell whether the stream has ended.
            transitions.renewSoon();
          }
        }
      }
    }
    if (!transitions.headedForAudience()) {
      invitation.answered();
    }
  }

  /**
   * Takes the content of a document.
   *
   * @param now whether it has been written just now
   */
  private void written(StreamObject object, JsonObject data, boolean now) {
    if (object == StreamObject.REACTIONS) {
      reactions.take(data, now);
    } else if (object == StreamObject.CAPTIONS) {
      captions.take(data, now);
    } else if (object == StreamObject.STREAM) {
      boolean coHost = desk.isCoHost(context.identity());
      String message = operatorMessage();
      Optional<Recording> recording = recording();
      desk.take(data, now);
      tellRecording(recording);
      if (!operatorMessage().isEmpty() && !operatorMessage().equals(message)) {
        notices.add(Notice.Kind.OPERATOR_MESSAGE, operatorMessage());
      }
      tellCoHost(coHost, desk.isCoHost(context.identity()));
    } else if (now) {
      invitation.changed(data);
    } else {
      invitation.found(data);
    }
  }

  private Optional<Recording> recording() {
    return desk.desk().flatMap(StreamDesk::recording);
  }

  /** Tells that the stream is being recorded, also to a person who has just come. */
  private void tellRecording(Optional<Recording> before) {
    Optional<Recording> after = recording();
    if (!after.equals(before)) {
      notices.add(
          after.isPresent() ? Notice.Kind.RECORDING_BEGUN : Notice.Kind.RECORDING_ENDED,
          after.map(Recording::identity).orElse(""));
    }
  }

  private String operatorMessage() {
    return desk.desk().map(StreamDesk::operatorMessage).orElse("");
  }

  /** Tells that this person has become a co-host, or is none any more and not the host, either. */
  private void tellCoHost(boolean before, boolean now) {
    if (now && !before) {
      notices.add(Notice.Kind.NOW_CO_HOST, "");
    } else if (before && !now && !roster.isHost(context.identity())) {
      notices.add(Notice.Kind.NO_LONGER_CO_HOST, "");
    }
  }

  private void opened(Event.SyncNews.MapOpened opened) {
    StreamObject object = opened.object();
    boolean first = !sync.everOpen(object);
    sync.opened(object, opened.map());
    var fresh = roster.replace(object, Map.copyOf(opened.map().items()));
    if (!first) {
      fresh.forEach(key -> tell(object, key));
    }
    if (object == StreamObject.HANDS) {
      hand.seenAll(roster.handRaised(context.identity()), transitions.headedForStage());
    } else if (object == StreamObject.VIEWERS && !roster.inAudience(context.identity())) {
      transitions.presence().doubtful();
    }
  }

  private void seen(StreamObject object, String key, boolean added) {
    if (object == StreamObject.HANDS && key.equals(context.identity())) {
      hand.seenUp(transitions.headedForStage());
    }
    if (added) {
      tell(object, key);
    }
  }

  private void tell(StreamObject object, String key) {
    if (key.equals(context.identity())) {
      return;
    }
    boolean atDesk = transitions.role() == Role.HOST || desk.isCoHost(context.identity());
    if (object == StreamObject.HANDS && atDesk) {
      notices.add(Notice.Kind.HAND_RAISED, key);
    } else if (object == StreamObject.SPEAKERS
        && !roster.wasSpeaker(key, context.clock().instant())) {
      notices.add(Notice.Kind.NOW_SPEAKING, key);
    }
  }

  private void ownItemGone(StreamObject object) {
    if (object == StreamObject.HANDS) {
      boolean byDrop = context.loop().nanoTime() - backSince < AFTER_DROP.toNanos();
      boolean ownChoice = !hand.raised();
      hand.seenDown(byDrop && transitions.inAudience());
      if (!ownChoice && !hand.raised() && transitions.inAudience() && !invitation.pending()) {
        notices.add(Notice.Kind.HAND_LOWERED, "");
      }
    } else if (object == StreamObject.VIEWERS && transitions.inAudience()) {
      transitions.presence().doubtful();
    }
  }
}
