package app.rostrum.wire.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {
  private static final RtpExtensions IDS = new RtpExtensions(1, 2, 4);

  private static RtpPacket parse(byte[] data) throws RtpException {
    return RtpPacket.parse(data, 0, data.length, IDS);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Returns a packet behind some other bytes, with as many after it. */
  private static byte[] behind(int offset, byte[] packet) {
    byte[] data = new byte[packet.length + 2 * offset];
    Arrays.fill(data, (byte) 0xFF);
    System.arraycopy(packet, 0, data, offset, packet.length);
    return data;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void packetsReadAsTheyWereWritten(int offset) throws Exception {
    byte[] data = new byte[100];
    int header =
        RtpHeader.write(
            data,
            offset,
            111,
            true,
            0xFEDC,
            0x89ABCDEFL,
            0xF0E1D2C3L,
            new int[] {-1, 2},
            35,
            true,
            new byte[] {10, 127},
            "10".getBytes(StandardCharsets.UTF_8),
            IDS);
    data[offset + header] = 42;
    RtpPacket packet = RtpPacket.parse(data, offset, header + 1, IDS);
    RtpPacket expected =
        new RtpPacket(
            111,
            true,
            0xFEDC,
            0x89ABCDEFL,
            0xF0E1D2C3L,
            new int[] {-1, 2},
            35,
            true,
            new byte[] {42},
            new byte[] {10, 127});
    assertThat(packet).usingRecursiveComparison().isEqualTo(expected);
    assertThat(packet.withPayload(new byte[] {1, 2}))
        .usingRecursiveComparison()
        .ignoringFields("payload")
        .isEqualTo(expected);
    assertThat(packet.withPayload(new byte[] {1, 2}).payload()).containsExactly(1, 2);
    assertThat(RtpHeader.payloadType(data, offset)).isEqualTo(111);
    assertThat(RtpHeader.sequenceNumber(data, offset)).isEqualTo(0xFEDC);
    assertThat(RtpHeader.ssrc(data, offset)).isEqualTo(0xF0E1D2C3L);
    assertThat(RtpHeader.mid(data, offset, header + 1, IDS.mid())).contains("10");
  }

  /** RFC 3550, section 5.1; RFC 8285, section 4.2; RFC 6464 and 6465, section 3. */
  @Test
  void aPacketHasTheLayoutOfTheStandards() {
    byte[] out = new byte[100];
    Arrays.fill(out, (byte) 0x55);
    int length =
        RtpHeader.write(
            out,
            2,
            0xFF,
            false,
            0x1FEDC,
            1,
            2,
            new int[] {0x89ABCDEF, 3},
            0,
            false,
            new byte[] {-1, 1, 2},
            "m".getBytes(StandardCharsets.UTF_8),
            IDS);
    assertThat(HexFormat.of().formatHex(out, 2, 2 + length))
        .isEqualTo(
            ("927ffedc" + "00000001" + "00000002" + "89abcdef" + "00000003")
                + ("bede0002" + "1000" + "217f01" + "406d" + "00"));
  }

  @Test
  void valuesBeyondTheirFieldsAreCutOrLeftOut() throws Exception {
    byte[] level = parse(written(new int[20], 200, new byte[0], new byte[17])).csrcLevels();
    assertThat(level).isEmpty();
    RtpPacket packet = parse(written(new int[20], 200, new byte[20], new byte[17]));
    assertThat(packet.csrcs()).hasSize(15);
    assertThat(packet.csrcLevels()).hasSize(15);
    assertThat(packet.audioLevel()).isEqualTo(127);
    byte[] longest =
        written(new int[0], -1, new byte[0], "m".repeat(16).getBytes(StandardCharsets.UTF_8));
    assertThat(RtpHeader.mid(longest, 0, longest.length, 4)).contains("m".repeat(16));
    assertThat(parse(longest).audioLevel()).isEqualTo(-1);
    assertThat(written(new int[0], 5, new byte[0], new byte[0]))
        .endsWith(hex("bede0001" + "1085" + "0000"));
    for (byte[] none : List.of(new byte[0], new byte[17])) {
      assertThat(written(new int[0], -1, new byte[0], none)).hasSize(RtpHeader.FIXED_LENGTH);
    }
  }

  private static byte[] written(int[] csrcs, int audioLevel, byte[] csrcLevels, byte[] mid) {
    byte[] out = new byte[200];
    int length =
        RtpHeader.write(out, 0, 111, false, 1, 2, 3, csrcs, audioLevel, true, csrcLevels, mid, IDS);
    return Arrays.copyOf(out, length);
  }

  @Test
  void extensionsThatWereNotNegotiatedAreNotWritten() throws Exception {
    byte[] out = new byte[100];
    int length =
        RtpHeader.write(
            out,
            3,
            111,
            false,
            1,
            2,
            3,
            new int[] {4},
            35,
            true,
            new byte[] {10},
            new byte[] {'0'},
            RtpExtensions.NONE);
    assertThat(length).isEqualTo(16);
    assertThat(RtpPacket.parse(out, 3, length, IDS).audioLevel()).isEqualTo(-1);
  }

  /** RFC 8285, sections 4.2 and 4.3; the mid has id 4. */
  @ParameterizedTest
  @CsvSource({
    "the one-byte form,                     bede0001 41 3738 00,     78",
    "up to the end of the extension,        bede0001 42 373839,      789",
    "behind padding,                        bede0001 0000 40 37,     7",
    "behind another element,                bede0002 11 aabb 41 3738 0000, 78",
    "over the end of the extension,         bede0001 43 373839,      ",
    "behind an element over the end,        bede0001 13 40 3700,     ",
    "behind id 15 which ends the reading,   bede0001 f0 00 40 37,    ",
    "no such element,                       bede0001 50 37 0000,     ",
    "an empty extension,                    bede0000,                ",
    "the two-byte form,                     10000001 0402 3738,      78",
    "any of its application bits,           100f0001 0402 3738,      78",
    "behind padding of it,                  10000001 00 0401 37,     7",
    "behind an empty element,               10000002 0100 0401 37 000000, 7",
    "an id of four bits only in one byte,   10000001 4401 3700,      ",
    "an empty element at the end,           10000001 0000 0400,      ''",
    "an empty element,                      10000001 0400 0000,      ''",
    "a size over the end,                   10000001 0403 3738,      ",
    "a cut-off header,                      10000001 000000 04,      ",
    "a long element behind which it is,     10000024 0188 {136} 0401 37 000000, 7",
    "another profile,                       20000001 0402 3738,      ",
    "nearly the one-byte form,              bedf0001 41 3738 00,     ",
    "nearly the two-byte form,              10100001 0402 3738,      "
  })
  void anExtensionIsFoundInEitherForm(String what, String extension, @Nullable String mid)
      throws Exception {
    byte[] packet =
        hex("916f0001 00000002 00000003 00000004" + extension.replace("{136}", "00".repeat(136)));
    byte[] data = behind(3, packet);
    assertThat(RtpHeader.mid(data, 3, packet.length, 4))
        .as(what)
        .isEqualTo(Optional.ofNullable(mid));
    assertThat(RtpHeader.mid(data, 3, packet.length, 0)).as(what).isEmpty();
  }

  @Test
  void levelsAreReadAsFarAsTheyGo() throws Exception {
    RtpPacket packet =
        parse(hex("926f0001 00000002 00000003 00000004 00000005" + "10000002 01018a 020189 0000"));
    assertThat(packet.audioLevel()).isEqualTo(10);
    assertThat(packet.voice()).isTrue();
    assertThat(packet.marker()).isFalse();
    assertThat(packet.csrcLevels()).containsExactly(9);
    RtpPacket empty = parse(hex("916f0001 00000002 00000003 00000004" + "10000001 0100 0200"));
    assertThat(empty.audioLevel()).isEqualTo(-1);
    assertThat(empty.csrcLevels()).isEmpty();
    assertThat(parse(hex("906f0001 00000002 00000003" + "bede0001 107f 2005")).voice()).isFalse();
  }

  /** RFC 3550, section 5.1: the last byte counts itself. */
  @Test
  void paddingIsNotPayload() throws Exception {
    byte[] data = hex("a06f00010000000200000003" + "aabb" + "0002");
    assertThat(parse(data).payload()).containsExactly(0xaa, 0xbb);
    assertThat(parse(hex("a06f00010000000200000003" + "000003")).payload()).isEmpty();
    byte[] most = hex("a06f00010000000200000003" + "00".repeat(254) + "ff");
    assertThat(parse(most).payload()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "806f0001 00000002 00000003,                             12",
    "826f0001 00000002 00000003 00000004 00000005,           20",
    "906f0001 00000002 00000003 bede0001 00000000,           20",
    "916f0001 00000002 00000003 00000004 bede0000,           20",
    "906f0001 00000002 00000003 bede0101 {1028},             1044"
  })
  void aHeaderIsReadWhole(String start, int length) throws Exception {
    byte[] packet = hex(start.replace("{1028}", "00".repeat(1028)));
    byte[] data = behind(3, packet);
    assertThat(packet).hasSize(length);
    assertThat(RtpHeader.length(data, 3, length)).isEqualTo(length);
    assertThat(RtpHeader.length(data, 3, length + 1)).isEqualTo(length);
    assertThatThrownBy(() -> RtpHeader.length(data, 3, length - 1))
        .isInstanceOf(RtpException.class);
  }

  @Test
  void refusesMalformedPackets() {
    for (String hex :
        new String[] {
          "",
          "80",
          "006f00010000000200000003",
          "c06f00010000000200000003",
          "8f6f00010000000200000003",
          "906f00010000000200000003",
          "906f00010000000200000003bede0001",
          "a06f00010000000200000003",
          "a06f0001000000020000000300",
          "a06f0001000000020000000309"
        }) {
      assertThatThrownBy(() -> parse(HexFormat.of().parseHex(hex)))
          .as(hex)
          .isInstanceOf(RtpException.class);
    }
  }
}
