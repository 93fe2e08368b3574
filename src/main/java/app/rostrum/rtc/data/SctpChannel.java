package app.rostrum.rtc.data;

import app.rostrum.rtc.sctp.Delivery;
import app.rostrum.rtc.sctp.SctpMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A data channel. Fields are guarded by the lock of its {@link Owner}. */
final class SctpChannel implements TransportChannel {
  static final int NO_STREAM = -1;

  /** A message that waits until the channel is open. */
  record Early(byte[] data, boolean binary) {}

  /** The channels of the connection, which guard this one. */
  interface Owner {
    /** Returns the executor that calls listeners. */
    Executor events();

    State state(SctpChannel channel);

    long buffered(SctpChannel channel);

    boolean send(SctpChannel channel, byte[] data, boolean binary);

    void close(SctpChannel channel);
  }

  private final Owner channels;
  private final Options options;
  private final Delivery delivery;
  private final ChannelListener ear = new ChannelListener();

  final List<Early> early = new ArrayList<>();
  final ByteArrayOutputStream partial = new ByteArrayOutputStream(0);

  /** Messages for the next channel on this stream, received before the reset was confirmed. */
  final List<SctpMessage> afterwards = new ArrayList<>();

  int partialCharge;

  /** The channel's share of the space for the other end's labels. */
  int labelCost;

  int stream = NO_STREAM;
  State state = State.CONNECTING;

  /** True if the other end knows the channel: until then nothing may overtake the opening. */
  boolean acknowledged;

  boolean incomingReset;
  boolean outgoingReset;

  SctpChannel(Owner channels, Options options) {
    this.channels = channels;
    this.options = options;
    this.delivery =
        new Delivery(
            options.ordered(),
            options.maxRetransmits().orElse(Delivery.UNLIMITED),
            options
                .maxPacketLifeTimeMillis()
                .map(TimeUnit.MILLISECONDS::toNanos)
                .orElse((long) Delivery.UNLIMITED));
  }

  Delivery delivery() {
    return acknowledged || delivery.ordered()
        ? delivery
        : new Delivery(true, delivery.maxRetransmits(), delivery.lifetimeNanos());
  }

  ChannelListener ear() {
    return ear;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public State state() {
    return channels.state(this);
  }

  @Override
  public void listen(Listener listener) {
    channels.events().execute(() -> ear.listen(listener));
  }

  @Override
  public boolean send(byte[] data, boolean binary) {
    return channels.send(this, data, binary);
  }

  @Override
  public long bufferedAmount() {
    return channels.buffered(this);
  }

  @Override
  public void close() {
    channels.close(this);
  }

  /** The listener and the messages that wait for it; used by the events' executor only. */
  final class ChannelListener {
    private static final int MOST_KEPT = 256 * 1024;

    private final ArrayDeque<Early> kept = new ArrayDeque<>();
    private @Nullable Listener listener;
    private State told = State.CONNECTING;
    private long keptBytes;

    private void listen(Listener next) {
      boolean late = listener == null && told != State.CONNECTING;
      listener = next;
      if (late) {
        // A channel with messages was open once, whatever has happened since.
        if (told != State.OPEN && !kept.isEmpty()) {
          next.onState(State.OPEN);
        } else if (told == State.OPEN) {
          next.onState(told);
        }
      }
      Early message;
      while ((message = kept.poll()) != null) {
        next.onMessage(message.data(), message.binary());
      }
      keptBytes = 0;
      if (late && told != State.OPEN) {
        next.onState(told);
      }
    }

    void onState(State next) {
      told = next;
      if (listener != null) {
        listener.onState(next);
      }
    }

    void onMessage(byte[] data, boolean binary) {
      if (listener != null) {
        listener.onMessage(data, binary);
        return;
      }
      keptBytes += data.length + SctpMessage.OVERHEAD;
      if (keptBytes > MOST_KEPT) {
        // Nobody listens: a closed channel is better than one with missing messages.
        kept.clear();
        close();
      } else {
        kept.add(new Early(data, binary));
      }
    }
  }
}
