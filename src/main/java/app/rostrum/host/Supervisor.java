package app.rostrum.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor that started this process and wants to know its state: systemd with a unit of
 * {@code Type=notify} (sd_notify(3)), or nobody. Messages go to a datagram socket of the system,
 * which Java has none of, so that the C library is called. A message that does not arrive is logged
 * and ends nothing. Safe for any thread.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int CLOCK_MONOTONIC = 1;

  /** The room for a path in the address of a socket (unix(7)). */
  private static final int PATH_BYTES = 108;

  private final @Nullable String socket;

  /**
   * @param socket the path of a socket, or the name of an abstract one after {@code @}; null or
   *     empty if nobody wants to know
   */
  Supervisor(@Nullable String socket) {
    this.socket = socket;
  }

  /** Returns the one that the environment names. */
  static Supervisor ofThisProcess() {
    return new Supervisor(System.getenv("NOTIFY_SOCKET"));
  }

  void ready() {
    send("READY=1");
  }

  /**
   * @param status the state in a line for people
   */
  void ready(String status) {
    send("READY=1\nSTATUS=" + status.replaceAll("\\p{Cntrl}+", " "));
  }

  /** Tells that settings are being read again; {@link #ready} has to follow. */
  void reloading() {
    send("RELOADING=1");
  }

  /**
   * Tells that the process ends.
   *
   * @param longest the time within which it does, so that it is not killed before
   */
  void stopping(Duration longest) {
    send("STOPPING=1\nEXTEND_TIMEOUT_USEC=" + TimeUnit.NANOSECONDS.toMicros(longest.toNanos()));
  }

  private void send(String state) {
    if (socket == null || socket.isEmpty()) {
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var system = new CLibrary(arena);
      system.send(
          socket,
          state.startsWith("RELOADING")
              ? "%s\nMONOTONIC_USEC=%d".formatted(state, system.monotonicMicros())
              : state);
    } catch (Throwable e) {
      LOG.warn("{} cannot be told to the supervisor: {}", state, e.toString());
    }
  }

  /** The few functions of Linux that are needed. */
  private static final class CLibrary {
    private final Arena arena;
    private final Linker linker = Linker.nativeLinker();

    CLibrary(Arena arena) {
      this.arena = arena;
    }

    private MethodHandle function(String name, ValueLayout result, MemoryLayout... arguments) {
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }

    void send(String path, String text) throws Throwable {
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      boolean isAbstract = path.startsWith("@");
      if (!(isAbstract || path.startsWith("/")) || name.length >= PATH_BYTES) {
        throw new IOException(path + " is no socket of this machine");
      }
      MemorySegment address = arena.allocate(Short.BYTES + PATH_BYTES);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
      if (isAbstract) {
        address.set(ValueLayout.JAVA_BYTE, Short.BYTES, (byte) 0);
      }
      int length = Short.BYTES + name.length + (isAbstract ? 0 : 1);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      MemorySegment message = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      int descriptor =
          (int)
              function(
                      "socket",
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT)
                  .invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      try {
        long sent =
            (long)
                function(
                        "sendto",
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_INT)
                    .invokeExact(
                        descriptor, message, (long) bytes.length, MSG_NOSIGNAL, address, length);
        if (sent != bytes.length) {
          throw new IOException("nobody receives at " + path);
        }
      } finally {
        var unused =
            (int)
                function("close", ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)
                    .invokeExact(descriptor);
      }
    }

    long monotonicMicros() throws Throwable {
      MemorySegment time = arena.allocate(2 * Long.BYTES);
      var unused =
          (int)
              function(
                      "clock_gettime",
                      ValueLayout.JAVA_INT,
                      ValueLayout.JAVA_INT,
                      ValueLayout.ADDRESS)
                  .invokeExact(CLOCK_MONOTONIC, time);
      return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000
          + time.get(ValueLayout.JAVA_LONG, Long.BYTES) / 1000;
    }
  }
}
