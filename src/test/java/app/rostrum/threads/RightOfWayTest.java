package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RightOfWayTest {
  /**
   * A process of its own, because a lowered priority cannot be raised again. Prints how nice its
   * threads are whenever it gets a line.
   */
  static final class Serving {
    public static void main(String[] arguments) throws Exception {
      try (Loop sound = Loop.start("sound-of-test", new CountDownLatch(1)::await);
          var _ = RightOfWay.start()) {
        var unused = Threads.startVirtual("start", Serving::startOthersFromACarrierThatYields);
        while (System.in.read() == '\n' && sound.thread().isAlive()) {
          System.out.println(
              nicenessOf("C2 Compiler")
                  + " "
                  + nicenessOf("ForkJoinPool-")
                  + " "
                  + nicenessOf("sound-of-test")
                  + " "
                  + nicenessOf("other-"));
        }
      }
    }

    private static void startOthersFromACarrierThatYields() {
      await().until(() -> nicenessOf("ForkJoinPool-").matches("10(,10)*"));
      var unused = Loop.start("other-loop", new CountDownLatch(1)::await);
      var too = Threads.startDaemon("other-daemon", () -> new CompletableFuture<Void>().join());
      Timers.withOwnThread("other-timers").after(Duration.ZERO, () -> {});
      SerialExecutor.onPlatformThread("other-serial").execute(() -> {});
    }

    /** Returns the niceness of each of this process's threads whose names begin so. */
    private static String nicenessOf(String name) throws IOException {
      var all = new ArrayList<String>();
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        for (Path task : tasks.toList()) {
          String stat = Files.exists(task) ? Files.readString(task.resolve("stat")) : "()";
          if (stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).startsWith(name)) {
            all.add(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
          }
        }
      }
      return String.join(",", all);
    }
  }

  @Test
  void compilersAndCarriersYieldToSoundAndNobodyElseDoesWhoeverStartsThem() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Serving.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var output = process.inputReader(StandardCharsets.UTF_8);
        var input = process.outputWriter(StandardCharsets.UTF_8)) {
      await()
          .untilAsserted(
              () -> {
                input.write("\n");
                input.flush();
                assertThat(output.readLine()).matches("10 10(,10)* 0 0,0,0,0");
              });
    } finally {
      process.destroyForcibly();
    }
  }
}
