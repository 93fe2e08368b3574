package app.rostrum.stream;

import app.rostrum.sdk.sync.SyncClient;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.Map;

/** Takes the news of Sync: who is in the stream, whose hand is up, who is invited. */
final class Lists {
  /** After a drop, hands that are gone were taken down by the drop and not by the host. */
  private static final Duration AFTER_DROP = Duration.ofSeconds(5);

  private final Desk desk;
  private final SyncLink sync;
  private final Roster roster;
  private final Journey journey;
  private final OwnHand hand;
  private final Invitation invitation;
  private final Notices notices;
  private long backSince;

  Lists(
      Desk desk,
      SyncLink sync,
      Roster roster,
      Journey journey,
      OwnHand hand,
      Invitation invitation,
      Notices notices) {
    this.desk = desk;
    this.sync = sync;
    this.roster = roster;
    this.journey = journey;
    this.hand = hand;
    this.invitation = invitation;
    this.notices = notices;
    this.backSince = desk.loop().nanoTime() - AFTER_DROP.toNanos();
  }

  void on(Event.SyncNews news) {
    switch (news) {
      case Event.SyncNews.State(SyncClient.State state) -> {
        if (sync.state(state)) {
          backSince = desk.loop().nanoTime();
          journey.presence().doubtful();
        }
        if (state == SyncClient.State.DENIED) {
          journey.renewSoon();
        }
      }
      case Event.SyncNews.TokenAboutToExpire() -> journey.renewSoon();
      case Event.SyncNews.MapOpened opened -> {
        if (sync.current(opened.part(), opened.opening())) {
          opened(opened);
        } else {
          desk.close(opened.map());
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
          roster.remove(gone.part(), gone.key(), desk.clock().instant());
          if (sync.isOpen(gone.part()) && gone.key().equals(desk.identity())) {
            ownItemGone(gone.part());
          }
        }
      }
      case Event.SyncNews.DocumentOpened opened -> {
        if (sync.current(SyncLink.Part.DOCUMENT, opened.opening())) {
          sync.opened(SyncLink.Part.DOCUMENT, opened.document());
          invitation.found(opened.document().data());
        } else {
          desk.close(opened.document());
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
            journey.renewSoon();
          }
        }
      }
    }
    if (!journey.headedForAudience()) {
      invitation.answered();
    }
    if (roster.isHost(desk.identity())) {
      journey.markedHost();
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
      hand.seenAll(roster.handRaised(desk.identity()), journey.headedForStage());
    } else if (part == SyncLink.Part.VIEWERS && !roster.inAudience(desk.identity())) {
      journey.presence().doubtful();
    }
  }

  private void seen(SyncLink.Part part, String key, boolean added) {
    if (part == SyncLink.Part.HANDS && key.equals(desk.identity())) {
      hand.seenUp(journey.headedForStage());
    }
    if (added) {
      tell(part, key);
    }
  }

  private void tell(SyncLink.Part part, String key) {
    if (key.equals(desk.identity())) {
      return;
    }
    if (part == SyncLink.Part.HANDS && journey.role() == Role.HOST) {
      notices.add(Notice.Kind.HAND_RAISED, key);
    } else if (part == SyncLink.Part.SPEAKERS && !roster.wasSpeaker(key, desk.clock().instant())) {
      notices.add(Notice.Kind.NOW_SPEAKING, key);
    }
  }

  private void ownItemGone(SyncLink.Part part) {
    if (part == SyncLink.Part.HANDS) {
      boolean byDrop = desk.loop().nanoTime() - backSince < AFTER_DROP.toNanos();
      hand.seenDown(byDrop && journey.inAudience());
    } else if (part == SyncLink.Part.VIEWERS && journey.inAudience()) {
      journey.presence().doubtful();
    }
  }
}
