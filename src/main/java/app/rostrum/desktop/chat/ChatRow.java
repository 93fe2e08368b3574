package app.rostrum.desktop.chat;

import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Message;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A row of the history. Rows are equal if they look the same. */
sealed interface ChatRow {
  /** Messages that one person sends within this time are shown as a group. */
  Duration TOGETHER = Duration.ofMinutes(5);

  /** Identifies the row before and after a change of its content. */
  Object key();

  /**
   * The row above the oldest loaded message, shown while there are older ones.
   *
   * @param loading they are being fetched
   */
  record Earlier(boolean loading) implements ChatRow {
    @Override
    public Object key() {
      return Earlier.class;
    }
  }

  /** A separator above the first message of another day. */
  record Day(LocalDate date) implements ChatRow {
    @Override
    public Object key() {
      return date;
    }
  }

  /**
   * A message.
   *
   * @param first the author's name and the time stand above it
   */
  record MessageRow(Message message, boolean first) implements ChatRow {
    @Override
    public Object key() {
      return message.id();
    }
  }

  /** Returns the rows for the present state of a chat. */
  static List<ChatRow> of(Chat chat, ZoneId zone, LocalDate today) {
    var rows = new ArrayList<ChatRow>(chat.messages().size() + 2);
    if (chat.earlierExist() || chat.loadingEarlier()) {
      rows.add(new Earlier(chat.loadingEarlier()));
    }
    LocalDate day = today;
    Message before = null;
    for (Message message : chat.messages()) {
      LocalDate date = LocalDate.ofInstant(message.at(), zone);
      boolean dayBreak = !date.equals(day);
      if (dayBreak) {
        rows.add(new Day(date));
        day = date;
      }
      rows.add(new MessageRow(message, dayBreak || !continues(before, message)));
      before = message;
    }
    return rows;
  }

  private static boolean continues(@Nullable Message before, Message message) {
    return before != null
        && before.author().equals(message.author())
        && before.own() == message.own()
        && Duration.between(before.at(), message.at()).compareTo(TOGETHER) < 0;
  }
}
