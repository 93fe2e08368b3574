package app.rostrum.stream;

import java.util.Arrays;
import java.util.Optional;

/** A short answer to what is said, shown as a picture to everybody in the stream. */
public enum Reaction {
  APPLAUSE("applause", "👏"),
  HEART("heart", "❤️"),
  LAUGH("laugh", "😂"),
  THUMBS_UP("thumbs_up", "👍"),
  WOW("wow", "😮"),
  CELEBRATE("celebrate", "🎉");

  private final String wireName;
  private final String emoji;

  Reaction(String wireName, String emoji) {
    this.wireName = wireName;
    this.emoji = emoji;
  }

  /** Returns the name in the API. */
  public String wireName() {
    return wireName;
  }

  public String emoji() {
    return emoji;
  }

  /** Returns the reaction of a name; empty for one that only other versions know. */
  static Optional<Reaction> named(String wireName) {
    return Arrays.stream(values()).filter(r -> r.wireName.equals(wireName)).findFirst();
  }
}
