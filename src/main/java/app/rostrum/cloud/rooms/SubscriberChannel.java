package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.TransportChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Carries one data track to one subscriber. Messages that the subscriber does not take in time are
 * dropped if the track is unreliable; otherwise the channel is closed, so that no subscriber misses
 * a message unknowingly.
 */
final class SubscriberChannel {
  /** The limit for unsent data in one channel, in bytes; more than the largest message. */
  static final long MAX_WAITING = 1 << 20;

  /** The limit for unsent data in all channels to one subscriber, in bytes. */
  static final long MAX_WAITING_TOGETHER = 4 << 20;

  private static final long HARMLESS = 64 << 10;

  private final TransportChannel channel;
  private final boolean mayLose;
  private final LongSupplier waitingTogether;
  private final Runnable onCut;
  private final AtomicBoolean cut = new AtomicBoolean();

  /**
   * @param waitingTogether bytes that wait in all channels to the subscriber
   * @param onCut called once, on a media thread
   */
  SubscriberChannel(TransportChannel channel, LongSupplier waitingTogether, Runnable onCut) {
    this.channel = channel;
    var options = channel.options();
    this.mayLose =
        options.maxRetransmits().isPresent() || options.maxPacketLifeTimeMillis().isPresent();
    this.waitingTogether = waitingTogether;
    this.onCut = onCut;
  }

  TransportChannel channel() {
    return channel;
  }

  void send(byte[] data, boolean binary) {
    if (cut.get()) {
      return;
    }
    long waiting = channel.bufferedAmount();
    boolean room =
        waiting + data.length <= MAX_WAITING
            && (waiting <= HARMLESS || waitingTogether.getAsLong() <= MAX_WAITING_TOGETHER);
    if (room && (channel.send(data, binary) || waiting == 0)) {
      return; // Refused by an empty channel: larger than this subscriber accepts at all.
    }
    if (!mayLose && cut.compareAndSet(false, true)) {
      channel.close();
      onCut.run();
    }
  }
}
