package app.rostrum.wire.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpCompoundTest {
  private static final ReportBlock BLOCK =
      new ReportBlock(0xFFFFFFFFL, 128, -7, 0x1_0001L, 33, 0x80000001L, 65_536);

  private static List<RtcpPacket> parse(byte[] data) throws RtcpException {
    return RtcpCompound.parse(data, 0, data.length);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void packetsReadAsTheyWereWritten() throws Exception {
    List<RtcpPacket> packets =
        List.of(
            new RtcpPacket.SenderReport(1, -5, 0xFFFFFFF0L, 10, 2000, List.of(BLOCK)),
            new RtcpPacket.ReceiverReport(2, List.of(BLOCK, BLOCK)),
            new RtcpPacket.SourceDescription(
                List.of(
                    new RtcpPacket.SourceDescription.Chunk(1, "abc"),
                    new RtcpPacket.SourceDescription.Chunk(2, "abcdef"),
                    new RtcpPacket.SourceDescription.Chunk(3, ""))),
            new RtcpPacket.Bye(List.of(1L, 0xFFFFFFFEL), "stream ended"));
    byte[] data = RtcpCompound.write(packets);
    assertThat(parse(data)).isEqualTo(packets);
    assertThat(data.length % 4).isZero();
  }

  @Test
  void feedbackReadsAsItWasWritten() throws Exception {
    List<RtcpPacket> packets =
        List.of(
            new RtcpPacket.Nack(1, 0xFFFFFFFFL, List.of(65_530, 65_535, 4, 10, 11, 60_000)),
            new RtcpPacket.PictureLoss(1, 2),
            new RtcpPacket.FullIntraRequest(
                1, List.of(new RtcpPacket.FullIntraRequest.Entry(7, 255))),
            new RtcpPacket.BitrateEstimate(1, 1_500_000 & ~7, List.of(5L, 6L)),
            new RtcpPacket.BitrateEstimate(1, 0, List.of()),
            new RtcpPacket.BitrateEstimate(1, Long.MAX_VALUE, List.of()));
    assertThat(parse(RtcpCompound.write(packets))).isEqualTo(packets);
  }

  /** RFC 3550, section 6; RFC 4585, section 6; RFC 5104, section 4.3.1; REMB, section 2.2. */
  @Test
  void packetsHaveTheLayoutOfTheStandards() throws Exception {
    String block = "ffffffff" + "80fffff9" + "00010001" + "00000021" + "80000001" + "00010000";
    Map<String, RtcpPacket> packets = new LinkedHashMap<>();
    packets.put(
        ("81c8000c"
            + "89abcdef"
            + "8000000080000000"
            + "fffffff0"
            + "8000000a"
            + "800007d0"
            + block),
        new RtcpPacket.SenderReport(
            0x89ABCDEFL,
            0x80000000_80000000L,
            0xFFFFFFF0L,
            0x8000000AL,
            0x800007D0L,
            List.of(BLOCK)));
    packets.put(
        "82c9000d" + "00000002" + block + block,
        new RtcpPacket.ReceiverReport(2, List.of(BLOCK, BLOCK)));
    packets.put(
        "82ca0006"
            + ("80000001" + "0103616263" + "000000")
            + ("00000002" + "01026162" + "00000000"),
        new RtcpPacket.SourceDescription(
            List.of(
                new RtcpPacket.SourceDescription.Chunk(0x80000001L, "abc"),
                new RtcpPacket.SourceDescription.Chunk(2, "ab"))));
    packets.put(
        "82cb0003" + "00000001" + "fffffffe" + "02656e00",
        new RtcpPacket.Bye(List.of(1L, 0xFFFFFFFEL), "en"));
    packets.put("81cb0001" + "00000001", new RtcpPacket.Bye(List.of(1L), ""));
    packets.put(
        "81cd0005" + "00000001" + "ffffffff" + "ffff8001" + "00100000" + "00080000",
        new RtcpPacket.Nack(1, 0xFFFFFFFFL, List.of(65_535, 0, 15, 16, 8)));
    packets.put(
        "81ce0002" + "80000001" + "80000002", new RtcpPacket.PictureLoss(0x80000001L, 0x80000002L));
    packets.put(
        "84ce0004" + "00000001" + "00000000" + "80000007" + "ff000000",
        new RtcpPacket.FullIntraRequest(
            1, List.of(new RtcpPacket.FullIntraRequest.Entry(0x80000007L, 255))));
    packets.put(
        "8fce0006" + "00000001" + "00000000" + "52454d42" + "0203ffff" + "80000005" + "00000006",
        new RtcpPacket.BitrateEstimate(1, 0x3FFFF, List.of(0x80000005L, 6L)));
    packets.put(
        "8fce0004" + "00000001" + "00000000" + "52454d42" + "00060000",
        new RtcpPacket.BitrateEstimate(1, 0x40000, List.of()));
    for (var entry : packets.entrySet()) {
      assertThat(parse(hex(entry.getKey()))).containsExactly(entry.getValue());
      assertThat(RtcpCompound.write(List.of(entry.getValue()))).isEqualTo(hex(entry.getKey()));
    }
    byte[] all = hex("ffff" + String.join("", packets.keySet()) + "ff");
    assertThat(RtcpCompound.parse(all, 2, all.length - 3))
        .containsExactlyElementsOf(packets.values());
  }

  /** RFC 3550, section 6.4.1: the last byte counts the padding, itself included. */
  @Test
  void paddingIsNotRead() throws Exception {
    assertThat(parse(hex("a1cb0002" + "00000001" + "02616204" + "81cb0001" + "00000002")))
        .containsExactly(new RtcpPacket.Bye(List.of(1L), ""), new RtcpPacket.Bye(List.of(2L), ""));
    assertThat(parse(hex("a0cb0001" + "00000004")))
        .containsExactly(new RtcpPacket.Bye(List.of(), ""));
    String most = "a0cb0040" + "00".repeat(255) + "ff";
    assertThat(parse(hex(most))).containsExactly(new RtcpPacket.Bye(List.of(), ""));
  }

  /** RFC 3550, section 6.6: a BYE that counts no sources is valid, but useless. */
  @Test
  void aPacketOfItsHeaderOnlyIsRead() throws Exception {
    assertThat(parse(hex("80cb0000"))).containsExactly(new RtcpPacket.Bye(List.of(), ""));
  }

  /** RFC 3550, section 6.5: items of other types may stand around the name. */
  @Test
  void otherItemsOfASourceAreSkipped() throws Exception {
    for (String items : new String[] {"020161" + "010162" + "0000", "010162" + "020161" + "0000"}) {
      assertThat(parse(hex("81ca0003" + "00000001" + items)))
          .containsExactly(
              new RtcpPacket.SourceDescription(
                  List.of(new RtcpPacket.SourceDescription.Chunk(1, "b"))));
    }
  }

  /** REMB, section 2.2: 18 bits, shifted left by 0 to 63. */
  @ParameterizedTest
  @CsvSource({
    "00b60000, 4611686018427387904",
    "00ba0000, 9223372036854775807",
    "00ffffff, 9223372036854775807",
    "00fc0000, 0",
    "00fc0001, 9223372036854775807",
    "00000001, 1"
  })
  void anEstimateThatDoesNotFitIsTheLargest(String word, long rate) throws Exception {
    assertThat(parse(hex("8fce0004" + "00000001" + "00000000" + "52454d42" + word)))
        .containsExactly(new RtcpPacket.BitrateEstimate(1, rate, List.of()));
  }

  @Test
  void aNegativeEstimateIsWrittenAsZero() throws Exception {
    byte[] data = RtcpCompound.write(List.of(new RtcpPacket.BitrateEstimate(1, -1, List.of())));
    assertThat(parse(data)).containsExactly(new RtcpPacket.BitrateEstimate(1, 0, List.of()));
  }

  @Test
  void packetsThatAreTooLargeAreNotWritten() throws Exception {
    List<IntFunction<RtcpPacket>> kinds =
        List.of(
            n -> new RtcpPacket.ReceiverReport(1, Collections.nCopies(n, BLOCK)),
            n -> new RtcpPacket.Bye(List.of(1L), "x".repeat(n)),
            n -> new RtcpPacket.BitrateEstimate(1, 1, Collections.nCopies(n, 1L)),
            n -> new RtcpPacket.Nack(1, 2, Collections.nCopies(n, 7)));
    List<Integer> most = List.of(31, 255, 255, (1500 - 12) / 4);
    for (int i = 0; i < kinds.size(); i++) {
      RtcpPacket largest = kinds.get(i).apply(most.get(i));
      assertThat(parse(RtcpCompound.write(List.of(largest)))).containsExactly(largest);
      RtcpPacket larger = kinds.get(i).apply(most.get(i) + 1);
      assertThatThrownBy(() -> RtcpCompound.write(List.of(larger)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aNackThatAsksForEverythingIsCutShort() throws Exception {
    byte[] data = new byte[12 + 4 * 300];
    System.arraycopy(HexFormat.of().parseHex("81cd012e0000000100000002"), 0, data, 0, 12);
    Arrays.fill(data, 12, data.length, (byte) -1);
    assertThat(parse(data))
        .singleElement()
        .isInstanceOfSatisfying(
            RtcpPacket.Nack.class,
            nack -> assertThat(nack.lost()).hasSize(RtcpPacket.Nack.MAX_LOST));
  }

  @Test
  void skipsUnknownPackets() throws Exception {
    // Transport-wide feedback, a slice loss, another application's, one too short for an estimate.
    String unknown =
        ("8fcd0001" + "deadbeef")
            + ("82ce0001" + "deadbeef")
            + ("8fce0004" + "00000001" + "00000000" + "52454d43" + "00000000")
            + ("8fce0003" + "00000001" + "00000000" + "52454d42");
    assertThat(parse(hex(unknown + "81cb0001" + "00000009")))
        .containsExactly(new RtcpPacket.Bye(List.of(9L), ""));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes that are no packet,            80",
    "bytes behind a packet,               80c9000100000001 80c900",
    "a packet that runs over the end,     80c90001",
    "version 0,                           00c9000000000000",
    "version 3,                           c0c9000100000001",
    "a report that its block runs over,   81c9000100000001",
    "a sender report without its clock,   80c80001000000aa",
    "a source without an end,             81ca000100000001",
    "a source that ends with its text,    81ca000200000001 01026161",
    "a text that runs over the end,       81ca000200000001 01036161",
    "an item without its length,          81ca000200000001 01016101",
    "a source that runs into its padding, a1ca000200000001 00000003",
    "fewer sources than counted,          82cb000100000001",
    "a reason that runs over the end,     81cb000200000001 04616161",
    "padding of no bytes,                 a0c9000100000000",
    "padding of more bytes than given,    a0cb000100000005",
    "padding of an empty packet,          a0cb0000",
    "feedback without its source,         81cd000100000001",
    "half a lost packet,                  a1cd00030000000100000002 aabb0002",
    "half a request for a picture,        84ce00030000000100000002 aabbccdd",
    "an estimate for missing sources,     8fce00040000000100000000 52454d42 02000001",
    "an estimate without the second,      8fce00050000000100000000 52454d42 02000001 00000001"
  })
  void refusesMalformedPackets(String what, String packet) {
    assertThatThrownBy(() -> parse(hex(packet.replace(" ", ""))))
        .as(what)
        .isInstanceOf(RtcpException.class);
  }
}
