package app.rostrum.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskTest {
  private static final long MIB = 1 << 20;

  @Test
  void aDiskIsFullWhenEightMebibytesOrAnEighthOfItAreFree() {
    assertThat(Disk.isFull(8 * MIB, 1000 * MIB)).isFalse();
    assertThat(Disk.isFull(8 * MIB - 1, 1000 * MIB)).isTrue();
    assertThat(Disk.isFull(MIB / 2, 4 * MIB)).as("a small one").isFalse();
    assertThat(Disk.isFull(MIB / 2 - 1, 4 * MIB)).isTrue();
    assertThat(Disk.isFull(0, 0)).as("one that does not tell").isFalse();
  }
}
