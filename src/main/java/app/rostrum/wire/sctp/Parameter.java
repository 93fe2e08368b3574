package app.rostrum.wire.sctp;

import java.util.List;

/** A parameter of INIT, INIT ACK or RE-CONFIG. Its arrays must not be changed. */
public sealed interface Parameter {
  /** The cookie of INIT ACK, which COOKIE ECHO returns. */
  record StateCookie(byte[] cookie) implements Parameter {}

  /** A parameter of INIT that INIT ACK returns because its sender does not know it. */
  record Unrecognized(byte[] parameter) implements Parameter {}

  /** Announces the chunk types beyond RFC 9260 that an end knows (RFC 5061, section 4.2.7). */
  record SupportedExtensions(List<Integer> chunkTypes) implements Parameter {
    public SupportedExtensions {
      chunkTypes = List.copyOf(chunkTypes);
    }
  }

  /** Announces support of partial reliability (RFC 3758, section 3.1). */
  record ForwardTsnSupported() implements Parameter {}

  /**
   * Resets the sender's outgoing streams (RFC 6525, section 4.1).
   *
   * @param answers the number of the request that this one answers, or the last one seen minus one
   * @param lastTsn the last TSN assigned before the reset
   * @param streams empty means all
   */
  record OutgoingReset(int number, int answers, int lastTsn, List<Integer> streams)
      implements Parameter {
    public OutgoingReset {
      streams = List.copyOf(streams);
    }
  }

  /** Asks the other end to reset its outgoing streams (RFC 6525, section 4.2). */
  record IncomingReset(int number, List<Integer> streams) implements Parameter {
    public IncomingReset {
      streams = List.copyOf(streams);
    }
  }

  /** The result of a request (RFC 6525, section 4.4). */
  record ResetResponse(int number, int result) implements Parameter {
    public static final int NOTHING_TO_DO = 0;
    public static final int PERFORMED = 1;
    public static final int DENIED = 2;
    public static final int WRONG_STREAM = 3;
    public static final int ALREADY_IN_PROGRESS = 4;
    public static final int BAD_NUMBER = 5;
    public static final int IN_PROGRESS = 6;
  }

  /**
   * A parameter of a type that is not known here (RFC 9260, section 3.2.1).
   *
   * @param value without its header
   */
  record Unknown(int type, byte[] value) implements Parameter {
    /** Returns whether the parameters after it must not be read. */
    public boolean stops() {
      return (type & 0x8000) == 0;
    }

    /** Returns whether the sender wants it to be reported. */
    public boolean reported() {
      return (type & 0x4000) != 0;
    }
  }
}
