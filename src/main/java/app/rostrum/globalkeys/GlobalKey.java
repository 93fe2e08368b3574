package app.rostrum.globalkeys;

import java.util.Optional;
import java.util.stream.Stream;

/** A key that types nothing, so that it may have a meaning while other programs are written in. */
public enum GlobalKey {
  F1,
  F2,
  F3,
  F4,
  F5,
  F6,
  F7,
  F8,
  F9,
  F10,
  F11,
  F12,
  F13,
  F14,
  F15,
  F16,
  F17,
  F18,
  F19,
  F20,
  F21,
  F22,
  F23,
  F24,
  INSERT("Insert", 0xff63, 0x2d),
  PAUSE("Pause", 0xff13, 0x13),
  PRINTSCREEN("Print", 0xff61, 0x2c),
  SCROLL_LOCK("Scroll_Lock", 0xff14, 0x91);

  /** The keysym of F1, which the other function keys follow. */
  private static final int KEYSYM_OF_F1 = 0xffbe;

  /** The virtual key of F1 on Windows, which the other function keys follow. */
  private static final int VK_F1 = 0x70;

  private final String trigger;
  private final int keysym;
  private final int virtualKey;

  GlobalKey() {
    trigger = name();
    keysym = KEYSYM_OF_F1 + ordinal();
    virtualKey = VK_F1 + ordinal();
  }

  GlobalKey(String trigger, int keysym, int virtualKey) {
    this.trigger = trigger;
    this.keysym = keysym;
    this.virtualKey = virtualKey;
  }

  /** Returns the key of that name. */
  public static Optional<GlobalKey> named(String name) {
    return Stream.of(values()).filter(key -> key.name().equals(name)).findFirst();
  }

  /**
   * Returns the key as the XDG shortcuts specification writes it.
   *
   * @see <a href="https://specifications.freedesktop.org/shortcuts-spec/latest/">the
   *     specification</a>
   */
  String trigger() {
    return trigger;
  }

  /** Returns the number of the key's meaning in the X Window System. */
  int keysym() {
    return keysym;
  }

  /** Returns the number of the key on Windows. */
  int virtualKey() {
    return virtualKey;
  }
}
