package app.rostrum.desktop.ui;

/** Ids of controls that exist once per person or stream. */
public final class NodeIds {
  private NodeIds() {}

  /**
   * Returns an id for a name, for example {@code invite-Ada_20Lovelace}. Letters, digits and dashes
   * stay; any other UTF-16 unit becomes an underscore and its hexadecimal value, so that the id can
   * stand in a selector.
   */
  public static String of(String prefix, String name) {
    var id = new StringBuilder(prefix).append('-');
    name.chars()
        .forEach(
            c -> {
              if (c == '-' || (c < 128 && Character.isLetterOrDigit(c))) {
                id.append((char) c);
              } else {
                id.append('_').append(Integer.toHexString(c));
              }
            });
    return id.toString();
  }
}
