package app.rostrum.stream;

/**
 * Role of a person in a stream. There is one host; a speaker may take over from one who has been
 * lost.
 */
public enum Role {
  HOST,
  SPEAKER,
  VIEWER;

  public boolean onStage() {
    return this != VIEWER;
  }
}
