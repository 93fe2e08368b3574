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
  DOCUMENT
}
