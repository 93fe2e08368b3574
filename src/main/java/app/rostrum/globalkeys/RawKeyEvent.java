package app.rostrum.globalkeys;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A key of any keyboard that went down or up, as XInput 2 tells it before any window is asked.
 * Repeats of a held key are the server's own making and not told.
 */
record RawKeyEvent(boolean press, int keycode) {
  static final int PRESS = 13;
  static final int RELEASE = 14;

  /** Reads an event of the extension; empty if it is another one. */
  static Optional<RawKeyEvent> read(ByteBuffer event, int xinput) {
    int type = Short.toUnsignedInt(event.getShort(8));
    return Byte.toUnsignedInt(event.get(0)) == X11Display.GENERIC_EVENT
            && Byte.toUnsignedInt(event.get(1)) == xinput
            && (type == PRESS || type == RELEASE)
        ? Optional.of(new RawKeyEvent(type == PRESS, event.getInt(16)))
        : Optional.empty();
  }
}
