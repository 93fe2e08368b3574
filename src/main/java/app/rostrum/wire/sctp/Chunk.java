package app.rostrum.wire.sctp;

import java.util.Arrays;
import java.util.List;

/**
 * A chunk of an SCTP packet. Transmission sequence numbers, tags and windows are 32 bits in an
 * {@code int}: numbers are compared with {@link SerialNumbers}, windows read with {@link
 * Integer#toUnsignedLong}. Arrays belong to the chunk and must not be changed.
 */
public sealed interface Chunk {
  /** Bytes of the header that every chunk has. */
  int HEADER = 4;

  /** Bytes of the header of a {@link Data} chunk. */
  int DATA_HEADER = 16;

  /** Bytes that the chunk takes in a packet, its padding included. */
  default int size() {
    return Sizes.padded(HEADER + Sizes.of(this));
  }

  /**
   * A message or a part of it.
   *
   * @param immediate asks for an acknowledgement without delay (RFC 7053)
   * @param begin whether it is a message's first part
   * @param end whether it is a message's last part
   * @param sequence of the message in its stream, 16 bits; means nothing if it is unordered
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
   * Begins an association.
   *
   * @param acknowledges whether it is INIT ACK, which has a state cookie among its parameters
   * @param window how many bytes its sender would buffer
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
   * @param cumulativeTsn everything up to here has come
   */
  record Sack(int cumulativeTsn, int window, List<Gap> gaps, int[] duplicates) implements Chunk {
    /** What has come beyond, as distances from the cumulative number, both ends included. */
    public record Gap(int start, int end) {}

    public Sack {
      gaps = List.copyOf(gaps);
    }
  }

  /**
   * @param acknowledges whether it is HEARTBEAT ACK
   * @param info what the acknowledgement repeats
   */
  record Heartbeat(boolean acknowledges, byte[] info) implements Chunk {}

  /**
   * @param reflected whether the verification tag is the receiver's own word returned (the T bit)
   */
  record Abort(boolean reflected, List<ErrorCause> causes) implements Chunk {
    public Abort {
      causes = List.copyOf(causes);
    }
  }

  record Failure(List<ErrorCause> causes) implements Chunk {
    public Failure {
      causes = List.copyOf(causes);
    }
  }

  record Shutdown(int cumulativeTsn) implements Chunk {}

  record ShutdownAck() implements Chunk {}

  /**
   * @param reflected as in {@link Abort}
   */
  record ShutdownComplete(boolean reflected) implements Chunk {}

  record CookieEcho(byte[] cookie) implements Chunk {}

  record CookieAck() implements Chunk {}

  /** Tells that everything up to a number is to be taken as received (RFC 3758). */
  record ForwardTsn(int cumulativeTsn, List<Skipped> streams) implements Chunk {
    /** The last message of an ordered stream that will not come. */
    public record Skipped(int stream, int sequence) {}

    public ForwardTsn {
      streams = List.copyOf(streams);
    }
  }

  /** RE-CONFIG (RFC 6525): one or two parameters. */
  record Reconfiguration(List<Parameter> parameters) implements Chunk {
    public Reconfiguration {
      parameters = List.copyOf(parameters);
    }
  }

  /** A chunk of a type that is not known here (RFC 9260, section 3.2). */
  record Unknown(int type, int flags, byte[] value) implements Chunk {
    /** Whether the rest of the packet must not be read. */
    public boolean stops() {
      return (type & 0x80) == 0;
    }

    /** Whether the sender wants to be told. */
    public boolean reported() {
      return (type & 0x40) != 0;
    }
  }

  /**
   * A cause of {@link Abort} or {@link Failure} (RFC 9260, section 3.3.10).
   *
   * @param info what follows its header
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

    @Override
    public boolean equals(Object other) {
      return other instanceof ErrorCause cause
          && cause.code == code
          && Arrays.equals(cause.info, info);
    }

    @Override
    public int hashCode() {
      return 31 * code + Arrays.hashCode(info);
    }
  }
}
