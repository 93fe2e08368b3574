package app.rostrum.stream;

/**
 * A line of what a speaker has said, written down.
 *
 * @param identity the speaker; empty if that is unknown
 * @param text one line, at most {@value #LONGEST} characters
 * @param provisional whether the text may still change
 */
public record StreamCaption(String identity, String text, boolean provisional) {
  /** The longest text, in code points. */
  public static final int LONGEST = 300;
}
