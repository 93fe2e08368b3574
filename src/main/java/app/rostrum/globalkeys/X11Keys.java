package app.rostrum.globalkeys;

import app.rostrum.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of an X server. Each key that is listened to has a connection and a thread of its own. A
 * key is heard, not grabbed: other programs get it, too. What the person types arrives here as bare
 * numbers; all but the one number are dropped at once.
 */
final class X11Keys {
  private static final Logger log = LoggerFactory.getLogger(X11Keys.class);

  private final X11Address address;
  private final Path cookies;

  /**
   * @param cookies the file of the servers' secrets
   */
  X11Keys(X11Address address, Path cookies) {
    this.address = address;
    this.cookies = cookies;
  }

  /** Completes with whether the server tells of keys. */
  CompletableFuture<Boolean> available() {
    var answer = new CompletableFuture<Boolean>();
    Threads.startVirtual(
        "global-key-look",
        () -> {
          try (X11Display display = open()) {
            answer.complete(xinput(display) != 0);
          } catch (IOException e) {
            log.info("no keys from the X server: {}", e.toString());
          } finally {
            answer.complete(false);
          }
        });
    return answer;
  }

  /** Listens to a key until the listening is closed. */
  GlobalKeys.Listening listen(GlobalKey key, GlobalKeys.Listener listener) {
    var ear = new Ear(key, new PressedKey(listener));
    Threads.startVirtual("global-key", ear::run);
    return ear;
  }

  private X11Display open() throws IOException {
    return X11Display.open(address, X11Cookie.of(cookies, address.number()));
  }

  /** Returns the number of an extension that tells raw keys; 0 if there is none. */
  private static int xinput(X11Display display) throws IOException {
    int xinput = display.extension("XInputExtension");
    return xinput != 0 && display.tellsRawKeys(xinput) ? xinput : 0;
  }

  private final class Ear implements GlobalKeys.Listening {
    private final GlobalKey key;
    private final PressedKey pressed;
    private BitSet codes = new BitSet();

    /** The number of the key that is held, which a new layout does not change; 0 for none. */
    private int held;

    private @Nullable X11Display display;
    private boolean closed;

    Ear(GlobalKey key, PressedKey pressed) {
      this.key = key;
      this.pressed = pressed;
    }

    void run() {
      try (X11Display open = open()) {
        if (!take(open)) {
          return;
        }
        int xinput = xinput(open);
        if (xinput == 0) {
          throw new IOException("the X server has no XInput 2.1");
        }
        open.selectRawKeys(xinput);
        codes = open.keycodesOf(key.keysym());
        if (codes.isEmpty()) {
          pressed.end(GlobalKeys.End.NO_SUCH_KEY);
          return;
        }
        pressed.heard(GlobalKeys.Way.X11, Optional.empty());
        while (true) {
          hear(open, xinput, open.next());
        }
      } catch (IOException e) {
        log.info("the X server tells of no more keys: {}", e.toString());
      } finally {
        pressed.end(GlobalKeys.End.LOST);
      }
    }

    private void hear(X11Display open, int xinput, ByteBuffer message) throws IOException {
      switch (Byte.toUnsignedInt(message.get(0))) {
        case X11Display.GENERIC_EVENT -> RawKeyEvent.read(message, xinput).ifPresent(this::hear);
        // Another keyboard or another layout may have moved the key.
        case X11Display.MAPPING_NOTIFY -> open.requestMapping();
        case X11Display.REPLY -> codes = open.keycodesOf(key.keysym(), message);
        default -> {}
      }
    }

    private void hear(RawKeyEvent event) {
      if (event.press() && codes.get(event.keycode())) {
        held = event.keycode();
        pressed.press();
      } else if (!event.press() && event.keycode() == held) {
        held = 0;
        pressed.release();
      }
    }

    private synchronized boolean take(X11Display open) {
      display = open;
      return !closed;
    }

    @Override
    public void close() {
      pressed.close();
      synchronized (this) {
        closed = true;
        if (display != null) {
          display.close();
        }
      }
    }
  }
}
