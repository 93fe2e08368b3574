package app.rostrum.nearby;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.NearbyHost;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An announcement and a search by multicast DNS, on loopback only. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PresenceTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  /** Some machines do not pass multicast on over loopback. */
  private static boolean loopbackHasMulticast() {
    try (var socket = new MulticastSocket(0)) {
      var face = NetworkInterface.getByInetAddress(HERE);
      InetAddress group = InetAddress.ofLiteral("224.0.0.251");
      socket.setNetworkInterface(face);
      socket.joinGroup(new InetSocketAddress(group, 0), face);
      socket.setSoTimeout(2000);
      socket.send(new DatagramPacket(new byte[] {1}, 1, group, socket.getLocalPort()));
      socket.receive(new DatagramPacket(new byte[8], 8));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<NearbyHost> now(AtomicReference<List<NearbyHost>> found) {
    return requireNonNull(found.get());
  }

  @Test
  void aHostIsFoundWhileItIsAnnouncedAndGoneAfterwards() {
    assumeThat(loopbackHasMulticast()).isTrue();
    var found = new AtomicReference<List<NearbyHost>>(List.of());
    var print = new Fingerprint("B".repeat(42) + "A");
    try (var search = Search.start(() -> List.of(HERE), found::set, address -> true)) {
      assertThat(search).isNotNull();
      try (var presence =
          Presence.announce("Alice’s\u202e laptop", 8771, print, () -> List.of(HERE))) {
        assertThat(presence).isNotNull();
        await()
            .atMost(SOON)
            .until(() -> now(found).stream().anyMatch(h -> h.fingerprint().equals(print)));
        NearbyHost host =
            now(found).stream().filter(h -> h.fingerprint().equals(print)).findAny().orElseThrow();
        assertThat(host.name()).isEqualTo("Alice’s laptop");
        assertThat(host.address()).hasToString("https://127.0.0.1:8771");
      }
      await()
          .atMost(SOON)
          .until(() -> now(found).stream().noneMatch(h -> h.fingerprint().equals(print)));
    }
  }
}
