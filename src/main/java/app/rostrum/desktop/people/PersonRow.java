package app.rostrum.desktop.people;

import java.time.Duration;

/** A row of the people panel. Rows are equal if they look the same. */
public sealed interface PersonRow {
  /** The sections of the list, in their order. */
  enum Section {
    HANDS,
    SPEAKERS,
    LISTENERS
  }

  /** The host's command about a person, until its outcome is known. */
  enum Asked {
    NOTHING,
    INVITING,
    INVITED,
    LOWERING,
    MOVING,
    MUTING
  }

  /** The menu that this person has for another one. */
  enum Desk {
    NONE,
    CO_HOST,
    HOST,
    /** As the host's, for a speaker who has been given a time. */
    HOST_TIMED,
    CO_HOST_TIMED
  }

  /** The way in which this person hears a speaker. */
  enum Hearing {
    /** In the mix, or this person themselves: there is no choice. */
    NO_CHOICE,
    HEARD,
    /** Muted for this person alone, by choice. */
    SILENCED
  }

  /** The state of the host's button that mutes all others. */
  enum MuteAll {
    /** This person is not the host, or nobody else is on stage. */
    ABSENT,
    POSSIBLE,
    /** All other speakers are muted already. */
    NOBODY_LEFT
  }

  /** Identifies the row before and after a change of its content. */
  Object key();

  /**
   * The title of a section.
   *
   * @param count the number of people in it, whatever the search shows
   */
  record Header(Section section, int count, MuteAll muteAll) implements PersonRow {
    Header(Section section, int count) {
      this(section, count, MuteAll.ABSENT);
    }

    @Override
    public Object key() {
      return section;
    }
  }

  /**
   * A raised hand.
   *
   * @param place 1 is next
   * @param waited the waiting time, in whole minutes
   */
  record Hand(String identity, int place, Duration waited, boolean self, Asked asked)
      implements PersonRow {
    @Override
    public Object key() {
      return "hand " + identity;
    }
  }

  /** The words that the person with the hand above wants to say. */
  record Says(String identity, String text) implements PersonRow {
    @Override
    public Object key() {
      return "says " + identity;
    }
  }

  /**
   * A person on stage.
   *
   * @param desk changes with what the menu of this person offers
   */
  record Speaking(
      String identity,
      boolean host,
      boolean muted,
      boolean self,
      Asked asked,
      boolean coHost,
      Desk desk,
      Hearing hearing)
      implements PersonRow {
    Speaking(String identity, boolean host, boolean muted, boolean self, Asked asked) {
      this(identity, host, muted, self, asked, false, Desk.NONE, Hearing.NO_CHOICE);
    }

    @Override
    public Object key() {
      return "speaking " + identity;
    }
  }

  /**
   * A person in the audience whose hand is down.
   *
   * @param desk changes with what the menu of this person offers
   */
  record Listening(String identity, boolean self, Asked asked, boolean coHost, Desk desk)
      implements PersonRow {
    Listening(String identity, boolean self, Asked asked) {
      this(identity, self, asked, false, Desk.NONE);
    }

    @Override
    public Object key() {
      return "listening " + identity;
    }
  }
}
