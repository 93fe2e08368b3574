package app.rostrum.wire.sctp;

/** The numbers of chunk types, parameter types and flags. */
final class ChunkTypes {
  static final int DATA = 0;
  static final int INIT = 1;
  static final int INIT_ACK = 2;
  static final int SACK = 3;
  static final int HEARTBEAT = 4;
  static final int HEARTBEAT_ACK = 5;
  static final int ABORT = 6;
  static final int SHUTDOWN = 7;
  static final int SHUTDOWN_ACK = 8;
  static final int ERROR = 9;
  static final int COOKIE_ECHO = 10;
  static final int COOKIE_ACK = 11;
  static final int SHUTDOWN_COMPLETE = 14;
  static final int RE_CONFIG = 130;
  static final int FORWARD_TSN = 192;

  static final int HEARTBEAT_INFO = 1;
  static final int STATE_COOKIE = 7;
  static final int UNRECOGNIZED = 8;
  static final int OUTGOING_RESET = 13;
  static final int INCOMING_RESET = 14;
  static final int RESET_RESPONSE = 16;
  static final int SUPPORTED_EXTENSIONS = 0x8008;
  static final int FORWARD_TSN_SUPPORTED = 0xC000;

  static final int END = 1;
  static final int BEGIN = 2;
  static final int UNORDERED = 4;
  static final int IMMEDIATE = 8;
  static final int REFLECTED = 1;

  private ChunkTypes() {}
}
