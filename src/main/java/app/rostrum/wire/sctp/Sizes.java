package app.rostrum.wire.sctp;

import java.util.List;

/** Computes the length of chunks and parameters in bytes, without header and padding. */
final class Sizes {
  private static final int HEADER = 4;

  private Sizes() {}

  static int padded(int length) {
    return (length + 3) & ~3;
  }

  static int valueOf(Chunk chunk) {
    return switch (chunk) {
      case Chunk.Data data -> Chunk.DATA_HEADER - HEADER + data.payload().length;
      case Chunk.Init init -> 16 + ofParameters(init.parameters());
      case Chunk.Sack sack -> 12 + 4 * (sack.gaps().size() + sack.duplicates().length);
      case Chunk.Heartbeat heartbeat -> HEADER + heartbeat.info().length;
      case Chunk.Abort abort -> ofCauses(abort.causes());
      case Chunk.Failure failure -> ofCauses(failure.causes());
      case Chunk.Shutdown _ -> 4;
      case Chunk.CookieEcho echo -> echo.cookie().length;
      case Chunk.ForwardTsn forward -> 4 + 4 * forward.streams().size();
      case Chunk.Reconfiguration reconfiguration -> ofParameters(reconfiguration.parameters());
      case Chunk.Unknown unknown -> unknown.value().length;
      case Chunk.ShutdownAck _, Chunk.ShutdownComplete _, Chunk.CookieAck _ -> 0;
    };
  }

  /** Adds up parameters. All but the last are padded; the chunk pads that one. */
  private static int ofParameters(List<Parameter> parameters) {
    int size = 0;
    for (Parameter parameter : parameters) {
      size = padded(size) + HEADER + valueOf(parameter);
    }
    return size;
  }

  private static int ofCauses(List<Chunk.ErrorCause> causes) {
    int size = 0;
    for (Chunk.ErrorCause cause : causes) {
      size = padded(size) + HEADER + cause.info().length;
    }
    return size;
  }

  static int valueOf(Parameter parameter) {
    return switch (parameter) {
      case Parameter.StateCookie cookie -> cookie.cookie().length;
      case Parameter.Unrecognized unrecognized -> unrecognized.parameter().length;
      case Parameter.SupportedExtensions extensions -> extensions.chunkTypes().size();
      case Parameter.ForwardTsnSupported _ -> 0;
      case Parameter.OutgoingReset reset -> 12 + 2 * reset.streams().size();
      case Parameter.IncomingReset reset -> 4 + 2 * reset.streams().size();
      case Parameter.ResetResponse _ -> 8;
      case Parameter.Unknown unknown -> unknown.value().length;
    };
  }
}
