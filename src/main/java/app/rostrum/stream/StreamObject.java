package app.rostrum.stream;

/** The Sync objects of a stream that a person opens. */
enum StreamObject {
  /** The map of the people on stage. */
  SPEAKERS,
  /** The map of the people in the audience. */
  VIEWERS,
  /** The map of the raised hands. */
  HANDS,
  /** This person's own document, which carries invitations. */
  DOCUMENT,
  /** The document of the stream, which shows the host's desk. */
  STREAM,
  /** The map of those who are kept out, for host and co-hosts. */
  KEPT_OUT,
  /** The document of the latest reactions. */
  REACTIONS,
  /** The document of the latest captions. */
  CAPTIONS;

  boolean isDocument() {
    return this == DOCUMENT || this == STREAM || isExtra();
  }

  /** Returns whether a stream without it is complete. */
  boolean isExtra() {
    return this == REACTIONS || this == CAPTIONS;
  }
}
