package app.rostrum.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Agents on a network that is a queue, with a clock that is a number. */
class IceAgentTest {
  private static final long MILLI = 1_000_000;

  private record Datagram(Side from, Side to, byte[] data) {}

  private final Queue<Datagram> network = new ArrayDeque<>();
  private final List<StunMessage> seen = new ArrayList<>();
  private boolean cut;
  private long now = 1_000 * MILLI;

  private final class Side implements IceAgent.Output {
    final InetSocketAddress address;
    final IceAgent agent;
    final List<SocketAddress> selected = new ArrayList<>();

    Side(int number, boolean lite) {
      address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 10_000 + number);
      agent =
          new IceAgent(
              number, lite, IceCredentials.random(new SecureRandom()), new Random(number), this);
    }

    @Override
    public void send(byte[] datagram, SocketAddress to) {
      for (Side side : sides) {
        if (side.address.equals(to) && !cut) {
          network.add(new Datagram(this, side, datagram));
        }
      }
    }

    @Override
    public void onValidated(SocketAddress from) {}

    @Override
    public void onSelected(SocketAddress to) {
      selected.add(to);
    }
  }

  private final List<Side> sides = new ArrayList<>();

  private Side side(boolean lite) {
    Side side = new Side(sides.size() + 1, lite);
    sides.add(side);
    return side;
  }

  private void connect(Side a, boolean aControls, Side b, boolean bControls) {
    a.agent.start(b.agent.local(), aControls, now);
    b.agent.start(a.agent.local(), bControls, now);
    a.agent.addRemote(b.address, 100, now);
    b.agent.addRemote(a.address, 100, now);
  }

  private void run(long millis) throws Exception {
    for (long end = now + millis * MILLI; now < end; now += 10 * MILLI) {
      for (Side side : sides) {
        side.agent.tick(now);
      }
      while (!network.isEmpty()) {
        Datagram d = network.remove();
        StunMessage message = StunMessage.parse(d.data, 0, d.data.length);
        seen.add(message);
        d.to.agent.onStun(message, d.data, 0, d.data.length, d.from.address, now);
      }
    }
  }

  @Test
  void aFullEndConnectsToALiteOneWithinTwoRoundTrips() throws Exception {
    Side client = side(false);
    Side server = side(true);
    connect(client, true, server, false);
    run(50);
    assertThat(client.selected).containsExactly(server.address);
    assertThat(server.selected).containsExactly(client.address);
    assertThat(seen).hasSize(4);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
  }

  @Test
  void bothEndsMayClaimTheControllingRole() throws Exception {
    Side one = side(false);
    Side two = side(false);
    connect(one, true, two, true);
    run(500);
    assertThat(one.selected).contains(two.address);
    assertThat(two.selected).contains(one.address);
    assertThat(seen)
        .anyMatch(
            m ->
                m.attribute(StunAttribute.ErrorCode.class)
                    .filter(e -> e.code() == 487)
                    .isPresent());
  }

  @Test
  void bothEndsMayClaimTheControlledRole() throws Exception {
    Side one = side(false);
    Side two = side(false);
    connect(one, false, two, false);
    run(500);
    assertThat(one.selected).contains(two.address);
    assertThat(two.selected).contains(one.address);
  }

  @Test
  void silenceMeansDisconnectedAndLongSilenceFailed() throws Exception {
    Side client = side(false);
    Side server = side(true);
    connect(client, true, server, false);
    run(20_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
    cut = true;
    run(8_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.DISCONNECTED);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.DISCONNECTED);
    cut = false;
    run(3_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
    cut = true;
    run(31_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.FAILED);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.FAILED);
  }

  @Test
  void anEndThatChecksNoticesSilenceBeforeOneThatWaits() throws Exception {
    Side client = side(false);
    Side server = side(true);
    connect(client, true, server, false);
    run(20_000);
    int before = seen.size();
    while (seen.size() == before) {
      run(10);
    }
    cut = true;
    run(IceAgent.DISCONNECTED_AFTER / MILLI + 20);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.DISCONNECTED);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.CONNECTED);
    run((IceAgent.LITE_DISCONNECTED_AFTER - IceAgent.DISCONNECTED_AFTER) / MILLI);
    assertThat(server.agent.health(now)).isEqualTo(IceAgent.Health.DISCONNECTED);
  }

  @Test
  void aConsentCheckWithoutAResponseIsRepeatedSoon() throws Exception {
    Side client = side(false);
    Side server = side(true);
    connect(client, true, server, false);
    run(20_000);
    while (network.isEmpty()) {
      now += 10 * MILLI;
      client.agent.tick(now);
    }
    network.clear();
    int before = seen.size();
    run(600);
    assertThat(seen).as("a check and its response").hasSize(before + 2);
    run(1_400);
    assertThat(seen).as("no more than usual afterwards").hasSizeLessThanOrEqualTo(before + 4);
  }

  @Test
  void aPeerThatNeverAnswersIsGivenUp() throws Exception {
    Side client = side(false);
    client.agent.start(IceCredentials.random(new SecureRandom()), true, now);
    client.agent.addRemote(new InetSocketAddress("127.0.0.1", 9), 1, now);
    run(29_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.CHECKING);
    run(2_000);
    assertThat(client.agent.health(now)).isEqualTo(IceAgent.Health.FAILED);
  }

  @Test
  void aRequestWithAnUnknownRequiredAttributeIsRefusedByItsNumber() throws Exception {
    Side server = side(true);
    Side client = side(false);
    server.agent.start(client.agent.local(), false, now);
    byte[] request =
        new StunMessage(
                StunMessage.Kind.REQUEST,
                new byte[12],
                List.of(
                    new StunAttribute.Username(
                        server.agent.local().ufrag() + ":" + client.agent.local().ufrag()),
                    new StunAttribute.Other(0x7ABC, new byte[4])))
            .write(server.agent.local().key());
    server.agent.onStun(
        StunMessage.parse(request, 0, request.length),
        request,
        0,
        request.length,
        client.address,
        now);
    byte[] answer = network.remove().data();
    assertThat(StunMessage.parse(answer, 0, answer.length).attributes())
        .containsExactly(
            new StunAttribute.ErrorCode(420, "Unknown Attribute"),
            new StunAttribute.UnknownAttributes(List.of(0x7ABC)));
  }
}
