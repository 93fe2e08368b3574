package app.rostrum.wire.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StunMessageTest {
  private static final byte[] ID = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");
  private static final byte[] KEY = "VOkJxbRl1RmTxUk/WvJxBt".getBytes(StandardCharsets.UTF_8);

  private static StunMessage parse(byte[] data) throws StunException {
    return StunMessage.parse(data, 0, data.length);
  }

  /** The request of RFC 5769, section 2.1, which is padded with spaces. */
  @Test
  void readsTheExampleOfTheStandard() throws Exception {
    byte[] sample =
        HexFormat.of()
            .parseHex(
                "000100582112a442b7e7a701bc34d686fa87dfae"
                    + "802200105354554e207465737420636c69656e74"
                    + "002400046e0001ff"
                    + "80290008932ff9b151263b36"
                    + "000600096576746a3a68367659202020"
                    + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
                    + "80280004e57a3bcf");
    StunMessage message = parse(sample);
    assertThat(message.kind()).isEqualTo(StunMessage.Kind.REQUEST);
    assertThat(message.attribute(StunAttribute.Username.class))
        .contains(new StunAttribute.Username("evtj:h6vY"));
    assertThat(message.attribute(StunAttribute.Priority.class))
        .contains(new StunAttribute.Priority(0x6e0001ffL));
    assertThat(message.attribute(StunAttribute.IceControlled.class))
        .contains(new StunAttribute.IceControlled(0x932ff9b151263b36L));
    assertThat(MessageIntegrity.verify(sample, 0, sample.length, KEY)).isTrue();
    assertThat(MessageIntegrity.verify(sample, 0, sample.length, new byte[] {1})).isFalse();
  }

  /** The responses of RFC 5769, sections 2.2 and 2.3, from port 32853. */
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 00200008 0001a147 e112a643,"
        + " 2b91f599fd9e90c38c7489f92af9ba53f06be7d7, c07d4c96",
    "2001:db8:1234:5678:11:2233:4455:6677,"
        + " 00200014 0002a147 0113a9faa5d3f179bc25f4b5bed2b9d9,"
        + " a382954e4be67bf11784c97c8292c275bfe3ed41, c8fb0b4c"
  })
  void readsTheAddressesOfTheStandard(
      String address, String attribute, String integrity, String fingerprint) throws Exception {
    byte[] sample =
        message(
            0x0101,
            ("8022000b7465737420766563746f7220" + attribute + "00080014" + integrity)
                + ("80280004" + fingerprint));
    StunMessage message = parse(sample);
    assertThat(message.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
    assertThat(message.attributes())
        .usingRecursiveComparison()
        .isEqualTo(
            List.of(
                new StunAttribute.Other(0x8022, "test vector".getBytes(StandardCharsets.UTF_8)),
                new StunAttribute.XorMappedAddress(
                    InetAddress.ofLiteral(address).getAddress(), 32853)));
    assertThat(MessageIntegrity.verify(sample, 0, sample.length, KEY)).isTrue();
  }

  /** Returns a message with the transaction id of the samples and a right length. */
  private static byte[] message(int type, String attributes) {
    byte[] body = HexFormat.of().parseHex(attributes.replace(" ", ""));
    return ByteBuffer.allocate(StunMessage.HEADER_LENGTH + body.length)
        .putShort((short) type)
        .putShort((short) body.length)
        .putInt(StunMessage.MAGIC_COOKIE)
        .put(ID)
        .put(body)
        .array();
  }

  /** RFC 8489, section 5: two zero bits, then the cookie, in a header of 20 bytes. */
  @Test
  void onlyTheHeaderOfTheStandardLooksLikeStun() {
    byte[] data = new byte[25];
    System.arraycopy(message(0x0001, ""), 0, data, 5, 20);
    assertThat(StunMessage.looksLike(data, 5, 20)).isTrue();
    assertThat(StunMessage.looksLike(data, 5, 19)).isFalse();
    assertThat(StunMessage.looksLike(data, 0, 20)).isFalse();
    for (int bit : new int[] {0, 1, 32, 63}) {
      byte[] spoiled = data.clone();
      spoiled[5 + bit / 8] ^= (byte) (0x80 >> bit % 8);
      assertThat(StunMessage.looksLike(spoiled, 5, 20)).as("bit %d", bit).isFalse();
      assertThatThrownBy(() -> StunMessage.parse(spoiled, 5, 20)).isInstanceOf(StunException.class);
    }
  }

  /** RFC 8489, section 5: the length counts what follows the header, a multiple of four bytes. */
  @Test
  void aLengthThatIsNotTheDatagramsIsRefused() throws Exception {
    byte[] data = message(0x0001, "00250000");
    assertThat(parse(data).attributes()).containsExactly(new StunAttribute.UseCandidate());
    for (int length : new int[] {0, 3, 5, 8, 0x104}) {
      byte[] spoiled = ByteBuffer.wrap(data.clone()).putShort(2, (short) length).array();
      assertThatThrownBy(() -> parse(spoiled)).as("%d", length).isInstanceOf(StunException.class);
    }
    assertThatThrownBy(() -> parse(message(0x0001, "0025000000")))
        .isInstanceOf(StunException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "not a binding,                              0003, 00250000",
    "an attribute that runs over the end,        0001, 00060005 61626364",
    "a priority of 3 bytes,                      0001, 00240003 00000000",
    "a priority of 5 bytes,                      0001, 00240005 0000000000000000",
    "a tie breaker of 4 bytes,                   0001, 802a0004 00000000",
    "the controlled end's of 12,                 0001, 8029000c 000000000000000000000000",
    "an address without a family,                0101, 00200002 00010000",
    "an address of no family,                    0101, 00200008 0000a147 e112a643",
    "an address of another family,               0101, 00200008 0003a147 e112a643",
    "an IPv4 address of 3 bytes,                 0101, 00200007 0001a147 e112a643",
    "an IPv4 address of 8 bytes,                 0101, 0020000c 0001a147 e112a643 00000000",
    "an IPv6 address of 4 bytes,                 0101, 00200008 0002a147 e112a643",
    "an error without its number,                0111, 00090003 00000400",
    "an error of class 2,                        0111, 00090004 00000263",
    "an error of class 7,                        0111, 00090004 00000700",
    "an error whose number has three digits,     0111, 00090004 00000464",
    "a fingerprint of 3 bytes,                   0001, 80280003 00000000"
  })
  void malformedAttributesAreRefused(String what, String type, String attributes) {
    assertThatThrownBy(() -> parse(message(HexFormat.fromHexDigits(type), attributes)))
        .as(what)
        .isInstanceOf(StunException.class);
  }

  /** RFC 8489, section 14.7: FINGERPRINT is the last attribute. */
  @Test
  void aRightFingerprintBeforeAnotherAttributeIsRefused() {
    byte[] data = message(0x0001, "80280004" + "00000000" + "00250000");
    ByteBuffer.wrap(data).putInt(24, Fingerprint.crc(data, 0, StunMessage.HEADER_LENGTH));
    assertThatThrownBy(() -> parse(data)).isInstanceOf(StunException.class);
  }

  /** RFC 8489, section 14.8: a class of 3 to 6, then a number of 0 to 99. */
  @ParameterizedTest
  @CsvSource({"00000300, 300", "00000663, 699", "fffffc57, 487"})
  void theEdgesOfErrorCodesAreRead(String value, int code) throws Exception {
    var error = new StunAttribute.ErrorCode(code, "");
    assertThat(parse(message(0x0111, "00090004" + value)).attributes()).containsExactly(error);
    byte[] written = new StunMessage(StunMessage.Kind.ERROR, ID, List.of(error)).write(null);
    assertThat(parse(written).attributes()).containsExactly(error);
  }

  /** RFC 8839, section 5.4, allows two fragments of 256 characters, with a colon between them. */
  @Test
  void theLongestUserNameIsRead() throws Exception {
    for (int size : new int[] {513, 514}) {
      var name = new StunAttribute.Username("u".repeat(size));
      byte[] data = new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(name)).write(KEY);
      if (size == 513) {
        assertThat(parse(data).attributes()).containsExactly(name);
      } else {
        assertThatThrownBy(() -> parse(data)).isInstanceOf(StunException.class);
      }
    }
  }

  @Test
  void moreOrLongerThanAnyIceMessageIsRefused() throws Exception {
    assertThat(parse(message(0x0001, "00250000".repeat(64))).attributes()).hasSize(64);
    byte[] many = message(0x0001, "00250000".repeat(65));
    assertThatThrownBy(() -> parse(many)).isInstanceOf(StunException.class);
    String longest = "802205c4" + "00".repeat(0x5c4);
    assertThat(message(0x0001, longest)).hasSize(StunMessage.MAX_LENGTH);
    assertThat(parse(message(0x0001, longest)).attributes()).hasSize(1);
    byte[] longer = message(0x0001, "802205c8" + "00".repeat(0x5c8));
    assertThatThrownBy(() -> parse(longer)).isInstanceOf(StunException.class);
  }

  @Test
  void theFirstAttributeOfATypeIsFound() {
    var message =
        new StunMessage(
            StunMessage.Kind.REQUEST,
            ID,
            List.of(
                new StunAttribute.UseCandidate(),
                new StunAttribute.Priority(1),
                new StunAttribute.Priority(2)));
    assertThat(message.attribute(StunAttribute.Priority.class))
        .contains(new StunAttribute.Priority(1));
    assertThat(message.attribute(StunAttribute.Username.class)).isEmpty();
  }

  /** RFC 8489, section 14: types below 0x8000 must be understood. */
  @Test
  void attributesTellWhetherTheyMustBeUnderstood() {
    assertThat(new StunAttribute.Other(0x7FFF, new byte[0]).comprehensionRequired()).isTrue();
    assertThat(new StunAttribute.Other(0x8000, new byte[0]).comprehensionRequired()).isFalse();
  }

  @Test
  void aTransactionIdOfAnotherLengthIsRefused() {
    for (int size : new int[] {11, 13}) {
      assertThatThrownBy(() -> new StunMessage(StunMessage.Kind.REQUEST, new byte[size], List.of()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void messagesReadAsTheyWereWritten() throws Exception {
    StunMessage message =
        new StunMessage(
            StunMessage.Kind.ERROR,
            ID,
            List.of(
                new StunAttribute.Username("a:b"),
                new StunAttribute.Priority(0xFFFFFFFEL),
                new StunAttribute.UseCandidate(),
                new StunAttribute.IceControlling(-5),
                new StunAttribute.IceControlled(Long.MIN_VALUE),
                new StunAttribute.ErrorCode(487, "Role Conflict"),
                new StunAttribute.UnknownAttributes(List.of(0x7001, 0xFFFE)),
                new StunAttribute.XorMappedAddress(new byte[] {127, 0, 0, 1}, 40_000),
                new StunAttribute.XorMappedAddress(new byte[16], 1),
                new StunAttribute.Other(0x8022, new byte[] {1, 2, 3})));
    byte[] data = message.write(KEY);
    for (int offset : new int[] {0, 7}) {
      byte[] within = new byte[data.length + 2 * offset];
      System.arraycopy(data, 0, within, offset, data.length);
      StunMessage read = StunMessage.parse(within, offset, data.length);
      assertThat(read).isEqualTo(message).hasSameHashCodeAs(message);
      assertThat(read.attributes())
          .usingRecursiveComparison()
          .withStrictTypeChecking()
          .isEqualTo(message.attributes());
      assertThat(MessageIntegrity.verify(within, offset, data.length, KEY)).isTrue();
    }
  }

  @Test
  void aChangedByteIsDetected() {
    byte[] data =
        new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a:b")))
            .write(KEY);
    data[26] ^= 1;
    assertThatThrownBy(() -> parse(data)).isInstanceOf(StunException.class);
  }

  /** The fingerprint is no secret: an attacker writes a right one behind a changed message. */
  @Test
  void theIntegrityOfAChangedMessageIsWrongWhateverItsFingerprintSays() {
    byte[] data =
        new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a:b")))
            .write(KEY);
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isTrue();
    for (int at : new int[] {1, 5, 26}) {
      data[at] ^= 1;
      assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).as("byte %d", at).isFalse();
      data[at] ^= 1;
    }
  }

  @Test
  void aMessageWithoutIntegrityIsNotVerified() {
    byte[] data = {
      0, 1, 0, 0, 0x21, 0x12, (byte) 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isFalse();
  }

  @Test
  void anIntegrityOfAnotherSizeIsNotVerified() {
    for (int size : new int[] {0, 4, 16}) {
      byte[] data = new byte[20 + 4 + size];
      data[1] = 1;
      data[3] = (byte) (4 + size);
      data[21] = 8;
      data[23] = (byte) size;
      assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).as("%d bytes", size).isFalse();
    }
  }

  @Test
  void aTruncatedMessageIsNotVerified() {
    byte[] data =
        new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a:b")))
            .write(KEY);
    int integrityEnd = data.length - 8;
    for (int length = 0; length < integrityEnd; length++) {
      assertThat(MessageIntegrity.verify(data, 0, length, KEY)).as("%d bytes", length).isFalse();
    }
    assertThat(MessageIntegrity.verify(data, 0, integrityEnd, KEY)).isTrue();
  }

  @Test
  void theIntegrityOfALongMessageIsVerified() throws Exception {
    byte[] data =
        new StunMessage(
                StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.Username("a".repeat(300))))
            .write(KEY);
    assertThat(data.length).isGreaterThan(255);
    assertThat(parse(data).attributes()).hasSize(1);
    assertThat(MessageIntegrity.verify(data, 0, data.length, KEY)).isTrue();
    // RFC 8489, section 14.5: the length ends with MESSAGE-INTEGRITY, the HMAC before it.
    int end = data.length - 8;
    byte[] covered = Arrays.copyOf(data, end - 24);
    ByteBuffer.wrap(covered).putShort(2, (short) (end - StunMessage.HEADER_LENGTH));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(KEY, "HmacSHA1"));
    assertThat(Arrays.copyOfRange(data, end - 20, end)).isEqualTo(mac.doFinal(covered));
  }

  @Test
  void messagesThatDifferAreNotEqual() {
    var request = new StunMessage(StunMessage.Kind.REQUEST, ID, List.of());
    assertThat(request).isNotEqualTo(new StunMessage(StunMessage.Kind.SUCCESS, ID, List.of()));
    assertThat(request)
        .isNotEqualTo(new StunMessage(StunMessage.Kind.REQUEST, new byte[12], List.of()));
    assertThat(request)
        .isNotEqualTo(
            new StunMessage(
                StunMessage.Kind.REQUEST, ID, List.of(new StunAttribute.UseCandidate())));
  }

  @Test
  void attributesAfterTheIntegrityAreIgnored() throws Exception {
    byte[] sealed = new StunMessage(StunMessage.Kind.REQUEST, ID, List.of()).write(KEY);
    byte[] forged = Arrays.copyOf(sealed, sealed.length - 8 + 4);
    // USE-CANDIDATE in place of the fingerprint.
    forged[forged.length - 4] = 0;
    forged[forged.length - 3] = 0x25;
    forged[forged.length - 2] = 0;
    forged[forged.length - 1] = 0;
    forged[3] = (byte) (forged.length - 20);
    assertThat(parse(forged).attributes()).isEmpty();
  }
}
