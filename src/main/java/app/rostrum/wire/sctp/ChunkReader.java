package app.rostrum.wire.sctp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads chunks and their parameters. */
final class ChunkReader {
  private static final int MAX_PARAMETERS = 64;

  private ChunkReader() {}

  /** Reads a chunk and its padding. */
  static Chunk read(ByteBuffer in) throws SctpException {
    if (in.remaining() < Chunk.HEADER) {
      throw new SctpException("short chunk");
    }
    int type = in.get() & 0xFF;
    int flags = in.get() & 0xFF;
    ByteBuffer value = body(in);
    return switch (type) {
      case ChunkTypes.DATA -> data(flags, value);
      case ChunkTypes.INIT, ChunkTypes.INIT_ACK -> init(type == ChunkTypes.INIT_ACK, value);
      case ChunkTypes.SACK -> sack(value);
      case ChunkTypes.HEARTBEAT, ChunkTypes.HEARTBEAT_ACK ->
          new Chunk.Heartbeat(type == ChunkTypes.HEARTBEAT_ACK, heartbeatInfo(value));
      case ChunkTypes.ABORT -> new Chunk.Abort((flags & ChunkTypes.REFLECTED) != 0, causes(value));
      case ChunkTypes.ERROR -> new Chunk.Failure(causes(value));
      case ChunkTypes.SHUTDOWN -> new Chunk.Shutdown(exactly(4, value).getInt());
      case ChunkTypes.SHUTDOWN_ACK -> {
        exactly(0, value);
        yield new Chunk.ShutdownAck();
      }
      case ChunkTypes.SHUTDOWN_COMPLETE -> {
        exactly(0, value);
        yield new Chunk.ShutdownComplete((flags & ChunkTypes.REFLECTED) != 0);
      }
      case ChunkTypes.COOKIE_ECHO -> new Chunk.CookieEcho(rest(value));
      case ChunkTypes.COOKIE_ACK -> {
        exactly(0, value);
        yield new Chunk.CookieAck();
      }
      case ChunkTypes.FORWARD_TSN -> forwardTsn(value);
      case ChunkTypes.RE_CONFIG -> new Chunk.Reconfiguration(parameters(value));
      default -> new Chunk.Unknown(type, flags, rest(value));
    };
  }

  /** Returns the value that the length field at the position covers, and skips its padding. */
  private static ByteBuffer body(ByteBuffer in) throws SctpException {
    int length = (in.getShort() & 0xFFFF) - 4;
    if (length < 0 || length > in.remaining()) {
      throw new SctpException("length runs over the end");
    }
    ByteBuffer body = in.slice(in.position(), length);
    // The last parameter's padding is not part of its chunk's length.
    in.position(Math.min(in.limit(), in.position() + Sizes.padded(length)));
    return body;
  }

  private static ByteBuffer atLeast(int size, ByteBuffer value) throws SctpException {
    if (value.remaining() < size) {
      throw new SctpException("short chunk");
    }
    return value;
  }

  private static ByteBuffer exactly(int size, ByteBuffer value) throws SctpException {
    if (value.remaining() != size) {
      throw new SctpException("chunk of a wrong length");
    }
    return value;
  }

  private static byte[] rest(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }

  private static Chunk data(int flags, ByteBuffer value) throws SctpException {
    atLeast(Chunk.DATA_HEADER - Chunk.HEADER, value);
    return new Chunk.Data(
        (flags & ChunkTypes.IMMEDIATE) != 0,
        (flags & ChunkTypes.UNORDERED) != 0,
        (flags & ChunkTypes.BEGIN) != 0,
        (flags & ChunkTypes.END) != 0,
        value.getInt(),
        value.getShort() & 0xFFFF,
        value.getShort() & 0xFFFF,
        value.getInt(),
        rest(value));
  }

  private static Chunk init(boolean acknowledges, ByteBuffer value) throws SctpException {
    atLeast(16, value);
    return new Chunk.Init(
        acknowledges,
        value.getInt(),
        value.getInt(),
        value.getShort() & 0xFFFF,
        value.getShort() & 0xFFFF,
        value.getInt(),
        parameters(value));
  }

  private static Chunk sack(ByteBuffer value) throws SctpException {
    atLeast(12, value);
    int cumulative = value.getInt();
    int window = value.getInt();
    int gapCount = value.getShort() & 0xFFFF;
    int duplicateCount = value.getShort() & 0xFFFF;
    exactly(4 * (gapCount + duplicateCount), value);
    List<Chunk.Sack.Gap> gaps = new ArrayList<>(gapCount);
    for (int i = 0; i < gapCount; i++) {
      gaps.add(new Chunk.Sack.Gap(value.getShort() & 0xFFFF, value.getShort() & 0xFFFF));
    }
    int[] duplicates = new int[duplicateCount];
    for (int i = 0; i < duplicateCount; i++) {
      duplicates[i] = value.getInt();
    }
    return new Chunk.Sack(cumulative, window, gaps, duplicates);
  }

  private static byte[] heartbeatInfo(ByteBuffer value) throws SctpException {
    if (atLeast(4, value).getShort() != ChunkTypes.HEARTBEAT_INFO) {
      throw new SctpException("heartbeat without its information");
    }
    return rest(body(value));
  }

  private static List<Chunk.ErrorCause> causes(ByteBuffer value) throws SctpException {
    List<Chunk.ErrorCause> causes = new ArrayList<>();
    while (value.hasRemaining() && causes.size() < MAX_PARAMETERS) {
      int code = atLeast(4, value).getShort() & 0xFFFF;
      causes.add(new Chunk.ErrorCause(code, rest(body(value))));
    }
    return causes;
  }

  private static Chunk forwardTsn(ByteBuffer value) throws SctpException {
    int cumulative = atLeast(4, value).getInt();
    if ((value.remaining() & 3) != 0) {
      throw new SctpException("FORWARD TSN of a wrong length");
    }
    List<Chunk.ForwardTsn.Skipped> streams = new ArrayList<>(value.remaining() / 4);
    while (value.hasRemaining()) {
      streams.add(
          new Chunk.ForwardTsn.Skipped(value.getShort() & 0xFFFF, value.getShort() & 0xFFFF));
    }
    return new Chunk.ForwardTsn(cumulative, streams);
  }

  /** Reads parameters, up to an unknown one that stops the reading. */
  private static List<Parameter> parameters(ByteBuffer value) throws SctpException {
    List<Parameter> parameters = new ArrayList<>();
    while (value.hasRemaining()) {
      if (parameters.size() == MAX_PARAMETERS) {
        throw new SctpException("too many parameters");
      }
      int type = atLeast(4, value).getShort() & 0xFFFF;
      Parameter parameter = parameter(type, body(value));
      parameters.add(parameter);
      if (parameter instanceof Parameter.Unknown unknown && unknown.stops()) {
        break;
      }
    }
    return parameters;
  }

  private static Parameter parameter(int type, ByteBuffer value) throws SctpException {
    return switch (type) {
      case ChunkTypes.STATE_COOKIE -> new Parameter.StateCookie(rest(value));
      case ChunkTypes.UNRECOGNIZED -> new Parameter.Unrecognized(rest(value));
      case ChunkTypes.SUPPORTED_EXTENSIONS -> {
        List<Integer> chunkTypes = new ArrayList<>(value.remaining());
        while (value.hasRemaining()) {
          chunkTypes.add(value.get() & 0xFF);
        }
        yield new Parameter.SupportedExtensions(chunkTypes);
      }
      case ChunkTypes.FORWARD_TSN_SUPPORTED -> {
        exactly(0, value);
        yield new Parameter.ForwardTsnSupported();
      }
      case ChunkTypes.OUTGOING_RESET -> {
        atLeast(12, value);
        yield new Parameter.OutgoingReset(
            value.getInt(), value.getInt(), value.getInt(), streams(value));
      }
      case ChunkTypes.INCOMING_RESET ->
          new Parameter.IncomingReset(atLeast(4, value).getInt(), streams(value));
      case ChunkTypes.RESET_RESPONSE ->
          // Two more numbers may follow, for requests that are never made here.
          new Parameter.ResetResponse(atLeast(8, value).getInt(), value.getInt());
      default -> new Parameter.Unknown(type, rest(value));
    };
  }

  private static List<Integer> streams(ByteBuffer value) throws SctpException {
    if ((value.remaining() & 1) != 0) {
      throw new SctpException("odd list of streams");
    }
    List<Integer> streams = new ArrayList<>(value.remaining() / 2);
    while (value.hasRemaining()) {
      streams.add(value.getShort() & 0xFFFF);
    }
    return streams;
  }
}
