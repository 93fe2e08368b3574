package app.rostrum.threads;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives threads that carry sound the right of way, on Linux: the virtual machine's compilers and
 * the carriers of virtual threads, which do everything else, get a lower priority. While a crowd
 * joins, both would take as much of a core as the sound. Threads that are to carry sound must not
 * wait for a lock that a virtual thread may hold for long. Java's own priorities do not reach them,
 * and need privileges where they raise.
 */
public final class RightOfWay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RightOfWay.class);
  private static final Path TASKS = Path.of("/proc/self/task");

  /** The beginnings of the threads' names, which Linux cuts at fifteen characters. */
  private static final List<String> OTHERS = List.of("C1 Compiler", "C2 Compiler", "ForkJoinPool-");

  /** The niceness of the others: beside sound that takes all it can, a tenth of a core. */
  static final int NICE = 10;

  private static final int PRIO_PROCESS = 0;

  /** The time between two looks for threads that are new. */
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Timers timers = Timers.create("right-of-way");
  private final MethodHandle setPriority;
  private Set<String> yielding = Set.of();

  private RightOfWay(MethodHandle setPriority) {
    this.setPriority = setPriority;
  }

  /** Starts looking for the others; closing ends that and leaves the priorities as they are. */
  public static RightOfWay start() {
    ThreadStarter.prepare();
    Linker linker = Linker.nativeLinker();
    var rightOfWay =
        new RightOfWay(
            linker.downcallHandle(
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT,
                    ValueLayout.JAVA_INT)));
    if (Files.isDirectory(TASKS)) {
      Optional<MemorySegment> function = linker.defaultLookup().find("setpriority");
      function.ifPresent(rightOfWay::start);
    }
    return rightOfWay;
  }

  private void start(MemorySegment function) {
    look(function);
    timers
        .on(task -> Threads.startVirtual("right-of-way", task))
        .every(PERIOD, () -> look(function));
  }

  private synchronized void look(MemorySegment function) {
    var found = new HashSet<String>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        String id = task.getFileName().toString();
        if (yielding.contains(id) || isOther(task)) {
          found.add(id);
        }
      }
      for (String id : found) {
        if (!yielding.contains(id)) {
          int unused =
              (int) setPriority.invokeExact(function, PRIO_PROCESS, Integer.parseInt(id), NICE);
        }
      }
    } catch (Throwable e) {
      LOG.debug("priorities cannot be lowered", e);
    }
    yielding = found;
  }

  private static boolean isOther(Path task) throws IOException {
    try {
      String name = Files.readString(task.resolve("comm"));
      return OTHERS.stream().anyMatch(name::startsWith);
    } catch (NoSuchFileException ended) {
      return false;
    }
  }

  @Override
  public void close() {
    timers.close();
  }
}
