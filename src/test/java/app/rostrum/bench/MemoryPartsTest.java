package app.rostrum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryPartsTest {
  @Test
  void theJvmsPartsAreReadByWhatIsCommitted() {
    String summary =
        """
        Total: reserved=1893234KB, committed=203044KB
               malloc: 41204KB #171083, peak=48000KB #180000

        -                 Java Heap (reserved=393216KB, committed=65536KB)
                                    (mmap: reserved=393216KB, committed=65536KB, peak=80000KB)

        -                     Class (reserved=1048882KB, committed=1536KB)
        -        Shared class space (reserved=131072KB, committed=92160KB, readonly=0KB)
        """;
    Map<String, Double> parts = MemoryParts.parseCommitted(summary);
    assertThat(parts.keySet()).containsExactly("Shared class space", "Java Heap", "Class");
    assertThat(parts).containsEntry("Java Heap", 64.0);
    assertThat(MemoryParts.words(parts, 2)).contains("Shared class space 90, Java Heap 64");
    assertThat(
            MemoryParts.words(
                MemoryParts.parseCommitted("Native memory tracking is not enabled"), 2))
        .isEmpty();
  }

  @Test
  void mappingsOfOneFileAreOnePart() {
    var mappings =
        """
        7f1c2c000000-7f1c2c021000 rw-p 00000000 00:00 0
        Size:                132 kB
        Rss:                2048 kB
        7f1c40000000-7f1c45a00000 r--p 00001000 fe:00 131  /opt/some where/rostrum.aot
        Rss:               51200 kB
        7f1c45a00000-7f1c46000000 rw-p 05a01000 fe:00 131  /opt/some where/rostrum.aot
        Rss:               1024 kB
        7ffc1e3c8000-7ffc1e3e9000 rw-p 00000000 00:00 0    [stack]
        Rss:                1024 kB
        """;
    assertThat(MemoryParts.parseResident(mappings.lines().toList()))
        .containsExactly(Map.entry("rostrum.aot", 51.0), Map.entry("no file", 3.0));
  }

  @Test
  void theOwnMappingsCanBeRead() throws Exception {
    assertThat(MemoryParts.resident(ProcessHandle.current().pid())).containsKey("no file");
  }
}
