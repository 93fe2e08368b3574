package app.rostrum.stream;

/**
 * Audibility of this person: whether the others can hear them, or else the reason why not. It is
 * claimed only while sound leaves and the server reports that it arrives.
 */
public enum Audibility {
  /** In the audience, or on the way to the stage. */
  OFF_STAGE,
  HEARD,
  MUTED,
  /** The microphone is open and delivers complete silence, as one with a switch turned off does. */
  SILENT,
  /** No sound is captured any more: the microphone or its sound system has gone. */
  STOPPED,
  NO_MICROPHONE,
  /** The server has not accepted the microphone. */
  REFUSED,
  /** This machine has no sound system. Sessions cannot tell; whoever knows the devices can. */
  NO_SOUND_SYSTEM,
  /** The room is joined, and the media connection is being made. */
  CONNECTING,
  /** The server answers, but no sound gets through. */
  NO_PATH,
  /** The server has stopped to report what it receives. */
  SERVER_SILENT,
  RECONNECTING;

  /** Returns whether it is the connection that keeps sound from getting through. */
  public boolean notConnected() {
    return switch (this) {
      case CONNECTING, NO_PATH, SERVER_SILENT, RECONNECTING -> true;
      case OFF_STAGE, HEARD, MUTED, SILENT, STOPPED, NO_MICROPHONE, REFUSED, NO_SOUND_SYSTEM ->
          false;
    };
  }

  /** Returns whether this machine has no sound to send. */
  public boolean withoutSound() {
    return switch (this) {
      case SILENT, STOPPED, NO_MICROPHONE, REFUSED, NO_SOUND_SYSTEM -> true;
      case OFF_STAGE, HEARD, MUTED, CONNECTING, NO_PATH, SERVER_SILENT, RECONNECTING -> false;
    };
  }
}
