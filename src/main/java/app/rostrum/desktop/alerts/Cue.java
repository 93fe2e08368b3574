package app.rostrum.desktop.alerts;

import app.rostrum.media.Melody;
import java.util.Locale;

/** A short sound that tells of one thing. What is good news rises, what is not falls. */
public enum Cue {
  /** A speaker has come on the stage that this person is on. */
  ON_STAGE(notes().note(523, 0, 0.3).note(784, 0.09, 0.35)),
  /** A listener has raised a hand, which concerns host and co-hosts. */
  HAND(notes().note(880, 0, 0.2).note(880, 0.16, 0.35)),
  /** This person is invited to speak. */
  INVITED(notes().note(523, 0, 0.3).note(659, 0.12, 0.3).note(784, 0.24, 0.45)),
  /** The host has muted this person. */
  MUTED(notes().note(440, 0, 0.25).note(330, 0.11, 0.35)),
  /** The stream has ended for this person, who did not want that. */
  ENDED(notes().note(523, 0, 0.3).note(392, 0.14, 0.3).note(262, 0.28, 0.5)),
  CONNECTION_LOST(notes().note(330, 0, 0.25).note(247, 0.11, 0.4)),
  CONNECTION_BACK(notes().note(247, 0, 0.25).note(330, 0.11, 0.4));

  /** The amplitude of a note: soft beside speech. */
  private static final double LOUDNESS = 0.09;

  private final Melody melody;

  Cue(Melody melody) {
    this.melody = melody;
  }

  private static Melody notes() {
    return Melody.loudness(LOUDNESS);
  }

  byte[] pcm() {
    return melody.pcm();
  }

  /** Returns the name in ids and in the keys of settings, for example "connection-lost". */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
