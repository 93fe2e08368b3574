package app.rostrum.wire.sctp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.sctp.Chunk.ErrorCause;
import app.rostrum.wire.sctp.Chunk.ForwardTsn;
import app.rostrum.wire.sctp.Chunk.Sack;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SctpPacketTest {
  static Stream<Chunk> chunks() {
    return Stream.of(
        new Chunk.Data(true, false, true, true, -1, 65_535, 65_535, 51, new byte[] {1, 2, 3}),
        new Chunk.Data(false, true, false, false, 7, 0, 0, 53, new byte[1100]),
        new Chunk.Init(
            false,
            0xDEADBEEF,
            1 << 20,
            1024,
            65_535,
            0x80000000,
            List.of(
                new Parameter.ForwardTsnSupported(),
                new Parameter.SupportedExtensions(List.of(130, 192, 64)),
                new Parameter.Unknown(0x8001, new byte[] {0, 0, 0, 1}))),
        new Chunk.Init(
            true,
            1,
            2,
            3,
            4,
            5,
            List.of(
                new Parameter.StateCookie(new byte[61]),
                new Parameter.Unrecognized(new byte[] {(byte) 0xC1, 0, 0, 5, 9}))),
        new Sack(
            9, 100_000, List.of(new Sack.Gap(2, 3), new Sack.Gap(5, 65_535)), new int[] {-4, 8}),
        new Chunk.Heartbeat(false, new byte[] {1, 2, 3, 4, 5}),
        new Chunk.Heartbeat(true, new byte[0]),
        new Chunk.Abort(true, List.of(new ErrorCause(12, new byte[] {'b', 'y', 'e'}))),
        new Chunk.Abort(false, List.of()),
        new Chunk.Failure(
            List.of(new ErrorCause(6, new byte[5]), new ErrorCause(1, new byte[] {0, 1, 0, 0}))),
        new Chunk.Shutdown(77),
        new Chunk.ShutdownAck(),
        new Chunk.ShutdownComplete(true),
        new Chunk.ShutdownComplete(false),
        new Chunk.CookieEcho(new byte[] {4, 3, 2, 1, 0}),
        new Chunk.CookieAck(),
        new ForwardTsn(
            12, List.of(new ForwardTsn.Skipped(1, 65_535), new ForwardTsn.Skipped(9, 0))),
        new Chunk.Reconfiguration(
            List.of(
                new Parameter.OutgoingReset(5, 4, 99, List.of(1, 2, 3)),
                new Parameter.ResetResponse(8, 1))),
        new Chunk.Reconfiguration(List.of(new Parameter.IncomingReset(6, List.of(65_535, 1, 2)))),
        new Chunk.Unknown(0xC5, 3, new byte[] {1}));
  }

  private static SctpPacket read(byte[] bytes) throws SctpException {
    return SctpPacket.parse(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void aChunkReadsAsItWasWritten(Chunk chunk) throws Exception {
    byte[] bytes = new SctpPacket(5000, 5001, 0xCAFEBABE, List.of(chunk)).write();
    assertThat(bytes.length % 4).isZero();
    SctpPacket again = read(bytes);
    assertThat(again.sourcePort()).isEqualTo(5000);
    assertThat(again.destinationPort()).isEqualTo(5001);
    assertThat(again.verificationTag()).isEqualTo(0xCAFEBABE);
    assertThat(again.chunks()).usingRecursiveFieldByFieldElementComparator().containsExactly(chunk);
  }

  @Test
  void chunksFollowEachOtherAtAnyOffset() throws Exception {
    List<Chunk> all = chunks().filter(c -> c.size() < 100).toList();
    byte[] bytes = new SctpPacket(1, 2, 3, all).write();
    byte[] within = new byte[bytes.length + 10];
    System.arraycopy(bytes, 0, within, 7, bytes.length);
    assertThat(SctpPacket.parse(within, 7, bytes.length).chunks())
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactlyElementsOf(all);
  }

  @Test
  void aPacketHasTheLayoutOfTheRfc() throws Exception {
    byte[] bytes =
        new SctpPacket(
                0x1388,
                0x1389,
                0x01020304,
                List.of(new Chunk.Data(false, false, true, true, 16, 1, 2, 51, new byte[] {'a'})))
            .write();
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(bytes, 0, 8)).isEqualTo("1388138901020304");
    assertThat(hex.formatHex(bytes, 12, bytes.length))
        .isEqualTo("00030011" + "00000010" + "00010002" + "00000033" + "61000000");
  }

  @Test
  void everyFlippedBitIsDetected() {
    byte[] bytes = new SctpPacket(1, 2, 3, List.of(new Chunk.Shutdown(5))).write();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] spoiled = bytes.clone();
      spoiled[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> read(spoiled)).isInstanceOf(SctpException.class);
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = new SctpPacket(1, 2, 3, chunks().filter(c -> c.size() < 100).toList()).write();
    for (int length = 0; length < bytes.length; length++) {
      int size = length;
      assertThatThrownBy(() -> SctpPacket.parse(bytes, 0, size)).isInstanceOf(SctpException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("chunks")
  void wrongLengthsAreRefusedOrReadWithinBounds(Chunk chunk) {
    byte[] bytes = new SctpPacket(1, 2, 3, List.of(chunk)).write();
    for (int at = SctpPacket.HEADER + 2; at + 1 < Math.min(bytes.length, 80); at++) {
      for (int lie : new int[] {0, 1, 3, 4, 5, 0x7FFF, 0xFFFF}) {
        byte[] spoiled = bytes.clone();
        spoiled[at] = (byte) (lie >> 8);
        spoiled[at + 1] = (byte) lie;
        Checksums.fix(spoiled);
        try {
          assertThat(read(spoiled).chunks()).isNotEmpty();
        } catch (SctpException e) {
          assertThat(e).hasMessageNotContaining("checksum");
        }
      }
    }
  }

  @Test
  void moreThanAnyAssociationSendsIsCutOrRefused() throws Exception {
    List<ErrorCause> causes = Collections.nCopies(65, new ErrorCause(1, new byte[0]));
    var failure = (Chunk.Failure) read(packet(new Chunk.Failure(causes))).chunks().getFirst();
    assertThat(failure.causes()).hasSize(64);
    List<Parameter> parameters = Collections.nCopies(65, new Parameter.ForwardTsnSupported());
    byte[] most = packet(new Chunk.Reconfiguration(parameters.subList(0, 64)));
    assertThat(((Chunk.Reconfiguration) read(most).chunks().getFirst()).parameters()).hasSize(64);
    byte[] more = packet(new Chunk.Reconfiguration(parameters));
    assertThatThrownBy(() -> read(more)).isInstanceOf(SctpException.class);
    Chunk[] chunks = new Chunk[513];
    Arrays.fill(chunks, new Chunk.CookieAck());
    assertThat(read(packet(Arrays.copyOf(chunks, 512))).chunks()).hasSize(512);
    assertThatThrownBy(() -> read(packet(chunks))).isInstanceOf(SctpException.class);
  }

  private static byte[] packet(Chunk... chunks) {
    return new SctpPacket(1, 2, 3, List.of(chunks)).write();
  }

  /** RFC 9260, sections 3.2 and 3.2.1: the upper two bits of a type. */
  @Test
  void unknownTypesTellHowToTreatThem() {
    assertThat(new Chunk.Unknown(0x3F, 0, new byte[0])).matches(c -> c.stops() && !c.reported());
    assertThat(new Chunk.Unknown(0x7F, 0, new byte[0])).matches(c -> c.stops() && c.reported());
    assertThat(new Chunk.Unknown(0xBF, 0, new byte[0])).matches(c -> !c.stops() && !c.reported());
    assertThat(new Chunk.Unknown(0xFF, 0, new byte[0])).matches(c -> !c.stops() && c.reported());
    assertThat(new Parameter.Unknown(0x3FFF, new byte[0])).matches(p -> p.stops() && !p.reported());
    assertThat(new Parameter.Unknown(0x7FFF, new byte[0])).matches(p -> p.stops() && p.reported());
    assertThat(new Parameter.Unknown(0xBFFF, new byte[0]))
        .matches(p -> !p.stops() && !p.reported());
    assertThat(new Parameter.Unknown(0xFFFF, new byte[0])).matches(p -> !p.stops() && p.reported());
  }

  @Test
  void parametersAfterAStoppingOneAreNotRead() throws Exception {
    Chunk.Init init =
        new Chunk.Init(
            false,
            1,
            2,
            3,
            4,
            5,
            List.of(
                new Parameter.Unknown(0x0123, new byte[1]), new Parameter.ForwardTsnSupported()));
    Chunk.Init read =
        (Chunk.Init) read(new SctpPacket(1, 2, 0, List.of(init)).write()).chunks().getFirst();
    assertThat(read.parameters()).hasSize(1);
  }

  @Test
  void numbersAreComparedAcrossTheirWrap() {
    assertThat(SerialNumbers.after(1, 0)).isTrue();
    assertThat(SerialNumbers.after(0, -1)).isTrue();
    assertThat(SerialNumbers.after(Integer.MIN_VALUE, Integer.MAX_VALUE)).isTrue();
    assertThat(SerialNumbers.after(5, 5)).isFalse();
    assertThat(SerialNumbers.unwrap(3, 0xFFFF_FFFEL)).isEqualTo(0x1_0000_0003L);
    assertThat(SerialNumbers.unwrap(-2, 0x1_0000_0003L)).isEqualTo(0xFFFF_FFFEL);
    assertThat(SerialNumbers.unwrap16(2, 65_534)).isEqualTo(65_538);
    assertThat(SerialNumbers.unwrap16(65_534, 65_538)).isEqualTo(65_534);
  }
}
