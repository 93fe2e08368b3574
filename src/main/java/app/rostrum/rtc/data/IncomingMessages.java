package app.rostrum.rtc.data;

import app.rostrum.rtc.sctp.SctpMessage;
import app.rostrum.wire.sctp.DataChannelMessage;
import app.rostrum.wire.sctp.PayloadProtocol;
import app.rostrum.wire.sctp.SctpException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispatches the messages of an association by stream and payload protocol (RFC 8831, section 6.6):
 * to channels, or to whoever opens them. Called with the lock of the channels held.
 */
final class IncomingMessages {
  private static final Logger LOG = LoggerFactory.getLogger(IncomingMessages.class);

  /** The longest message received, in bytes. */
  static final int MAX_MESSAGE = 262_144;

  /** The access that messages have to the channels and the association. */
  interface Context {
    /** Returns the channel on a stream. */
    @Nullable SctpChannel channel(int stream);

    /** Called when the other end opens a channel on a stream that has none. */
    void opening(int stream, DataChannelMessage.Open open);

    /** Gives back the room in the receive window that a message took. */
    void consumed(int charge);

    /** Gives back that room after a listener has seen the message; called without the lock. */
    void delivered(int charge);

    void abort(String reason);
  }

  private final Executor events;
  private final Context context;

  /**
   * @param events runs the calls of listeners
   */
  IncomingMessages(Executor events, Context context) {
    this.events = events;
    this.context = context;
  }

  /** Takes the next message of the association. */
  void take(SctpMessage message) {
    SctpChannel channel = context.channel(message.stream());
    if (channel != null && channel.incomingReset) {
      channel.afterwards.add(message);
      return;
    }
    if (message.protocol() == PayloadProtocol.CONTROL) {
      control(channel, message);
      context.consumed(message.charge());
      return;
    }
    if (channel == null) {
      LOG.debug("a message on stream {}, which is no channel", message.stream());
      context.consumed(message.charge());
      return;
    }
    switch (message.protocol()) {
      case PayloadProtocol.STRING -> deliver(channel, message, false);
      case PayloadProtocol.BINARY -> deliver(channel, message, true);
      case PayloadProtocol.STRING_EMPTY -> deliver(channel, message.charge(), new byte[0], false);
      case PayloadProtocol.BINARY_EMPTY -> deliver(channel, message.charge(), new byte[0], true);
      case PayloadProtocol.STRING_PARTIAL, PayloadProtocol.BINARY_PARTIAL -> {
        // Its charge is kept, so that the window closes before too much waits for the rest.
        channel.partial.writeBytes(message.payload());
        channel.partialCharge += message.charge();
        checkPartial(channel);
      }
      default -> context.consumed(message.charge());
    }
  }

  private void checkPartial(SctpChannel channel) {
    if (channel.partial.size() > MAX_MESSAGE) {
      context.abort("a message is larger than announced");
    }
  }

  private void deliver(SctpChannel channel, SctpMessage message, boolean binary) {
    if (channel.partialCharge == 0) {
      deliver(channel, message.charge(), message.payload(), binary);
      return;
    }
    channel.partial.writeBytes(message.payload());
    checkPartial(channel);
    int charge = channel.partialCharge + message.charge();
    byte[] whole = channel.partial.toByteArray();
    channel.partial.reset();
    channel.partialCharge = 0;
    deliver(channel, charge, whole, binary);
  }

  private void deliver(SctpChannel channel, int charge, byte[] data, boolean binary) {
    // A message shows that the other end knows the channel.
    channel.acknowledged = true;
    events.execute(
        () -> {
          try {
            channel.ear().onMessage(data, binary);
          } finally {
            context.delivered(charge);
          }
        });
  }

  private void control(@Nullable SctpChannel channel, SctpMessage message) {
    DataChannelMessage parsed;
    try {
      parsed = DataChannelMessage.parse(message.payload());
    } catch (SctpException e) {
      LOG.debug("control message ignored: {}", e.getMessage());
      return;
    }
    switch (parsed) {
      case DataChannelMessage.Ack _ -> {
        if (channel != null) {
          channel.acknowledged = true;
        }
      }
      case DataChannelMessage.Open open -> {
        if (channel != null) {
          LOG.debug("channel {} is open already", message.stream());
        } else {
          context.opening(message.stream(), open);
        }
      }
    }
  }
}
