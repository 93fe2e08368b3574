package app.rostrum.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StreamProtocolTest {
  /** Sends back what it gets. */
  private static final class Echo implements StreamProtocol {
    final List<StreamConnection> open = new CopyOnWriteArrayList<>();
    final List<Boolean> virtual = new CopyOnWriteArrayList<>();
    final AtomicInteger written = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public boolean begins(int first) {
      return first < 8;
    }

    @Override
    public Receiver open(StreamConnection connection) {
      open.add(connection);
      return new Receiver() {
        @Override
        public void onBytes(ByteBuffer bytes) {
          virtual.add(Thread.currentThread().isVirtual());
          ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
          connection.write(copy, written::incrementAndGet);
        }

        @Override
        public void onClosed() {
          closed.incrementAndGet();
        }
      };
    }
  }

  private final Echo echo = new Echo();

  @SuppressWarnings("NullAway.Init") // Set by each test.
  private WebServer server;

  private void start(WebLimits limits) throws Exception {
    server =
        WebServer.builder()
            .limits(limits)
            .beside(echo)
            .handle("/", request -> HttpResponse.of(200, "text/plain", "by HTTP"))
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void httpAndTheProtocolShareThePort() throws Exception {
    start(WebLimits.DEFAULT);
    try (var socket = new Socket("127.0.0.1", server.port())) {
      for (byte[] part : List.of(new byte[] {0}, new byte[] {1, 2}, new byte[] {'G', 'E', 'T'})) {
        socket.getOutputStream().write(part);
        assertThat(socket.getInputStream().readNBytes(part.length)).isEqualTo(part);
      }
      try (var response =
          new OkHttpClient()
              .newCall(new Request.Builder().url("http://127.0.0.1:" + server.port()).build())
              .execute()) {
        assertThat(response.body().string()).isEqualTo("by HTTP");
      }
      assertThat(echo.open).hasSize(1);
      assertThat(echo.open.getFirst().remote().getPort()).isEqualTo(socket.getLocalPort());
      assertThat(echo.virtual).as("such threads give way to sound").containsOnly(false);
    }
    await().untilAtomic(echo.closed, is(1));
  }

  @Test
  void aWriteThatTheReceiverIsSlowToTakeEndsWhenItIsTaken() throws Exception {
    start(WebLimits.DEFAULT);
    try (var socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(0);
      socket.getInputStream().readNBytes(1);
      await().untilAtomic(echo.written, is(1));
      StreamConnection connection = echo.open.getFirst();
      connection.limitSending(32 * 1024);
      var done = new AtomicInteger();
      connection.write(ByteBuffer.allocate(20 << 20), done::incrementAndGet);
      assertThat(done).hasValue(0);
      InputStream in = socket.getInputStream();
      assertThat(in.readNBytes(20 << 20)).hasSize(20 << 20);
      await().untilAtomic(done, is(1));
    }
  }

  @Test
  void theTimeForAFirstRequestIsNotTheProtocols() throws Exception {
    WebLimits all = WebLimits.DEFAULT;
    start(
        new WebLimits(
            all.connections(),
            all.connectionsOfAddress(),
            all.bytesInFlight(),
            all.bytesOfAddress(),
            Duration.ofMillis(300)));
    try (var ours = new Socket("127.0.0.1", server.port());
        var silent = new Socket("127.0.0.1", server.port());
        var slow = new Socket("127.0.0.1", server.port())) {
      ours.getOutputStream().write(0);
      assertThat(ours.getInputStream().read()).isZero();
      slow.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      assertThat(silent.getInputStream().read()).as("who is silent is cut off").isEqualTo(-1);
      assertThat(end(slow)).as("and who is slow").isEqualTo(-1);
      ours.getOutputStream().write(1);
      assertThat(ours.getInputStream().read()).isEqualTo(1);
    }
  }

  private static int end(Socket socket) throws Exception {
    var all = new ByteArrayOutputStream();
    socket.getInputStream().transferTo(all);
    return socket.getInputStream().read();
  }
}
