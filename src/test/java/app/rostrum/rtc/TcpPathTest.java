package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.dtls.PacketBuffer;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TcpPathTest {
  private static final InetSocketAddress REMOTE = new InetSocketAddress("127.0.0.1", 40_000);

  /** A connection whose writes end when the test says so. */
  private static final class HeldStream implements ByteStream {
    final List<byte[]> written = new ArrayList<>();
    @Nullable Runnable done;
    boolean holds;
    boolean closed;

    @Override
    public InetSocketAddress remote() {
      return REMOTE;
    }

    @Override
    public void write(ByteBuffer data, Runnable whenDone) {
      assertThat(done).as("one write at a time").isNull();
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      written.add(bytes);
      if (holds) {
        done = whenDone;
      } else {
        whenDone.run();
      }
    }

    void release() {
      Runnable was = done;
      done = null;
      if (was != null) {
        was.run();
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class Taking implements PacketReceiver {
    int media;

    @Override
    public boolean onDtls(PacketBuffer packet) {
      return true;
    }

    @Override
    public boolean onMedia(PacketBuffer packet) {
      media++;
      return true;
    }
  }

  private final HeldStream stream = new HeldStream();
  private final AtomicInteger admitted = new AtomicInteger();
  private MediaPort port;
  private TcpPath path;

  @BeforeEach
  void open() throws Exception {
    port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    path = port.join(stream, admitted::incrementAndGet);
  }

  @AfterEach
  void close() {
    port.close();
  }

  private static ByteBuffer framed(byte... packet) {
    return ByteBuffer.allocate(packet.length + 2)
        .putShort((short) packet.length)
        .put(packet)
        .flip();
  }

  private static ByteBuffer packet(int length, int value) {
    ByteBuffer packet = ByteBuffer.allocate(length);
    while (packet.hasRemaining()) {
      packet.put((byte) value);
    }
    return packet.flip();
  }

  @Test
  void exactlyAsMuchWaitsAsIsSaid() {
    stream.holds = true;
    assertThat(path.send(packet(100, 0))).as("under way").isTrue();
    int half = TcpPath.WAITING / 2 - 2;
    assertThat(path.send(packet(half, 1))).isTrue();
    assertThat(path.send(packet(half + 1, 2))).as("a byte too much with its length").isFalse();
    assertThat(path.send(packet(half, 3))).as("to the last byte").isTrue();
    assertThat(path.send(packet(0, 4))).as("full").isFalse();
    stream.release();
    assertThat(stream.written.getLast()).hasSize(TcpPath.WAITING);
  }

  @Test
  void aSlowReceiverLosesWhatIsTooMuchAndNothingIsTorn() {
    stream.holds = true;
    int taken = 0;
    for (int i = 0; i < 1000; i++) {
      taken += path.send(packet(100, i)) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(1 + TcpPath.WAITING / 102);
    assertThat(stream.written).hasSize(1);
    stream.release();
    stream.release();
    ByteBuffer all = ByteBuffer.wrap(stream.written.get(1));
    for (int i = 1; i < taken; i++) {
      assertThat(all.getShort()).isEqualTo((short) 100);
      byte[] one = new byte[100];
      all.get(one);
      assertThat(one).containsOnly((byte) i);
    }
    assertThat(all.hasRemaining()).isFalse();
    stream.holds = false;
    assertThat(path.send(packet(1500, 7))).isTrue();
    assertThat(stream.written.getLast()).hasSize(1502);
  }

  @Test
  void whoSendsAnythingButAGoodCheckIsCutOff() {
    path.received(framed((byte) 0x80, (byte) 111, (byte) 0));
    assertThat(stream.closed).isTrue();
    assertThat(admitted).hasValue(0);
    assertThat(path.send(packet(10, 1))).isFalse();
  }

  @Test
  void aStrangerSeesOnceThatThePortIsOpenAndIsCutOff() throws Exception {
    byte[] request =
        new StunMessage(
                StunMessage.Kind.REQUEST,
                new byte[12],
                List.of(new StunAttribute.Other(0x8022, new byte[40])))
            .write(null);
    path.received(framed(request));
    assertThat(stream.written).as("a port that answers no strangers").isEmpty();
    assertThat(stream.closed).isTrue();

    port.answerStrangers();
    var second = new HeldStream();
    second.holds = true;
    TcpPath open = port.join(second, admitted::incrementAndGet);
    open.received(framed(request));
    byte[] reply = second.written.getFirst();
    assertThat(reply.length).isLessThanOrEqualTo(request.length + 2);
    assertThat(StunMessage.parse(reply, 2, reply.length - 2).kind())
        .isEqualTo(StunMessage.Kind.SUCCESS);
    assertThat(second.closed).as("before the answer has left").isFalse();
    open.received(framed(request));
    second.release();
    assertThat(second.written).hasSize(1);
    assertThat(second.closed).isTrue();
    assertThat(open.isStranger()).isTrue();
    assertThat(admitted).hasValue(0);
  }

  @Test
  void whoseFramesAreTooLongIsCutOff() {
    path.admit();
    path.received(ByteBuffer.wrap(new byte[] {0x7F, 0, 1}));
    assertThat(stream.closed).isTrue();
  }

  @Test
  void aGoodCheckIsAnsweredAndAdmitsAndTheUdpAddressOfTheSameNumbersIsAnother() throws Exception {
    try (var end = new End(RtcPeer.IceRole.LITE);
        var client = new End(RtcPeer.IceRole.FULL);
        var unused = new DatagramSocket()) {
      client.peer.addAudio(Direction.SENDRECV, "tone");
      String offer = client.peer.createOffer();
      String answer = end.peer.answer(offer);
      TcpPath here = end.port.join(stream, admitted::incrementAndGet);
      StunMessage check =
          new StunMessage(
              StunMessage.Kind.REQUEST,
              "check-number".getBytes(StandardCharsets.US_ASCII),
              List.of(
                  new StunAttribute.Username(
                      attribute(answer, "ice-ufrag") + ":" + attribute(offer, "ice-ufrag")),
                  new StunAttribute.IceControlling(1),
                  new StunAttribute.UseCandidate()));
      byte[] key = attribute(answer, "ice-pwd").getBytes(StandardCharsets.US_ASCII);
      assertThat(here.isStranger()).isTrue();
      here.received(framed(check.write(key)));
      assertThat(admitted).hasValue(1);
      byte[] reply = stream.written.getFirst();
      StunMessage success = StunMessage.parse(reply, 2, reply.length - 2);
      assertThat(success.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
      assertThat(success.attribute(StunAttribute.XorMappedAddress.class).orElseThrow().port())
          .isEqualTo(REMOTE.getPort());
      assertThat(stream.closed).isFalse();
      var other = new Taking();
      end.port.route(REMOTE, other);
      here.received(framed((byte) 0x80, (byte) 111, (byte) 0));
      assertThat(other.media).isZero();
      end.peer.close();
      assertThat(stream.closed).as("the connection ends with its peer").isTrue();
    }
  }

  private static String attribute(String sdp, String name) {
    return sdp.lines()
        .filter(line -> line.startsWith("a=" + name + ":"))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 3);
  }
}
