package app.rostrum.desktop.ui;

/** Ids of controls that exist once per person or stream. */
public final class NodeIds {
  private NodeIds() {}

  /**
   * For example {@code invite-Ada_20Lovelace}: letters, digits and dashes stay, everything else is
   * an underscore and the UTF-16 unit in hexadecimal, so that the id can stand in a selector.
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
