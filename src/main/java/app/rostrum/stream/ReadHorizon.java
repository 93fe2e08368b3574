package app.rostrum.stream;

import app.rostrum.sdk.conversations.Conversation;
import app.rostrum.threads.Timers.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index up to which this person has read the chat, and its reports to the service. On the loop
 * only.
 */
final class ReadHorizon {
  private static final Logger log = LoggerFactory.getLogger(ReadHorizon.class);

  /** The shortest time between two reports: every participant hears of each. */
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final SessionContext context;
  private final ChatLink link;
  private final ChatLog chatLog;
  private boolean followed;
  private long read = -1;
  private long reported = -1;
  private Timer timer = Timer.NONE;
  private boolean waiting;

  ReadHorizon(SessionContext context, ChatLink link, ChatLog chatLog) {
    this.context = context;
    this.link = link;
    this.chatLog = chatLog;
  }

  /** Takes the horizon that the service has. */
  void opened(long index) {
    reported = Math.max(reported, index);
    messagesChanged();
  }

  /** Notes whether the chat is in sight. */
  void follow(boolean visible) {
    followed = visible;
    messagesChanged();
    if (!visible) {
      report();
    }
  }

  /** Counts all messages as read if the chat is in sight. */
  void messagesChanged() {
    if (!followed) {
      return;
    }
    chatLog.readAll();
    read = chatLog.newest();
    if (read > reported && !waiting) {
      waiting = true;
      timer = context.after(INTERVAL, new Event.TimeUp.ChatRead());
    }
  }

  void due() {
    waiting = false;
    report();
  }

  /** Reports what has not been reported yet, and nothing after that. */
  void end() {
    timer.cancel();
    report();
  }

  private void report() {
    long index = read;
    if (index > reported) {
      link.conversation()
          .ifPresent(
              open -> {
                reported = index;
                report(open, index);
              });
    }
  }

  private static void report(Conversation open, long index) {
    open.setLastReadMessageIndex(index)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                log.debug("the read horizon could not be reported: {}", failure.toString());
              }
            });
  }
}
