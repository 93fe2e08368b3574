package app.rostrum.rtc;

import app.rostrum.rtc.dtls.DtlsSession;
import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.rtc.dtls.SrtpSession;
import app.rostrum.rtc.dtls.SrtpSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a frame for many listeners can cost: one thread encrypts a packet for each and
 * sends it, and does nothing else. To compare the sending threads of a mix with.
 */
public final class BareSending {
  /** The number of the protection profile (RFC 7714, section 14.2). */
  private static final int AES_128_GCM = 7;

  private static final int ROUNDS = 150;
  private static final int LENGTH = 160;
  private static final long PERIOD_NANOS = 20_000_000;

  private BareSending() {}

  /** Returns the median of rounds after the first third, in microseconds of CPU per packet. */
  public static double microsPerPacket(int listeners) throws IOException {
    var random = new Random(1);
    var sources = new ArrayList<SrtpSource>();
    var sinks = new ArrayList<DatagramChannel>();
    var addresses = new ArrayList<InetSocketAddress>();
    try (DatagramChannel from = bound()) {
      for (int i = 0; i < listeners; i++) {
        DatagramChannel sink = bound();
        sinks.add(sink);
        addresses.add((InetSocketAddress) sink.getLocalAddress());
        sources.add(source(random, i));
      }
      return rounds(from, sources, addresses, sinks);
    } finally {
      for (DatagramChannel sink : sinks) {
        sink.close();
      }
    }
  }

  private static DatagramChannel bound() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    return channel.bind(new InetSocketAddress("127.0.0.1", 0));
  }

  private static SrtpSource source(Random random, int ssrc) {
    byte[] material = new byte[SrtpSession.keyingMaterialLength(AES_128_GCM)];
    random.nextBytes(material);
    return SrtpSession.of(AES_128_GCM, material, DtlsSession.Side.SERVER).source(ssrc);
  }

  private static double rounds(
      DatagramChannel from,
      List<SrtpSource> sources,
      List<InetSocketAddress> addresses,
      List<DatagramChannel> sinks)
      throws IOException {
    var threads = ManagementFactory.getThreadMXBean();
    var packet = new PacketBuffer();
    ByteBuffer header = ByteBuffer.wrap(packet.getBuffer());
    ByteBuffer received = ByteBuffer.allocateDirect(PacketBuffer.CAPACITY);
    double[] micros = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      LockSupport.parkNanos(PERIOD_NANOS);
      long before = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < sources.size(); i++) {
        header.putInt(0, 0x806F0000 | round).putInt(8, i);
        if (sources.get(i).protect(packet.reset(LENGTH))) {
          from.send(packet.datagram(), addresses.get(i));
        }
      }
      double nanos = threads.getCurrentThreadCpuTime() - before;
      micros[round] = nanos / 1e3 / sources.size();
      // What is never read would cost the system fresh memory for each packet.
      for (DatagramChannel sink : sinks) {
        while (sink.receive(received.clear()) != null) {}
      }
    }
    double[] warm = Arrays.copyOfRange(micros, ROUNDS / 3, ROUNDS);
    Arrays.sort(warm);
    return warm[warm.length / 2];
  }
}
