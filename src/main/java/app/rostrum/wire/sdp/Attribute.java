package app.rostrum.wire.sdp;

/**
 * An {@code a=} line.
 *
 * @param value the part after the first colon; empty for a flag
 */
public record Attribute(String name, String value) {
  /** Returns an attribute without a value. */
  public static Attribute flag(String name) {
    return new Attribute(name, "");
  }

  @Override
  public String toString() {
    return value.isEmpty() ? "a=" + name : "a=" + name + ":" + value;
  }
}
