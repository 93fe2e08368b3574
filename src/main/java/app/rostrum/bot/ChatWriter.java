package app.rostrum.bot;

import app.rostrum.threads.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Writes the same messages into a chat, once or again and again. */
final class ChatWriter implements AutoCloseable {
  private final Timers timers = Timers.create("bot-chat");
  private final List<String> messages;
  private final Duration period;

  /**
   * @param period the time from one round to the next, which is numbered; zero for one round
   *     without a number
   */
  ChatWriter(List<String> messages, Duration period) {
    this.messages = messages;
    this.period = period;
  }

  /** Begins to write; the first round at once. Can be called for several chats. */
  void begin(Consumer<String> send) {
    if (period.isZero()) {
      messages.forEach(send);
      return;
    }
    var round = new AtomicInteger();
    Runnable write =
        () -> {
          int number = round.incrementAndGet();
          messages.forEach(text -> send.accept(text + " " + number));
        };
    timers.after(Duration.ZERO, write);
    timers.every(period, write);
  }

  @Override
  public void close() {
    timers.close();
  }
}
