package app.rostrum.wire.sctp;

import java.util.List;

/**
 * A chunk of an SCTP packet. Transmission sequence numbers, tags and windows are 32 bits in an
 * {@code int}: numbers are compared with {@link SerialNumbers}, windows read with {@link
 * Integer#toUnsignedLong}. Its arrays must not be changed.
 */
public sealed interface Chunk {
  /** The length of the header that every chunk has, in bytes. */
  int HEADER = 4;

  /** The length of the header of a {@link Data} chunk, in bytes. */
  int DATA_HEADER = 16;

  /** Returns the bytes that the chunk takes in a packet, including padding. */
  default int size() {
    return Sizes.padded(HEADER + Sizes.valueOf(this));
  }

  /**
   * Carries a message or a part of it (DATA).
   *
   * @param immediate asks for an acknowledgement without delay (RFC 7053)
   * @param begin whether it is a message's first part
   * @param end whether it is a message's last part
   * @param sequence number of the message in its stream, 16 bits; ignored if it is unordered
   * @param protocol the payload protocol identifier; see {@link PayloadProtocol}
   */
  record Data(
      boolean immediate,
      boolean unordered,
      boolean begin,
      boolean end,
      int tsn,
      int stream,
      int sequence,
      int protocol,
      byte[] payload)
      implements Chunk {}

  /**
   * Starts an association (INIT and INIT ACK).
   *
   * @param acknowledges whether it is INIT ACK, which has a state cookie among its parameters
   * @param window the number of bytes that its sender can buffer
   */
  record Init(
      boolean acknowledges,
      int tag,
      int window,
      int outgoingStreams,
      int incomingStreams,
      int firstTsn,
      List<Parameter> parameters)
      implements Chunk {
    public Init {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * Acknowledges data (SACK).
   *
   * @param cumulativeTsn the last TSN of the data received without a gap
   */
  record Sack(int cumulativeTsn, int window, List<Gap> gaps, int[] duplicates) implements Chunk {
    /** A range received beyond a gap, as distances from the cumulative TSN, both inclusive. */
    public record Gap(int start, int end) {}

    public Sack {
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * Checks whether the other end is still there.
   *
   * @param acknowledges whether it is HEARTBEAT ACK
   * @param info bytes that the acknowledgement repeats
   */
  record Heartbeat(boolean acknowledges, byte[] info) implements Chunk {}

  /**
   * Ends the association at once.
   *
   * @param reflected whether the verification tag is the receiver's own (the T bit)
   */
  record Abort(boolean reflected, List<ErrorCause> causes) implements Chunk {
    public Abort {
      causes = List.copyOf(causes);
    }
  }

  /** Reports an error that does not end the association (ERROR). */
  record Failure(List<ErrorCause> causes) implements Chunk {
    public Failure {
      causes = List.copyOf(causes);
    }
  }

  /** Ends the association after everything sent has been acknowledged. */
  record Shutdown(int cumulativeTsn) implements Chunk {}

  /** Acknowledges a shutdown. */
  record ShutdownAck() implements Chunk {}

  /**
   * Completes a shutdown.
   *
   * @param reflected as in {@link Abort}
   */
  record ShutdownComplete(boolean reflected) implements Chunk {}

  /** Returns the cookie of INIT ACK. */
  record CookieEcho(byte[] cookie) implements Chunk {}

  /** Acknowledges the cookie: the association is established. */
  record CookieAck() implements Chunk {}

  /** Tells the receiver to treat everything up to a TSN as received (RFC 3758). */
  record ForwardTsn(int cumulativeTsn, List<Skipped> streams) implements Chunk {
    /** The last message of an ordered stream that will not arrive. */
    public record Skipped(int stream, int sequence) {}

    public ForwardTsn {
      streams = List.copyOf(streams);
    }
  }

  /** Resets streams by one or two parameters (RE-CONFIG, RFC 6525). */
  record Reconfiguration(List<Parameter> parameters) implements Chunk {
    public Reconfiguration {
      parameters = List.copyOf(parameters);
    }
  }

  /** A chunk of a type that is not known here (RFC 9260, section 3.2). */
  record Unknown(int type, int flags, byte[] value) implements Chunk {
    /** Returns whether the rest of the packet must not be read. */
    public boolean stops() {
      return (type & 0x80) == 0;
    }

    /** Returns whether the sender wants it to be reported. */
    public boolean reported() {
      return (type & 0x40) != 0;
    }
  }

  /**
   * A cause of {@link Abort} or {@link Failure} (RFC 9260, section 3.3.10).
   *
   * @param info the bytes after its header
   */
  record ErrorCause(int code, byte[] info) {
    public static final int INVALID_STREAM = 1;
    public static final int STALE_COOKIE = 3;
    public static final int OUT_OF_RESOURCE = 4;
    public static final int UNRECOGNIZED_CHUNK = 6;
    public static final int INVALID_PARAMETER = 7;
    public static final int UNRECOGNIZED_PARAMETERS = 8;
    public static final int NO_USER_DATA = 9;
    public static final int USER_ABORT = 12;
    public static final int PROTOCOL_VIOLATION = 13;
  }
}
