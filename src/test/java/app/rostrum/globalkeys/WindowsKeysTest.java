package app.rostrum.globalkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.globalkeys.GlobalKeys.Listening;
import app.rostrum.globalkeys.GlobalKeys.Way;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Presses keys of a stand-in for Windows: Java that is called as native code. */
@Timeout(120)
class WindowsKeysTest {
  private static final String HEARD = "heard by WINDOWS";

  /** VK_F8 and VK_PAUSE of winuser.h. */
  private static final int F8 = 0x77;

  private static final int PAUSE = 0x13;

  private final Set<Integer> down = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final HeardKey heard = new HeardKey();
  private final GlobalKeys keys = new WindowsKeys(this::user32);

  @AfterEach
  void stop() {
    keys.close();
  }

  short state(int key) {
    asked.incrementAndGet();
    // The lowest bit may be set in either case, and means nothing here.
    return (short) (down.contains(key) ? 0x8001 : 0x0001);
  }

  private SymbolLookup user32() {
    try {
      MemorySegment function =
          Linker.nativeLinker()
              .upcallStub(
                  MethodHandles.lookup()
                      .bind(this, "state", MethodType.methodType(short.class, int.class)),
                  FunctionDescriptor.of(ValueLayout.JAVA_SHORT, ValueLayout.JAVA_INT),
                  Arena.ofAuto());
      return name -> name.equals("GetAsyncKeyState") ? Optional.of(function) : Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until Windows was asked anew. */
  private void awaitLook() {
    int before = asked.get();
    await().until(() -> asked.get() > before + 1);
  }

  @Test
  void aKeyIsHeardAndOnlyThatKey() throws Exception {
    assertThat(keys.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.WINDOWS);
    keys.listen(GlobalKey.F8, "Talk", heard);
    awaitLook();
    down.add(PAUSE);
    awaitLook();
    heard.expect(HEARD);
    down.add(F8);
    heard.expect(HEARD, "pressed");
    awaitLook();
    down.remove(F8);
    heard.expect(HEARD, "pressed", "released");
  }

  @Test
  void aKeyThatWasHeldBeforeIsNotMeant() {
    down.add(PAUSE);
    keys.listen(GlobalKey.PAUSE, "Talk", heard);
    awaitLook();
    heard.expect(HEARD);
    down.remove(PAUSE);
    awaitLook();
    down.add(PAUSE);
    heard.expect(HEARD, "pressed");
  }

  @Test
  void nothingIsAskedOrHeardAfterTheEnd() {
    Listening listening = keys.listen(GlobalKey.F8, "Talk", heard);
    awaitLook();
    down.add(F8);
    heard.expect(HEARD, "pressed");
    listening.close();
    heard.expect(HEARD, "pressed", "released");
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().equals("global-key")));
    heard.expect(HEARD, "pressed", "released");
  }

  @Test
  void withoutTheFunctionThereIsNoWay() throws Exception {
    var other = new WindowsKeys(() -> name -> Optional.empty());
    assertThat(other.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.UNKNOWN_SYSTEM);
    other.listen(GlobalKey.F8, "Talk", heard);
    heard.expect("ended NO_WAY");
    GlobalKeys absent = new WindowsKeys();
    assertThat(absent.way().get(60, TimeUnit.SECONDS)).isEqualTo(Way.UNKNOWN_SYSTEM);
  }
}
