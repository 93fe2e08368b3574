package app.rostrum.wire.sctp;

import java.nio.ByteBuffer;
import java.util.List;

/** Writes chunks and their parameters. */
final class ChunkWriter {
  private ChunkWriter() {}

  static void write(Chunk chunk, ByteBuffer out) {
    out.put((byte) type(chunk)).put((byte) flags(chunk));
    out.putShort((short) (Chunk.HEADER + Sizes.valueOf(chunk)));
    switch (chunk) {
      case Chunk.Data data ->
          out.putInt(data.tsn())
              .putShort((short) data.stream())
              .putShort((short) data.sequence())
              .putInt(data.protocol())
              .put(data.payload());
      case Chunk.Init init -> {
        out.putInt(init.tag()).putInt(init.window());
        out.putShort((short) init.outgoingStreams()).putShort((short) init.incomingStreams());
        out.putInt(init.firstTsn());
        parameters(init.parameters(), out);
      }
      case Chunk.Sack sack -> {
        out.putInt(sack.cumulativeTsn()).putInt(sack.window());
        out.putShort((short) sack.gaps().size()).putShort((short) sack.duplicates().length);
        sack.gaps().forEach(g -> out.putShort((short) g.start()).putShort((short) g.end()));
        for (int duplicate : sack.duplicates()) {
          out.putInt(duplicate);
        }
      }
      case Chunk.Heartbeat heartbeat ->
          out.putShort((short) ChunkTypes.HEARTBEAT_INFO)
              .putShort((short) (4 + heartbeat.info().length))
              .put(heartbeat.info());
      case Chunk.Abort abort -> causes(abort.causes(), out);
      case Chunk.Failure failure -> causes(failure.causes(), out);
      case Chunk.Shutdown shutdown -> out.putInt(shutdown.cumulativeTsn());
      case Chunk.CookieEcho echo -> out.put(echo.cookie());
      case Chunk.ForwardTsn forward -> {
        out.putInt(forward.cumulativeTsn());
        forward
            .streams()
            .forEach(s -> out.putShort((short) s.stream()).putShort((short) s.sequence()));
      }
      case Chunk.Reconfiguration reconfiguration -> parameters(reconfiguration.parameters(), out);
      case Chunk.Unknown unknown -> out.put(unknown.value());
      case Chunk.ShutdownAck _, Chunk.ShutdownComplete _, Chunk.CookieAck _ -> {
        // These chunks have a header only.
      }
    }
    pad(out);
  }

  private static int type(Chunk chunk) {
    return switch (chunk) {
      case Chunk.Data _ -> ChunkTypes.DATA;
      case Chunk.Init init -> init.acknowledges() ? ChunkTypes.INIT_ACK : ChunkTypes.INIT;
      case Chunk.Sack _ -> ChunkTypes.SACK;
      case Chunk.Heartbeat heartbeat ->
          heartbeat.acknowledges() ? ChunkTypes.HEARTBEAT_ACK : ChunkTypes.HEARTBEAT;
      case Chunk.Abort _ -> ChunkTypes.ABORT;
      case Chunk.Failure _ -> ChunkTypes.ERROR;
      case Chunk.Shutdown _ -> ChunkTypes.SHUTDOWN;
      case Chunk.ShutdownAck _ -> ChunkTypes.SHUTDOWN_ACK;
      case Chunk.ShutdownComplete _ -> ChunkTypes.SHUTDOWN_COMPLETE;
      case Chunk.CookieEcho _ -> ChunkTypes.COOKIE_ECHO;
      case Chunk.CookieAck _ -> ChunkTypes.COOKIE_ACK;
      case Chunk.ForwardTsn _ -> ChunkTypes.FORWARD_TSN;
      case Chunk.Reconfiguration _ -> ChunkTypes.RE_CONFIG;
      case Chunk.Unknown unknown -> unknown.type();
    };
  }

  private static int flags(Chunk chunk) {
    return switch (chunk) {
      case Chunk.Data data ->
          (data.immediate() ? ChunkTypes.IMMEDIATE : 0)
              | (data.unordered() ? ChunkTypes.UNORDERED : 0)
              | (data.begin() ? ChunkTypes.BEGIN : 0)
              | (data.end() ? ChunkTypes.END : 0);
      case Chunk.Abort abort -> abort.reflected() ? ChunkTypes.REFLECTED : 0;
      case Chunk.ShutdownComplete complete -> complete.reflected() ? ChunkTypes.REFLECTED : 0;
      case Chunk.Unknown unknown -> unknown.flags();
      default -> 0;
    };
  }

  private static void causes(List<Chunk.ErrorCause> causes, ByteBuffer out) {
    for (Chunk.ErrorCause cause : causes) {
      pad(out);
      out.putShort((short) cause.code()).putShort((short) (4 + cause.info().length));
      out.put(cause.info());
    }
  }

  private static void parameters(List<Parameter> parameters, ByteBuffer out) {
    for (Parameter parameter : parameters) {
      pad(out);
      write(parameter, out);
    }
  }

  private static void write(Parameter parameter, ByteBuffer out) {
    out.putShort((short) type(parameter)).putShort((short) (4 + Sizes.valueOf(parameter)));
    switch (parameter) {
      case Parameter.StateCookie cookie -> out.put(cookie.cookie());
      case Parameter.Unrecognized unrecognized -> out.put(unrecognized.parameter());
      case Parameter.SupportedExtensions extensions ->
          extensions.chunkTypes().forEach(t -> out.put(t.byteValue()));
      case Parameter.ForwardTsnSupported _ -> {
        // It has no value.
      }
      case Parameter.OutgoingReset reset -> {
        out.putInt(reset.number()).putInt(reset.answers()).putInt(reset.lastTsn());
        reset.streams().forEach(s -> out.putShort(s.shortValue()));
      }
      case Parameter.IncomingReset reset -> {
        out.putInt(reset.number());
        reset.streams().forEach(s -> out.putShort(s.shortValue()));
      }
      case Parameter.ResetResponse response ->
          out.putInt(response.number()).putInt(response.result());
      case Parameter.Unknown unknown -> out.put(unknown.value());
    }
  }

  private static int type(Parameter parameter) {
    return switch (parameter) {
      case Parameter.StateCookie _ -> ChunkTypes.STATE_COOKIE;
      case Parameter.Unrecognized _ -> ChunkTypes.UNRECOGNIZED;
      case Parameter.SupportedExtensions _ -> ChunkTypes.SUPPORTED_EXTENSIONS;
      case Parameter.ForwardTsnSupported _ -> ChunkTypes.FORWARD_TSN_SUPPORTED;
      case Parameter.OutgoingReset _ -> ChunkTypes.OUTGOING_RESET;
      case Parameter.IncomingReset _ -> ChunkTypes.INCOMING_RESET;
      case Parameter.ResetResponse _ -> ChunkTypes.RESET_RESPONSE;
      case Parameter.Unknown unknown -> unknown.type();
    };
  }

  private static void pad(ByteBuffer out) {
    while ((out.position() & 3) != 0) {
      out.put((byte) 0);
    }
  }
}
