package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;

  @TempDir Path folder;
  private final Arena arena = Arena.ofConfined();
  private int socket = -1;

  @BeforeEach
  void onlyOnLinux() {
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
  }

  @AfterEach
  void close() throws Throwable {
    if (socket >= 0) {
      assertThat((int) function("close", ValueLayout.JAVA_INT).invokeExact(socket)).isZero();
    }
    arena.close();
  }

  private static MethodHandle function(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments));
  }

  /** Opens the socket that systemd would have. */
  private void listen(String path, int nul) throws Throwable {
    socket =
        (int)
            function("socket", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                .invokeExact(AF_UNIX, SOCK_DGRAM, 0);
    MemorySegment address = arena.allocate(110);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
    int bound =
        (int)
            function("bind", ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                .invokeExact(socket, address, 2 + name.length + nul);
    assertThat(bound).isZero();
  }

  private String heard() throws Throwable {
    MemorySegment message = arena.allocate(200);
    int length =
        (int)
            function(
                    "recv",
                    ValueLayout.JAVA_INT,
                    ValueLayout.ADDRESS,
                    ValueLayout.JAVA_LONG,
                    ValueLayout.JAVA_INT)
                .invokeExact(socket, message, 200L, MSG_DONTWAIT);
    return length < 0
        ? "nothing"
        : new String(
            message.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Test
  void systemdIsToldEachState() throws Throwable {
    Path path = folder.resolve("notify");
    listen(path.toString(), 1);
    var supervisor = new Supervisor(path.toString());
    supervisor.ready();
    assertThat(heard()).isEqualTo("READY=1");
    supervisor.ready("Ready\nBARRIER=1");
    assertThat(heard()).isEqualTo("READY=1\nSTATUS=Ready BARRIER=1");
    supervisor.reloading();
    assertThat(heard()).matches("RELOADING=1\nMONOTONIC_USEC=[1-9]\\d+");
    supervisor.stopping(Duration.ofMinutes(10));
    assertThat(heard()).isEqualTo("STOPPING=1\nEXTEND_TIMEOUT_USEC=600000000");
  }

  @Test
  void aSocketCanHaveNoPath() throws Throwable {
    String name = "rostrum-" + folder.getFileName();
    listen("\0" + name, 0);
    new Supervisor("@" + name).ready();
    assertThat(heard()).isEqualTo("READY=1");
  }

  @Test
  void nobodyToTellIsNoFailure() {
    for (String socket : new String[] {null, "", "/missing/notify", "vsock:2:1", "x".repeat(200)}) {
      new Supervisor(socket).ready();
    }
  }
}
