package app.rostrum.media;

/** The passage of sound between a client and its server, apart from that of signaling. */
public enum Passage {
  /** Not known, because the connection is new or signaling is lost as well. */
  PENDING,
  OPEN,
  /** The server answers, but no sound gets through. */
  BLOCKED
}
