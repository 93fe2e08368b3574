package app.rostrum.stream;

/** Role of a person in a stream. There is one host, and it cannot change. */
public enum Role {
  HOST,
  SPEAKER,
  VIEWER;

  public boolean onStage() {
    return this != VIEWER;
  }
}
