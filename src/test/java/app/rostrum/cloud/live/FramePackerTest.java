package app.rostrum.cloud.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramePackerTest {
  private final List<MixedFrame> sent = new ArrayList<>();
  private final FramePacker packer = new FramePacker(sent::add);

  private static MixedFrame frame(long number, boolean marker, int level, byte... opus) {
    return new MixedFrame(
        number,
        number * 960,
        marker,
        opus,
        level,
        new int[] {level},
        new byte[] {1},
        number,
        List.of());
  }

  private static MixedFrame frame(long number) {
    return frame(number, false, 20, (byte) 0xF8, (byte) number);
  }

  private void add(int enough, long... numbers) {
    for (long number : numbers) {
      packer.add(frame(number), enough);
    }
  }

  private List<String> sent() {
    return sent.stream().map(f -> f.number() + "x" + f.frames()).toList();
  }

  @Test
  void framesGoAloneAsTheyAreUntilMoreAreWanted() {
    MixedFrame frame = frame(0);
    packer.add(frame, 1);
    assertThat(sent).containsExactly(frame);
  }

  @Test
  void threeFramesAreOnePacket() {
    packer.add(frame(3, true, 40, (byte) 0xF8, (byte) 3), 3);
    packer.add(frame(4, false, 10, (byte) 0xF8, (byte) 4), 3);
    assertThat(sent).isEmpty();
    packer.add(frame(5, false, 30, (byte) 0xF8, (byte) 5), 3);
    assertThat(sent()).containsExactly("3x3");
    MixedFrame packet = sent.getFirst();
    assertThat(packet.timestamp()).isEqualTo(3 * 960);
    assertThat(packet.marker()).isTrue();
    assertThat(packet.level()).as("the loudest").isEqualTo(10);
    assertThat(packet.csrcs()).containsExactly(10);
    assertThat(packet.dueNanos()).isEqualTo(5);
    assertThat(packet.opus()).containsExactly(0xFB, 3, 3, 4, 5);
    assertThat(packet.parts()).extracting(MixedFrame::number).containsExactly(3L, 4L, 5L);
  }

  @Test
  void aChangeOfLengthLosesAndDoublesNothing() {
    add(1, 0);
    add(3, 1, 2, 3, 4);
    add(2, 5, 6);
    add(1, 7, 8);
    assertThat(sent()).containsExactly("0x1", "1x3", "4x2", "6x2", "8x1");
  }

  @Test
  void aGapEndsAPacket() {
    add(3, 0, 1, 3);
    assertThat(sent()).containsExactly("0x2");
    packer.add(frame(4, true, 20, (byte) 0xF8, (byte) 4), 3);
    assertThat(sent()).containsExactly("0x2", "3x1");
  }

  @Test
  void silenceGoesAloneAndAtOnce() {
    add(3, 0, 1);
    packer.add(frame(2, false, 127, (byte) 0xF8), 3);
    assertThat(sent()).containsExactly("0x2", "2x1");
    assertThat(sent.getLast().isSilence()).isTrue();
  }

  @Test
  void aChangeOfTheCodecsModeEndsAPacket() {
    add(3, 0, 1);
    packer.add(frame(2, false, 20, (byte) 0x78, (byte) 2), 3);
    packer.flush();
    assertThat(sent()).containsExactly("0x2", "2x1");
  }

  @Test
  void aPacketFitsIntoADatagram() {
    for (int i = 0; i < 3; i++) {
      byte[] opus = new byte[500];
      opus[0] = (byte) 0xF8;
      packer.add(frame(i, false, 20, opus), 3);
    }
    assertThat(sent()).containsExactly("0x2");
  }

  @Test
  void whatIsNoPacketOfOpusGoesAsItIs() {
    byte[] broken = {(byte) 0xFB, 0, 0};
    packer.add(frame(0, false, 20, broken), 3);
    assertThat(sent).singleElement().extracting(MixedFrame::opus).isEqualTo(broken);
  }

  @Test
  void nothingIsLeftBehind() {
    add(3, 0, 1);
    packer.flush();
    packer.flush();
    assertThat(sent()).containsExactly("0x2");
  }
}
