package app.rostrum.desktop;

import app.rostrum.stream.Chat;
import app.rostrum.stream.Chat.Access;
import app.rostrum.stream.Chat.Delivery;
import app.rostrum.stream.Chat.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds chats for tests: begin with an access, then add messages. */
public final class Chats {
  private final Access access;
  private final String me;
  private final List<Message> messages = new ArrayList<>();
  private List<String> typing = List.of();
  private boolean earlier;
  private boolean loading;
  private int unread;
  private long id = 1;
  private Instant at;

  private Chats(Access access, String me, Instant at) {
    this.access = access;
    this.me = me;
    this.at = at;
  }

  /**
   * @param at the time of the first message
   */
  public static Chats of(Access access, String me, Instant at) {
    return new Chats(access, me, at);
  }

  public Chats said(String author, String text) {
    return add(author, text, false, Delivery.SENT);
  }

  public Chats edited(String author, String text) {
    return add(author, text, true, Delivery.SENT);
  }

  public Chats sending(String text) {
    return add(me, text, false, Delivery.SENDING);
  }

  public Chats failed(String text) {
    return add(me, text, false, Delivery.FAILED);
  }

  private Chats add(String author, String text, boolean edited, Delivery delivery) {
    messages.add(new Message(id++, author, author.equals(me), text, at, edited, delivery));
    at = at.plusSeconds(20);
    return this;
  }

  /** Adds many short messages by several people. */
  public Chats many(int count) {
    for (int i = 0; i < count; i++) {
      said("Person " + (i / 2 % 7), "Message number " + (i + 1) + " of many, with some words");
    }
    return this;
  }

  /** Begins with smaller ids and earlier times, as for older messages. */
  public Chats from(long first) {
    id = first;
    return this;
  }

  public Chats later(Duration time) {
    at = at.plus(time);
    return this;
  }

  public Chats typing(String... who) {
    typing = List.of(who);
    return this;
  }

  public Chats earlierExist() {
    earlier = true;
    return this;
  }

  public Chats loadingEarlier() {
    earlier = true;
    loading = true;
    return this;
  }

  public Chats unread(int count) {
    unread = count;
    return this;
  }

  public Chat chat() {
    return new Chat(access, List.copyOf(messages), earlier, loading, typing, unread);
  }
}
