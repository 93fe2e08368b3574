package app.rostrum.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class RightOfWayTest {
  /** Returns the niceness of this process's threads whose names begin so. */
  private static List<Integer> nicenessOf(String name) throws IOException {
    var all = new ArrayList<Integer>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        String stat = Files.exists(task) ? Files.readString(task.resolve("stat")) : "()";
        if (stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')).startsWith(name)) {
          all.add(Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]));
        }
      }
    }
    return all;
  }

  @Test
  void compilersAndCarriersYieldToSoundAndNobodyElseDoes() throws Exception {
    var unused = Threads.startVirtual("work", () -> {});
    try (Loop sound = Loop.start("sound-of-test", new CountDownLatch(1)::await);
        var _ = RightOfWay.start()) {
      for (String other : List.of("C2 Compiler", "ForkJoinPool-")) {
        await()
            .ignoreExceptions()
            .untilAsserted(
                () -> assertThat(nicenessOf(other)).isNotEmpty().containsOnly(RightOfWay.NICE));
      }
      assertThat(sound.thread().isAlive()).isTrue();
      assertThat(nicenessOf("sound-of-test")).containsExactly(0);
    }
  }
}
