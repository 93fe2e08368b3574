package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoresTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ':',
      nullValues = "none",
      emptyValue = "",
      value = {"0-1:0:1-1", "0-3:0:1-3", "2,5-7:2:5-7", "4-5,9:4:5-5,9", "3:'':''", "'':'':''"})
  void oneCoreIsTakenFromTheOthers(String cores, String first, String others) {
    assertThat(Cores.first(cores)).isEqualTo(first);
    assertThat(Cores.others(cores)).isEqualTo(others);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessIsBoundToCoresThatThereAreAndToNoOthers() throws Exception {
    String cores = Cores.ofThisProcess();
    assertThat(cores).matches("\\d+([-,]\\d+)*");
    assumeThat(Path.of("/usr/bin/taskset")).isExecutable();
    Process child = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(Cores.bind(child.pid(), cores)).isTrue();
      assertThat(Cores.bind(child.pid(), "none")).isFalse();
    } finally {
      child.destroyForcibly();
    }
  }
}
