package app.rostrum.stream;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.Map;

/** Takes the news of Sync: who is in the stream, whose hand is up, who is invited. */
final class SyncListener {
  /** After a drop, hands that are gone were taken down by the drop and not by the host. */
  private static final Duration AFTER_DROP = Duration.ofSeconds(5);

  private final SessionContext context;
  private final SyncLink sync;
  private final StreamRoster roster;
  private final RoleTransitions transitions;
  private final OwnHand hand;
  private final Invitation invitation;
  private final Notices notices;
  private long backSince;

  SyncListener(
      SessionContext context,
      SyncLink sync,
      StreamRoster roster,
      RoleTransitions transitions,
      OwnHand hand,
      Invitation invitation,
      Notices notices) {
    this.context = context;
    this.sync = sync;
    this.roster = roster;
    this.transitions = transitions;
    this.hand = hand;
    this.invitation = invitation;
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
        if (state == SyncClient.State.DENIED) {
          transitions.renewSoon();
        }
      }
      case Event.SyncNews.TokenAboutToExpire() -> transitions.renewSoon();
      case Event.SyncNews.MapOpened opened -> {
        if (sync.current(opened.part(), opened.opening())) {
          opened(opened);
        } else {
          context.close(opened.map());
        }
      }
      case Event.SyncNews.Item item -> {
        if (sync.current(item.part(), item.opening())) {
          boolean added = roster.put(item.part(), item.key(), item.item());
          if (sync.isOpen(item.part())) {
            seen(item.part(), item.key(), added);
          }
        }
      }
      case Event.SyncNews.ItemRemoved gone -> {
        if (sync.current(gone.part(), gone.opening())) {
          roster.remove(gone.part(), gone.key(), context.clock().instant());
          if (sync.isOpen(gone.part()) && gone.key().equals(context.identity())) {
            ownItemGone(gone.part());
          }
        }
      }
      case Event.SyncNews.DocumentOpened opened -> {
        if (sync.current(SyncLink.Part.DOCUMENT, opened.opening())) {
          sync.opened(SyncLink.Part.DOCUMENT, opened.document());
          invitation.found(opened.document().data());
        } else {
          context.close(opened.document());
        }
      }
      case Event.SyncNews.DocumentData written -> {
        if (sync.current(SyncLink.Part.DOCUMENT, written.opening())) {
          if (sync.firstHeard(SyncLink.Part.DOCUMENT)) {
            invitation.found(written.data());
          } else {
            invitation.changed(written.data());
          }
        }
      }
      case Event.SyncNews.Lost lost -> {
        if (sync.current(lost.part(), lost.opening())) {
          sync.lost(lost.part());
          if (lost.status() == 404) {
            // Not yet a reason to leave: whether the stream lives is for the backend to say.
            transitions.renewSoon();
          }
        }
      }
    }
    if (!transitions.headedForAudience()) {
      invitation.answered();
    }
    if (roster.isHost(context.identity())) {
      transitions.markedHost();
    }
  }

  private void opened(Event.SyncNews.MapOpened opened) {
    SyncLink.Part part = opened.part();
    boolean first = !sync.everOpen(part);
    sync.opened(part, opened.map());
    var fresh = roster.replace(part, Map.copyOf(opened.map().items()));
    if (!first) {
      fresh.forEach(key -> tell(part, key));
    }
    if (part == SyncLink.Part.HANDS) {
      hand.seenAll(roster.handRaised(context.identity()), transitions.headedForStage());
    } else if (part == SyncLink.Part.VIEWERS && !roster.inAudience(context.identity())) {
      transitions.presence().doubtful();
    }
  }

  private void seen(SyncLink.Part part, String key, boolean added) {
    if (part == SyncLink.Part.HANDS && key.equals(context.identity())) {
      hand.seenUp(transitions.headedForStage());
    }
    if (added) {
      tell(part, key);
    }
  }

  private void tell(SyncLink.Part part, String key) {
    if (key.equals(context.identity())) {
      return;
    }
    if (part == SyncLink.Part.HANDS && transitions.role() == Role.HOST) {
      notices.add(Notice.Kind.HAND_RAISED, key);
    } else if (part == SyncLink.Part.SPEAKERS
        && !roster.wasSpeaker(key, context.clock().instant())) {
      notices.add(Notice.Kind.NOW_SPEAKING, key);
    }
  }

  private void ownItemGone(SyncLink.Part part) {
    if (part == SyncLink.Part.HANDS) {
      boolean byDrop = context.loop().nanoTime() - backSince < AFTER_DROP.toNanos();
      hand.seenDown(byDrop && transitions.inAudience());
    } else if (part == SyncLink.Part.VIEWERS && transitions.inAudience()) {
      transitions.presence().doubtful();
    }
  }
}
