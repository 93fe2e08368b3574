package app.rostrum.desktop.live;

import app.rostrum.desktop.alerts.AlertNotifications.Kind;
import app.rostrum.desktop.alerts.AlertNotifications.Reply;
import app.rostrum.desktop.alerts.Alerts;
import app.rostrum.desktop.alerts.Cue;
import app.rostrum.desktop.alerts.Mention;
import app.rostrum.desktop.live.LiveViewModel.Place;
import app.rostrum.desktop.ui.ScreenReader;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.names.LineRule;
import app.rostrum.stream.Chat;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Reaction;
import app.rostrum.stream.StreamReactions;
import app.rostrum.stream.StreamState;
import app.rostrum.stream.StreamState.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Alerts for what happens in a stream. UI thread only. */
final class LiveAlerts {
  /** The number of people from which on their clapping is heard. */
  private static final int LEAST_CLAPPING = 3;

  /** The length up to which a message is read aloud, in code points. */
  private static final int LONGEST_READ = 300;

  private final Alerts alerts;
  private final ScreenReader reader;
  private final Texts texts;
  private final String stream;
  private final Answers answers;
  private List<Chat.Message> messages = List.of();
  private Optional<Instant> newestMessage = Optional.empty();

  /** The answers that notifications offer. Each does nothing if it comes too late. */
  interface Answers {
    /** Takes up an invitation with the microphone muted, because nobody has looked yet. */
    void joinMuted();

    void decline();

    /** Invites somebody whose hand is still raised. */
    void invite(String identity);

    void showPeople();

    void showChat();
  }

  LiveAlerts(Alerts alerts, ScreenReader reader, Texts texts, String stream, Answers answers) {
    this.alerts = alerts;
    this.reader = reader;
    this.texts = texts;
    this.stream = stream;
    this.answers = answers;
  }

  /** Notes whether others hear the microphone. */
  void onAir(boolean now) {
    alerts.sounds().setOnAir(now);
  }

  /** Tells that this person has muted the microphone. */
  void muted() {
    reader.say(texts.get("audibility.MUTED"));
  }

  /** Tells of a new notice. */
  void take(Notice notice, StreamState state, Place place) {
    boolean aboutMe = notice.subject().equals(state.identity());
    switch (notice.kind()) {
      case HAND_RAISED -> {
        if ((state.host() || state.coHost()) && !aboutMe) {
          alerts.sounds().play(Cue.HAND);
          alerts.badge().raised(notice.subject());
          tellHands(notice, state);
        }
      }
      case NOW_SPEAKING -> {
        if (place == Place.STAGE) {
          alerts.sounds().play(Cue.ON_STAGE);
        }
      }
      case MUTED_BY_HOST -> alerts.sounds().play(Cue.MUTED);
      default -> {}
    }
  }

  /** Notes who waits with a raised hand now. */
  void hands(StreamState state) {
    if (alerts.badge().countProperty().get() > 0) {
      alerts
          .badge()
          .setRaised(state.raisedHands().stream().map(StreamState.RaisedHand::identity).toList());
    }
  }

  /** Tells who waits with a raised hand now. One alone can be invited at once. */
  private void tellHands(Notice notice, StreamState state) {
    List<String> up =
        state.raisedHands().stream()
            .map(StreamState.RaisedHand::identity)
            .filter(identity -> !identity.equals(state.identity()))
            .toList();
    boolean one = up.size() <= 1;
    String text =
        switch (up.size()) {
          case 0, 1 -> texts.plain("notice.HAND_RAISED", notice.subject());
          case 2 -> texts.plain("notice.HAND_RAISED.two", up.getFirst(), up.getLast());
          default -> texts.plain("notice.HAND_RAISED.many", up.size());
        };
    Reply reply =
        one
            ? new Reply(texts.get("people.invite"), false, () -> answers.invite(notice.subject()))
            : new Reply(texts.get("alerts.show-hands"), true, answers::showPeople);
    alerts.notifications().show(Kind.HAND, stream, text, answers::showPeople, List.of(reply));
  }

  /** Tells that this person is invited, or that the invitation is no more. */
  void invited(boolean now) {
    if (now) {
      alerts.sounds().play(Cue.INVITED);
      alerts
          .notifications()
          .show(
              Kind.INVITATION,
              stream,
              texts.get("invitation.title"),
              () -> {},
              List.of(
                  new Reply(texts.get("alerts.join-muted"), true, answers::joinMuted),
                  new Reply(texts.get("invitation.not-now"), false, answers::decline)));
    } else {
      alerts.notifications().withdraw(Kind.INVITATION);
    }
  }

  /** Lets applause be heard while several people clap, as loud as they are many. */
  void applaud(Optional<StreamReactions> reactions) {
    long people =
        reactions.stream()
            .flatMap(now -> now.people().values().stream())
            .filter(Reaction.APPLAUSE::equals)
            .count();
    int claps = reactions.map(now -> now.counts().getOrDefault(Reaction.APPLAUSE, 0)).orElse(0);
    alerts.sounds().applaud(people < LEAST_CLAPPING ? 0 : claps);
  }

  void interrupted(boolean now) {
    alerts.sounds().play(now ? Cue.CONNECTION_LOST : Cue.CONNECTION_BACK);
  }

  /**
   * Has new messages of others read aloud, if that is wanted, tells of the newest one that speaks
   * of this person, and counts all of these.
   */
  void chat(Chat chat, String identity) {
    boolean seen = newestMessage.isPresent() && chat.messages() == messages;
    if (seen || chat.access() != Chat.Access.OPEN) {
      return;
    }
    messages = chat.messages();
    Instant before = newestMessage.orElse(Instant.MAX);
    Instant newest = newestMessage.orElse(Instant.EPOCH);
    var unread = new ArrayList<Chat.Message>();
    int mentions = 0;
    for (Chat.Message message : messages.reversed()) {
      if (message.own()) {
        continue;
      }
      if (message.at().isAfter(newest)) {
        newest = message.at();
      }
      if (!message.at().isAfter(before)) {
        break;
      }
      unread.add(message);
      if (!Mention.in(message.text(), identity)) {
        continue;
      }
      mentions++;
      if (mentions == 1) {
        String text = texts.plain("alerts.mention", message.author(), message.text());
        alerts
            .notifications()
            .show(
                Kind.MENTION,
                stream,
                text,
                answers::showChat,
                List.of(new Reply(texts.get("alerts.open-chat"), true, answers::showChat)));
      }
    }
    if (mentions > 0) {
      alerts.badge().mentioned(mentions);
    }
    newestMessage = Optional.of(newest);
    if (!unread.isEmpty() && alerts.settings().readMessagesProperty().get()) {
      read(unread);
    }
  }

  /**
   * @param unread the newest message first
   */
  private void read(List<Chat.Message> unread) {
    Chat.Message newest = unread.getFirst();
    String text = LineRule.shortened(LineRule.clean(newest.text()), LONGEST_READ);
    reader.say(
        unread.size() == 1
            ? texts.plain("alerts.read", newest.author(), text)
            : texts.plain("alerts.read-many", unread.size(), newest.author(), text));
  }

  /**
   * Tells of the end of a stream that was joined, if this person did not want it.
   *
   * @param host whether this person was the host at the end
   */
  void left(LeaveReason reason, boolean host) {
    boolean wanted =
        switch (reason) {
          case LeaveReason.Chosen chosen -> true;
          case LeaveReason.EndedByHost ended -> host;
          case LeaveReason.Replaced replaced -> false;
          case LeaveReason.Removed removed -> false;
          case LeaveReason.Expired expired -> false;
          case LeaveReason.Failed failed -> false;
        };
    if (!wanted) {
      alerts.sounds().play(Cue.ENDED);
    }
  }

  /** Takes back what asks for an answer, because the stream is left. */
  void close() {
    onAir(false);
    alerts.sounds().applaud(0);
    alerts.notifications().withdraw();
    alerts.badge().clear();
  }
}
