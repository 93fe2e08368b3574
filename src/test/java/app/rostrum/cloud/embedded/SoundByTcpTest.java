package app.rostrum.cloud.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.MediaPort;
import app.rostrum.web.StreamConnection;
import app.rostrum.web.StreamProtocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SoundByTcpTest {
  private record Later(Duration delay, Runnable task) {}

  private static final class FakeConnection implements StreamConnection {
    private final String address;
    final List<Later> later = new ArrayList<>();
    boolean closed;

    FakeConnection(String address) {
      this.address = address;
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress(InetAddress.ofLiteral(address), 4000);
    }

    @Override
    public void write(ByteBuffer data, Runnable done) {
      done.run();
    }

    @Override
    public void limitSending(int bytes) {
      assertThat(bytes).isLessThan(100_000);
    }

    @Override
    public void after(Duration delay, Runnable task) {
      later.add(new Later(delay, task));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private MediaPort media;
  private SoundByTcp sound;

  @BeforeEach
  void open() throws Exception {
    media = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    sound = new SoundByTcp(media);
  }

  @AfterEach
  void close() {
    media.close();
  }

  @Test
  void noHttpNorTlsBeginsLikeIt() {
    assertThat(sound.begins(0)).isTrue();
    assertThat(sound.begins(7)).isTrue();
    assertThat(sound.begins(0x16)).as("TLS").isFalse();
    for (byte letter : "GPHDOCT\r\n ".getBytes(StandardCharsets.US_ASCII)) {
      assertThat(sound.begins(letter)).isFalse();
    }
  }

  @Test
  void aStrangerIsCutOffAfterTenSeconds() {
    var stranger = new FakeConnection("192.0.2.1");
    sound.open(stranger);
    assertThat(stranger.closed).isFalse();
    Later limit = stranger.later.getFirst();
    assertThat(limit.delay()).isEqualTo(Duration.ofSeconds(10));
    limit.task().run();
    assertThat(stranger.closed).isTrue();
  }

  @Test
  void strangersOfOneNetworkAreFewAndTakeNoPlaceOfOthers() {
    var receivers = new ArrayList<StreamProtocol.Receiver>();
    for (int i = 0; i < 64; i++) {
      var connection = new FakeConnection("2001:db8::" + Integer.toHexString(i + 1));
      receivers.add(sound.open(connection));
      assertThat(connection.closed).isFalse();
    }
    var tooMany = new FakeConnection("2001:db8::ffff");
    sound.open(tooMany);
    assertThat(tooMany.closed).isTrue();
    var elsewhere = new FakeConnection("2001:db8:0:1::1");
    sound.open(elsewhere);
    assertThat(elsewhere.closed).isFalse();
    receivers.getFirst().onClosed();
    var next = new FakeConnection("2001:db8::fffe");
    sound.open(next);
    assertThat(next.closed).isFalse();
  }
}
