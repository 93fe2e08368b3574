package app.rostrum.rtc.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two sessions between which the test carries every datagram. */
@Timeout(120)
class DtlsSessionTest {
  private static final int ALERT = 21;

  /** One end, with the datagrams that it sends and the events that it gets. */
  private static class Side implements DtlsSession.Events {
    final Queue<byte[]> sent = new ArrayDeque<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final DtlsSession session;

    Side(DtlsSession.Side side) {
      DtlsIdentity identity = DtlsIdentity.ofProcess();
      session = new DtlsSession(side, identity, identity.fingerprint(), this);
      session.start(side.name());
    }

    @Override
    public synchronized void send(byte[] data, int offset, int length) {
      sent.add(Arrays.copyOfRange(data, offset, offset + length));
    }

    /** Delivers everything sent so far; returns the types of the records. */
    synchronized List<Integer> handTo(Side other) {
      var types = new ArrayList<Integer>();
      for (byte[] datagram = sent.poll(); datagram != null; datagram = sent.poll()) {
        types.add((int) datagram[0]);
        assertThat(other.session.feed(datagram, 0, datagram.length)).isTrue();
      }
      return types;
    }

    synchronized boolean hasSpoken() {
      return !sent.isEmpty();
    }

    @Override
    public void onKeys(SrtpSession fresh) {}

    @Override
    public void onFailed(String reason) {
      failures.add(reason);
    }

    @Override
    public void onClosedByPeer() {}
  }

  @Test
  void anErrorDuringTheHandshakeIsReportedAsItsFailure() {
    Side client =
        new Side(DtlsSession.Side.CLIENT) {
          @Override
          public void send(byte[] data, int offset, int length) {
            throw new AssertionError("the network's fault");
          }
        };
    await().until(() -> client.failures.equals(List.of("the network's fault")));
  }

  @Test
  void closingInTheMiddleOfAHandshakeDoesNotMakeItFailAtTheOtherEnd() throws Exception {
    Side client = new Side(DtlsSession.Side.CLIENT);
    Side server = new Side(DtlsSession.Side.SERVER);
    await().until(client::hasSpoken);
    client.handTo(server);
    await().until(server::hasSpoken);
    server.handTo(client);
    server.session.close();
    // An alert would be sent at once.
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(
            () -> {
              assertThat(server.handTo(client)).doesNotContain(ALERT);
              assertThat(client.failures).isEmpty();
            });
    client.session.close();
  }
}
