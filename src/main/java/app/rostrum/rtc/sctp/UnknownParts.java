package app.rostrum.rtc.sctp;

import app.rostrum.wire.sctp.Chunk;
import app.rostrum.wire.sctp.Parameter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The known parameters of an INIT, and the report on its unknown ones. */
final class UnknownParts {
  private static final int FORWARD_TSN = 192;
  private static final int RE_CONFIG = 130;
  private static final int MOST_REPORTED = 256;

  private UnknownParts() {}

  static StateCookie.PeerParameters read(Chunk.Init init) {
    boolean forward = false;
    boolean reconfiguration = false;
    for (Parameter parameter : init.parameters()) {
      switch (parameter) {
        case Parameter.ForwardTsnSupported _ -> forward = true;
        case Parameter.SupportedExtensions extensions -> {
          forward |= extensions.chunkTypes().contains(FORWARD_TSN);
          reconfiguration |= extensions.chunkTypes().contains(RE_CONFIG);
        }
        default -> {
          // Not about extensions.
        }
      }
    }
    return new StateCookie.PeerParameters(
        init.tag(),
        init.firstTsn(),
        init.window(),
        init.outgoingStreams(),
        init.incomingStreams(),
        forward,
        reconfiguration);
  }

  /**
   * Returns the unknown parameters of an INIT that are to be reported (RFC 9260, section 3.2.1).
   */
  static List<Parameter> report(List<Parameter> parameters) {
    List<Parameter> reports = new ArrayList<>();
    int size = 0;
    for (Parameter parameter : parameters) {
      if (parameter instanceof Parameter.Unknown unknown
          && unknown.reported()
          && size + unknown.value().length <= MOST_REPORTED) {
        int length = 4 + unknown.value().length;
        size += length;
        reports.add(
            new Parameter.Unrecognized(
                ByteBuffer.allocate(length)
                    .putShort((short) unknown.type())
                    .putShort((short) length)
                    .put(unknown.value())
                    .array()));
      }
    }
    return reports;
  }

  /** Returns as much of an unknown chunk as a report needs. */
  static byte[] header(Chunk.Unknown unknown) {
    return ByteBuffer.allocate(4)
        .put((byte) unknown.type())
        .put((byte) unknown.flags())
        .putShort((short) (4 + unknown.value().length))
        .array();
  }
}
