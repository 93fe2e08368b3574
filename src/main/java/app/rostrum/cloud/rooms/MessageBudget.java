package app.rostrum.cloud.rooms;

/**
 * Limits how much a sender may send: one bucket for the number of messages and one for their sizes,
 * both refilled over time.
 */
final class MessageBudget {
  private final double maxMessages;
  private final double messagesPerSecond;
  private final double maxSize;
  private final double sizePerSecond;
  private double messages;
  private double size;
  private long lastNanos;

  private MessageBudget(
      double messages, double messagesPerSecond, double size, double sizePerSecond, long nowNanos) {
    this.maxMessages = messages;
    this.messagesPerSecond = messagesPerSecond;
    this.maxSize = size;
    this.sizePerSecond = sizePerSecond;
    this.messages = messages;
    this.size = size;
    this.lastNanos = nowNanos;
  }

  /** The budget of a signaling socket; sizes in characters. */
  static MessageBudget ofSignaling(long nowNanos) {
    return new MessageBudget(400, 100, 8 << 20, 1 << 20, nowNanos);
  }

  /** The budget of all data tracks of a participant together; sizes in bytes. */
  static MessageBudget ofData(long nowNanos) {
    return new MessageBudget(5000, 2000, 16 << 20, 4 << 20, nowNanos);
  }

  /** The budget of a participant's media signaling; sizes in characters. */
  static MessageBudget ofMediaSignaling(long nowNanos) {
    return new MessageBudget(50, 10, 1 << 20, 64 << 10, nowNanos);
  }

  /**
   * Charges a message. Returns whether the budget was enough for it. Messages over the budget are
   * charged too, but the debt is bounded.
   */
  synchronized boolean spend(int length, long nowNanos) {
    double seconds = Math.max(0, (nowNanos - lastNanos) / 1e9);
    lastNanos = nowNanos;
    messages = Math.min(maxMessages, messages + seconds * messagesPerSecond) - 1;
    size = Math.min(maxSize, size + seconds * sizePerSecond) - length;
    boolean enough = messages >= 0 && size >= 0;
    messages = Math.max(-1, messages);
    size = Math.max(-1, size);
    return enough;
  }
}
