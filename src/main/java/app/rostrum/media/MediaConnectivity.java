package app.rostrum.media;

/** The connectivity of media between a client and its server, apart from that of signaling. */
public enum MediaConnectivity {
  /** The connection is new, or signaling is lost as well. */
  UNKNOWN,
  WORKING,
  /** The server answers, but no media gets through. */
  BLOCKED
}
