package app.rostrum.cloud.rooms;

/** How much one connection may send: a bucket of messages and one of characters, refilled. */
final class MessageBudget {
  private static final double MESSAGES = 400;
  private static final double MESSAGES_PER_SECOND = 100;
  private static final double CHARACTERS = 8 << 20;
  private static final double CHARACTERS_PER_SECOND = 1 << 20;

  private double messages = MESSAGES;
  private double characters = CHARACTERS;
  private long lastNanos;

  MessageBudget(long nowNanos) {
    lastNanos = nowNanos;
  }

  boolean spend(int length, long nowNanos) {
    double seconds = (nowNanos - lastNanos) / 1e9;
    lastNanos = nowNanos;
    messages = Math.min(MESSAGES, messages + seconds * MESSAGES_PER_SECOND) - 1;
    characters = Math.min(CHARACTERS, characters + seconds * CHARACTERS_PER_SECOND) - length;
    return messages >= 0 && characters >= 0;
  }
}
