package app.rostrum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  private final FrameReader reader = new FrameReader(300);
  private final List<Integer> lengths = new ArrayList<>();

  private boolean take(byte[] data, int length) {
    lengths.add(length);
    assertThat(Arrays.copyOf(data, length)).containsOnly((byte) length);
    return true;
  }

  private static ByteBuffer stream(int... lengths) {
    ByteBuffer bytes = ByteBuffer.allocate(2000);
    for (int length : lengths) {
      bytes.putShort((short) length);
      for (int i = 0; i < length; i++) {
        bytes.put((byte) length);
      }
    }
    return bytes.flip();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 259, 2000})
  void packetsAreFoundHoweverTheStreamIsCut(int part) throws Exception {
    ByteBuffer all = stream(1, 300, 0, 255, 256, 0, 2);
    while (all.hasRemaining()) {
      ByteBuffer next = all.slice(all.position(), Math.min(part, all.remaining()));
      all.position(all.position() + next.remaining());
      reader.read(next, this::take);
    }
    assertThat(lengths).containsExactly(1, 300, 255, 256, 2);
  }

  @Test
  void aPacketThatIsTooLongIsRefusedAtItsLength() throws Exception {
    reader.read(stream(300), this::take);
    assertThatThrownBy(() -> reader.read(stream(301), this::take))
        .isInstanceOf(RtpException.class)
        .hasMessageContaining("301");
  }

  @Test
  void nothingIsReadAfterTheSinkHasHadEnough() throws Exception {
    ByteBuffer bytes = stream(5, 6);
    reader.read(
        bytes,
        (data, length) -> {
          lengths.add(length);
          return false;
        });
    assertThat(lengths).containsExactly(5);
    assertThat(bytes.remaining()).isEqualTo(8);
  }
}
