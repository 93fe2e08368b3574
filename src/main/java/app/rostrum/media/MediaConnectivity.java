package app.rostrum.media;

/** Whether media gets through between a client and its server, apart from signaling. */
public enum MediaConnectivity {
  /** The connection is new, or signaling is lost as well. */
  UNKNOWN,
  WORKING,
  /** The server answers, but no media gets through. */
  BLOCKED
}
