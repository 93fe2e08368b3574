package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stranger, or the network itself, sends what it should not while two ends talk. */
@Timeout(120)
class HostileNetworkTest extends TwoEnds {
  private RtpTransceiver up;
  private RtpTransceiver down;
  private DatagramSocket stranger;

  @BeforeEach
  void openStranger() throws Exception {
    stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    up = client.peer.addAudio(Direction.SENDRECV, "voice");
    down = server.peer.addAudio(Direction.SENDRECV, "mix");
  }

  @AfterEach
  void closeStranger() {
    stranger.close();
  }

  private void assertStillTalking() {
    int before = server.received(down).size();
    for (int i = 0; i < 10; i++) {
      End.send(up, i, (byte) i);
    }
    await().until(() -> server.received(down).size() == before + 10);
    assertThat(server.states).doesNotContain(RtcPeer.State.FAILED, RtcPeer.State.DISCONNECTED);
  }

  private void toServer(byte[] data) throws IOException {
    stranger.send(
        new DatagramPacket(
            data,
            data.length,
            new InetSocketAddress(stranger.getLocalAddress(), server.port.port())));
  }

  private boolean isAnswered() throws IOException {
    stranger.setSoTimeout(300);
    try {
      stranger.receive(new DatagramPacket(new byte[1500], 1500));
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void randomBytesDisturbNobody() throws Exception {
    connect();
    Random random = new Random(11);
    long before = server.port.packetsDropped();
    for (int i = 0; i < 3000; i++) {
      byte[] garbage = new byte[random.nextInt(1400) + 1];
      random.nextBytes(garbage);
      if (i % 3 == 0 && garbage.length > 8) {
        // Looks like STUN.
        garbage[0] = 0;
        System.arraycopy(new byte[] {0x21, 0x12, (byte) 0xA4, 0x42}, 0, garbage, 4, 4);
      }
      toServer(garbage);
    }
    await().until(() -> server.port.packetsDropped() > before + 1000);
    assertStillTalking();
  }

  @Test
  void strangersWithoutThePasswordGetNoAnswer() throws Exception {
    connect();
    String ufrag = line(server.peer.createOffer(), "a=ice-ufrag:");
    String theirs = line(client.peer.createOffer(), "a=ice-ufrag:");
    for (String user : new String[] {ufrag + ":" + theirs, "nobody:x", "", ufrag}) {
      toServer(
          new StunMessage(
                  StunMessage.Kind.REQUEST,
                  new byte[12],
                  List.of(new StunAttribute.Username(user), new StunAttribute.UseCandidate()))
              .write("wrong password".getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(isAnswered()).isFalse();
    assertStillTalking();
  }

  private static String line(String description, String prefix) {
    return description
        .lines()
        .filter(l -> l.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  @Test
  void dtlsAndMediaOfAStrangerAreDropped() throws Exception {
    connect();
    long before = server.port.packetsDropped();
    toServer(new byte[] {22, (byte) 0xFE, (byte) 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1});
    byte[] rtp = new byte[60];
    rtp[0] = (byte) 0x80;
    rtp[1] = 111;
    toServer(rtp);
    await().until(() -> server.port.packetsDropped() == before + 2);
    assertThat(isAnswered()).isFalse();
    assertStillTalking();
  }

  @Test
  void aCertificateThatTheDescriptionDoesNotNameIsRefused() throws Exception {
    String answer = server.peer.answer(client.peer.createOffer());
    String fingerprint = line(answer, "a=fingerprint:");
    String other = fingerprint.substring(0, fingerprint.length() - 5) + "00:00";
    client.peer.acceptAnswer(answer.replace(fingerprint, other));
    client.awaitState(RtcPeer.State.FAILED);
    End.send(up, 0, (byte) 1);
    assertThat(client.peer.stats().packetsSent()).isZero();
    assertThat(server.received(down)).isEmpty();
  }

  @Test
  void theServerRefusesAForeignCertificateToo() throws Exception {
    String offer = client.peer.createOffer();
    String fingerprint = line(offer, "a=fingerprint:");
    String other = fingerprint.substring(0, fingerprint.length() - 5) + "00:00";
    client.peer.acceptAnswer(server.peer.answer(offer.replace(fingerprint, other)));
    server.awaitState(RtcPeer.State.FAILED);
    client.awaitState(RtcPeer.State.FAILED);
  }

  @Test
  void repeatedAndChangedMediaIsDroppedBehindARelayThatMisbehaves() throws Exception {
    try (Relay relay = new Relay(server.port.port())) {
      String answer = server.peer.answer(client.peer.createOffer());
      client.peer.acceptAnswer(
          answer.replace(" " + server.port.port() + " typ", " " + relay.port() + " typ"));
      client.awaitState(RtcPeer.State.CONNECTED);
      server.awaitState(RtcPeer.State.CONNECTED);
      relay.misbehave.set(true);
      for (int i = 0; i < 50; i++) {
        End.send(up, i, (byte) i);
      }
      await().until(() -> server.peer.stats().packetsDropped() >= 100);
      assertThat(server.received(down)).hasSize(50);
    }
  }

  /** Forwards between a client and the server; when told to, repeats media and also spoils it. */
  private static final class Relay implements AutoCloseable {
    final AtomicBoolean misbehave = new AtomicBoolean();
    private final DatagramSocket inside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final DatagramSocket outside = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private volatile InetSocketAddress client = new InetSocketAddress(0);

    Relay(int serverPort) throws IOException {
      server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
      Thread.ofPlatform().daemon().start(() -> pump(outside, true));
      Thread.ofPlatform().daemon().start(() -> pump(inside, false));
    }

    int port() {
      return outside.getLocalPort();
    }

    private void pump(DatagramSocket from, boolean upward) {
      byte[] data = new byte[2048];
      while (!from.isClosed()) {
        try {
          DatagramPacket packet = new DatagramPacket(data, data.length);
          from.receive(packet);
          if (upward) {
            client = (InetSocketAddress) packet.getSocketAddress();
          }
          for (byte[] copy : copies(data, packet.getLength(), upward)) {
            (upward ? inside : outside)
                .send(new DatagramPacket(copy, copy.length, upward ? server : client));
          }
        } catch (IOException e) {
          // Closed: the test is over.
        }
      }
    }

    private List<byte[]> copies(byte[] data, int length, boolean upward) {
      List<byte[]> copies = new ArrayList<>();
      byte[] whole = Arrays.copyOf(data, length);
      copies.add(whole);
      boolean media = (data[0] & 0xC0) == 0x80 && (data[1] & 0x7F) == 111;
      if (misbehave.get() && upward && media) {
        byte[] spoilt = whole.clone();
        spoilt[length - 1] ^= 1;
        copies.add(spoilt);
        copies.add(whole);
      }
      return copies;
    }

    @Override
    public void close() {
      inside.close();
      outside.close();
    }
  }
}
