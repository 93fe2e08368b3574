package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import app.rostrum.rtc.stats.NtpTime;
import app.rostrum.wire.rtcp.RtcpPacket;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.rtp.RtpHeader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners as bare sockets, which have the keys of the connection. */
@Timeout(120)
class RtpSenderTest {
  private static final int PROFILE = SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM;
  private static final RtpLabels LABELS =
      RtpLabels.of(
          List.of(new Payload(111, Codec.OPUS, "", EnumSet.of(Payload.Kind.NACK))),
          RtpExtensions.NONE,
          "0");

  private final Random random = new Random(5);
  private final byte[] material = material();
  private final SrtpSession keys = SrtpSession.of(PROFILE, material, DtlsSession.Side.SERVER);
  private final SrtpSession theirs = SrtpSession.of(PROFILE, material, DtlsSession.Side.CLIENT);

  private MediaPort port;
  private DatagramSocket listener;
  private PacketOutput output;
  private RtpSender sender;

  @BeforeEach
  void open() throws IOException {
    port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    listener = socket();
    output = new PacketOutput(port);
    sender = new RtpSender(output, MediaKind.AUDIO, random);
  }

  @AfterEach
  void close() {
    port.close();
    listener.close();
  }

  private byte[] material() {
    byte[] bytes = new byte[SrtpSession.keyingMaterialLength(PROFILE)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static DatagramSocket socket() throws IOException {
    var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static InetSocketAddress address(DatagramSocket socket) {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  private void connect() {
    output.secure(keys);
    output.moveTo(address(listener));
  }

  private boolean send(int content) {
    byte[] frame = {(byte) content};
    return sender.send(LABELS, frame, 1, content * 960L, false, -1, new int[0], new byte[0]);
  }

  private static byte[] datagram(DatagramSocket from) throws IOException {
    var packet = new DatagramPacket(new byte[2048], 2048);
    from.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /** Returns the number and the content of the next packet. */
  private List<Integer> next(DatagramSocket from) throws IOException {
    byte[] datagram = datagram(from);
    var packet = new PacketBuffer(datagram).reset(datagram.length);
    assertThat(theirs.unprotectRtp(packet)).as("decrypts").isTrue();
    return List.of(RtpHeader.sequenceNumber(datagram, 0), (int) datagram[packet.getLength() - 1]);
  }

  @Test
  void theOtherEndDecryptsAcrossEveryWrapOfTheNumbers() throws Exception {
    connect();
    assertThat(send(0)).isTrue();
    int expected = next(listener).getFirst();
    for (int i = 1; i <= 12; i++) {
      // Four times around in all.
      sender.leaveOut(21_999);
      expected = (expected + 22_000) & 0xFFFF;
      assertThat(send(i)).isTrue();
      assertThat(next(listener)).containsExactly(expected, i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(send(i)).isTrue();
      assertThat(next(listener)).containsExactly((expected + 1 + i) & 0xFFFF, i);
    }
  }

  @Test
  void aNewAddressHoldsFromTheNextPacketOn() throws Exception {
    connect();
    send(1);
    try (DatagramSocket elsewhere = socket()) {
      output.moveTo(address(elsewhere));
      send(2);
      int number = next(listener).getFirst();
      assertThat(next(elsewhere)).containsExactly((number + 1) & 0xFFFF, 2);
    }
  }

  @Test
  void nothingIsSentOrCountedBeforeThereAreKeysAndAnAddress() throws Exception {
    assertThat(send(1)).isFalse();
    output.moveTo(address(listener));
    assertThat(send(2)).isFalse();
    output.secure(keys);
    assertThat(send(3)).isTrue();
    assertThat(next(listener)).contains(3);
    assertThat(sender.packets()).isEqualTo(1);
  }

  @Test
  void newKeysHoldFromTheNextPacketOn() throws Exception {
    connect();
    send(1);
    next(listener);
    byte[] others = material();
    output.secure(SrtpSession.of(PROFILE, others, DtlsSession.Side.SERVER));
    send(2);
    byte[] datagram = datagram(listener);
    assertThat(theirs.unprotectRtp(new PacketBuffer(datagram.clone()).reset(datagram.length)))
        .isFalse();
    assertThat(
            SrtpSession.of(PROFILE, others, DtlsSession.Side.CLIENT)
                .unprotectRtp(new PacketBuffer(datagram).reset(datagram.length)))
        .isTrue();
  }

  @Test
  void aLostPacketIsSentAgainAsItWas() throws Exception {
    connect();
    send(1);
    send(2);
    byte[] first = datagram(listener);
    byte[] second = datagram(listener);
    sender.onNack(
        List.of(RtpHeader.sequenceNumber(second, 0), RtpHeader.sequenceNumber(first, 0)), 0);
    assertThat(datagram(listener)).isEqualTo(second);
    assertThat(datagram(listener)).isEqualTo(first);
    assertThat(sender.resent()).isEqualTo(2);
  }

  @Test
  void aLostPacketOfSixFramesIsSentAgainWhole() throws Exception {
    connect();
    var frames = new byte[1100];
    random.nextBytes(frames);
    sender.send(LABELS, frames, frames.length, 0, false, -1, new int[0], new byte[0]);
    byte[] sent = datagram(listener);
    sender.onNack(List.of(RtpHeader.sequenceNumber(sent, 0)), 0);
    byte[] again = datagram(listener);
    assertThat(again).isEqualTo(sent);
    var packet = new PacketBuffer(again).reset(again.length);
    assertThat(theirs.unprotectRtp(packet)).isTrue();
    assertThat(Arrays.copyOf(again, packet.getLength())).endsWith(frames);
  }

  @Test
  void theReportCountsWhatWasSent() {
    connect();
    for (int i = 0; i < 100; i++) {
      send(i);
    }
    long now = System.nanoTime();
    RtcpPacket.SenderReport report = sender.report(new NtpTime(1), now, List.of());
    assertThat(report.ssrc()).isEqualTo(sender.ssrc());
    assertThat(report.packetCount()).isEqualTo(100);
    assertThat(report.octetCount()).isEqualTo(100);
    assertThat(report.rtpTimestamp()).isGreaterThanOrEqualTo(99 * 960);
  }

  @Test
  void oneNumberIsNeverEncryptedTwiceUnderOneKey() {
    byte[] packet = new byte[64];
    packet[0] = (byte) 0x80;
    packet[11] = 7;
    assertThat(keys.source(7).protect(new PacketBuffer(packet.clone()).reset(40))).isTrue();
    assertThat(keys.source(7).protect(new PacketBuffer(packet.clone()).reset(40))).isFalse();
  }

  @Test
  void equalAgreementsShareTheirLabelsAndStrangersDoNotFillTheMemory() {
    assertThat(labels("same")).isSameAs(labels("same"));
    RtpLabels early = labels("early");
    for (int i = 0; i < 100; i++) {
      assertThat(labels("mid" + i).mid()).asString().isEqualTo("mid" + i);
    }
    assertThat(labels("early")).isNotSameAs(early);
  }

  private static RtpLabels labels(String mid) {
    return RtpLabels.of(LABELS.payloads(), RtpExtensions.NONE, mid);
  }
}
