package app.rostrum.globalkeys;

import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a Windows desktop. While a key is listened to, Windows is asked fifty times a second
 * whether that one is down; other keys are not asked for, and other programs get it, too. In front
 * of a program with more rights, and on the lock screen, Windows says that no key is down.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-getasynckeystate">GetAsyncKeyState</a>
 */
final class WindowsKeys implements GlobalKeys {
  private static final Logger log = LoggerFactory.getLogger(WindowsKeys.class);
  private static final String FUNCTION = "GetAsyncKeyState";
  private static final Duration PERIOD = Duration.ofMillis(20);

  private final Supplier<SymbolLookup> user32;
  private final Set<Ear> open = ConcurrentHashMap.newKeySet();

  WindowsKeys() {
    this(() -> SymbolLookup.libraryLookup("user32", Arena.global()));
  }

  /**
   * @param user32 loads the library of the keyboard
   */
  WindowsKeys(Supplier<SymbolLookup> user32) {
    this.user32 = user32;
  }

  private MethodHandle keyState() {
    return Linker.nativeLinker()
        .downcallHandle(
            user32.get().findOrThrow(FUNCTION),
            FunctionDescriptor.of(ValueLayout.JAVA_SHORT, ValueLayout.JAVA_INT));
  }

  @Override
  public CompletableFuture<Way> way() {
    var way = new CompletableFuture<Way>();
    SerialExecutor look = SerialExecutor.onPlatformThread("global-key-look");
    look.execute(
        () -> {
          try {
            boolean known = user32.get().find(FUNCTION).isPresent();
            way.complete(known ? Way.WINDOWS : Way.UNKNOWN_SYSTEM);
          } catch (Throwable e) {
            log.info("Windows tells of no keys: {}", e.toString());
            way.complete(Way.UNKNOWN_SYSTEM);
          }
        });
    look.close();
    return way;
  }

  @Override
  public Listening listen(GlobalKey key, String purpose, Listener listener) {
    var ear = new Ear(key, new PressedKey(listener));
    open.add(ear);
    ear.begin();
    return ear;
  }

  @Override
  public void close() {
    open.forEach(Ear::close);
  }

  private final class Ear implements Listening {
    private final GlobalKey key;
    private final PressedKey pressed;

    /** A platform thread, because native code holds the carrier of a virtual one. */
    private final SerialExecutor thread = SerialExecutor.onPlatformThread("global-key");

    private final Timers timers = Timers.create("global-key").on(thread);

    /** True once the key was up: one that was held before is not meant. Only on the thread. */
    private boolean meant;

    Ear(GlobalKey key, PressedKey pressed) {
      this.key = key;
      this.pressed = pressed;
    }

    void begin() {
      thread.execute(
          () -> {
            try {
              MethodHandle keyState = keyState();
              pressed.heard(Way.WINDOWS, Optional.empty());
              timers.every(PERIOD, () -> look(keyState));
            } catch (Throwable e) {
              log.info("Windows tells of no keys: {}", e.toString());
              pressed.end(End.NO_WAY);
              close();
            }
          });
    }

    private void look(MethodHandle keyState) {
      try {
        // The uppermost bit says that it is down.
        boolean down = (short) keyState.invokeExact(key.virtualKey()) < 0;
        meant |= !down;
        if (!down) {
          pressed.release();
        } else if (meant) {
          pressed.press();
        }
      } catch (Throwable e) {
        log.info("Windows tells of no more keys: {}", e.toString());
        pressed.end(End.LOST);
        close();
      }
    }

    @Override
    public void close() {
      pressed.close();
      open.remove(this);
      timers.close();
      thread.close();
    }
  }
}
