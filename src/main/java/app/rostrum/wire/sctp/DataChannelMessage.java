package app.rostrum.wire.sctp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message that opens a data channel (RFC 8832, section 5). */
public sealed interface DataChannelMessage {
  /** The meaning of the reliability parameter of {@link Open}. */
  enum Reliability {
    RELIABLE,
    /** The parameter limits the number of retransmissions. */
    RETRANSMITS,
    /** The parameter limits the time for retransmissions, in milliseconds. */
    LIFETIME
  }

  /**
   * Asks to open a channel.
   *
   * @param priority 16 bits; see RFC 8831, section 6.4
   * @param limit the reliability parameter, 32 bits; 0 if reliable
   * @param label at most 65,535 bytes in UTF-8, like the protocol
   */
  record Open(
      boolean ordered,
      Reliability reliability,
      int priority,
      int limit,
      String label,
      String protocol)
      implements DataChannelMessage {}

  /** Accepts a channel. */
  record Ack() implements DataChannelMessage {}

  /** The length of an OPEN message without its texts, in bytes. */
  int OPEN_HEADER = 12;

  int TYPE_ACK = 2;
  int TYPE_OPEN = 3;
  int UNORDERED = 0x80;

  /**
   * Reads a message; bytes after it are ignored.
   *
   * @throws SctpException if the bytes are neither of the two messages
   */
  static DataChannelMessage parse(byte[] data) throws SctpException {
    if (data.length == 0) {
      throw new SctpException("empty control message");
    }
    ByteBuffer in = ByteBuffer.wrap(data);
    int type = in.get();
    if (type == TYPE_ACK) {
      return new Ack();
    }
    if (type != TYPE_OPEN || data.length < OPEN_HEADER) {
      throw new SctpException("unknown or short control message");
    }
    int channel = in.get() & 0xFF;
    int priority = in.getShort() & 0xFFFF;
    int limit = in.getInt();
    int label = in.getShort() & 0xFFFF;
    int protocol = in.getShort() & 0xFFFF;
    if (label + protocol > in.remaining()) {
      throw new SctpException("label runs over the end");
    }
    Reliability reliability =
        switch (channel & ~UNORDERED) {
          case 0 -> Reliability.RELIABLE;
          case 1 -> Reliability.RETRANSMITS;
          case 2 -> Reliability.LIFETIME;
          default -> throw new SctpException("unknown channel type");
        };
    return new Open(
        (channel & UNORDERED) == 0,
        reliability,
        priority,
        reliability == Reliability.RELIABLE ? 0 : limit,
        new String(data, OPEN_HEADER, label, StandardCharsets.UTF_8),
        new String(data, OPEN_HEADER + label, protocol, StandardCharsets.UTF_8));
  }

  /**
   * Writes a message.
   *
   * @throws IllegalArgumentException if a text is too long
   */
  static byte[] write(DataChannelMessage message) {
    return switch (message) {
      case Ack ack -> new byte[] {TYPE_ACK};
      case Open open -> {
        byte[] label = open.label().getBytes(StandardCharsets.UTF_8);
        byte[] protocol = open.protocol().getBytes(StandardCharsets.UTF_8);
        if (label.length > 0xFFFF || protocol.length > 0xFFFF) {
          throw new IllegalArgumentException("label or protocol is too long");
        }
        int type = open.reliability().ordinal() | (open.ordered() ? 0 : UNORDERED);
        yield ByteBuffer.allocate(OPEN_HEADER + label.length + protocol.length)
            .put((byte) TYPE_OPEN)
            .put((byte) type)
            .putShort((short) open.priority())
            .putInt(open.limit())
            .putShort((short) label.length)
            .putShort((short) protocol.length)
            .put(label)
            .put(protocol)
            .array();
      }
    };
  }
}
