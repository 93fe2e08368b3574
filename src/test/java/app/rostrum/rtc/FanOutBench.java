package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A benchmark of one mix for a thousand listeners: see docs/decisions/media-transport.md. */
@Tag("bench")
class FanOutBench {
  private static final int LISTENERS = 1000;
  private static final int ROUNDS = 200;
  private static final int FRAME = 100;

  @Test
  void protectAndSendToAThousandAddresses() throws Exception {
    Random random = new Random(1);
    List<SrtpSession> sessions = new ArrayList<>();
    List<InetSocketAddress> addresses = new ArrayList<>();
    List<DatagramSocket> sinks = new ArrayList<>();
    for (int i = 0; i < LISTENERS; i++) {
      byte[] material =
          new byte[SrtpSession.keyingMaterialLength(SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM)];
      random.nextBytes(material);
      sessions.add(
          SrtpSession.of(
              SRTPProtectionProfile.SRTP_AEAD_AES_128_GCM, material, DtlsSession.Side.SERVER));
      DatagramSocket sink = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      sinks.add(sink);
      addresses.add((InetSocketAddress) sink.getLocalSocketAddress());
    }
    long[] protect = new long[ROUNDS];
    long[] both = new long[ROUNDS];
    try (MediaPort port =
        MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of())) {
      PacketBuffer packet = new PacketBuffer();
      ByteBuffer view = ByteBuffer.wrap(packet.getBuffer());
      for (int round = 0; round < 2 * ROUNDS; round++) {
        boolean sends = round % 2 == 1;
        long start = cpuTime();
        for (int i = 0; i < LISTENERS; i++) {
          byte[] bytes = packet.getBuffer();
          bytes[0] = (byte) 0x80;
          bytes[1] = 111;
          view.clear();
          view.putShort(2, (short) round).putInt(8, i);
          assertThat(sessions.get(i).protectRtp(packet.reset(12 + FRAME))).isTrue();
          if (sends) {
            view.limit(packet.getLength()).position(0);
            port.send(view, addresses.get(i));
          }
        }
        (sends ? both : protect)[round / 2] = (cpuTime() - start) / LISTENERS;
      }
      assertThat(port.packetsUnsent()).isZero();
    } finally {
      sinks.forEach(DatagramSocket::close);
    }
    print("protect", protect);
    print("protect and send", both);
  }

  /** Returns the CPU time of this thread alone: the machine has other things to do. */
  private static long cpuTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void print(String what, long[] nanos) {
    long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
    Arrays.sort(warm);
    System.out.printf(
        "%s: median %d ns of CPU per packet, p95 %d ns%n",
        what, warm[warm.length / 2], warm[warm.length * 95 / 100]);
  }
}
