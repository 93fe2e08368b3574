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

  record Speaking(String identity, boolean host, boolean muted, boolean self, Asked asked)
      implements PersonRow {
    @Override
    public Object key() {
      return "speaking " + identity;
    }
  }

  record Listening(String identity, boolean self, Asked asked) implements PersonRow {
    @Override
    public Object key() {
      return "listening " + identity;
    }
  }
}
