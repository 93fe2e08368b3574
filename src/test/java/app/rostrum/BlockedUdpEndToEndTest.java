package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.media.Spectrum;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.TcpProxy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * People behind a network that lets TCP through to the server but, at times, no UDP. The server is
 * at 127.0.0.1 and they see it at 127.0.0.9.
 */
@Tag("e2e")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BlockedUdpEndToEndTest {
  private static final double HEARD = -45;

  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private int port;
  private TcpProxy tcp;
  private Udp udp;
  private EmbeddedHost host;

  @BeforeEach
  void open() throws Exception {
    InetAddress outside = InetAddress.getByName("127.0.0.9");
    port = FreePort.find();
    tcp = opened(new TcpProxy(outside, port));
    udp = opened(new Udp(outside, port));
    host =
        opened(
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1",
                    port,
                    folder.resolve("data"),
                    Optional.of(URI.create("http://127.0.0.9:" + tcp.port())),
                    false),
                Clock.systemUTC(),
                (name, fields) -> {}));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }

  /** The network's UDP between people and server: let through, or dropped. */
  private static final class Udp implements AutoCloseable {
    private final DatagramSocket near;
    private final InetSocketAddress server;
    private final Map<SocketAddress, DatagramSocket> far = new ConcurrentHashMap<>();
    volatile boolean blocked = true;

    Udp(InetAddress address, int port) throws IOException {
      near = new DatagramSocket(port, address);
      server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      Thread.ofVirtual().name("udp-up").start(this::pumpUp);
    }

    private void pumpUp() {
      pump(
          near,
          packet -> {
            DatagramSocket to = far.get(packet.getSocketAddress());
            if (to == null) {
              to = open(packet.getSocketAddress());
            }
            packet.setSocketAddress(server);
            to.send(packet);
          });
    }

    private DatagramSocket open(SocketAddress person) throws IOException {
      var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
      far.put(person, socket);
      Thread.ofVirtual()
          .name("udp-down")
          .start(
              () ->
                  pump(
                      socket,
                      packet -> {
                        packet.setSocketAddress(person);
                        near.send(packet);
                      }));
      return socket;
    }

    private interface Way {
      void pass(DatagramPacket packet) throws IOException;
    }

    private void pump(DatagramSocket from, Way way) {
      byte[] data = new byte[2048];
      while (!from.isClosed()) {
        try {
          var packet = new DatagramPacket(data, data.length);
          from.receive(packet);
          if (!blocked) {
            way.pass(packet);
          }
        } catch (IOException e) {
          // Closed: the test is over.
        }
      }
    }

    @Override
    public void close() {
      near.close();
      far.values().forEach(DatagramSocket::close);
    }
  }

  /** A participant with a voice and a meter. */
  private final class Person implements AutoCloseable {
    final LevelMeter meter = new LevelMeter();
    final List<StreamState> states = new CopyOnWriteArrayList<>();
    private final PlainEngine engine;
    final StreamSession session;

    Person(String name, Role role, double hz) {
      engine = PlainEngine.create(new Tone(hz), meter);
      var backend =
          new HttpBackend(http, URI.create("http://127.0.0.9:" + tcp.port()), host.passcode());
      var sessions = new SessionFactory(backend, http, engine, Clock.systemUTC());
      session =
          role == Role.HOST
              ? sessions.create(name, "Talk", new StreamSettings(true, false), true, states::add)
              : sessions.join(name, "Talk", role, true, states::add);
      opened(this);
    }

    void until(Predicate<StreamState> wanted) {
      await().until(() -> wanted.test(session.state()));
    }

    void untilHears(double hz) {
      await().until(() -> Spectrum.levelAt(meter.mix(), hz) > HEARD);
    }

    /** Waits until the person is told that no sound gets through. */
    void untilTold(String code) {
      until(
          state ->
              state.trouble().map(StreamProblem::code).equals(Optional.of(code))
                  && state.reconnecting()
                  && state.quality() == 0);
    }

    void untilWell() {
      until(state -> state.trouble().isEmpty() && !state.reconnecting() && state.quality() >= 3);
    }

    void untilSeesReconnecting(String other, boolean reconnecting) {
      until(
          state ->
              state.speakers().stream()
                  .anyMatch(s -> s.identity().equals(other) && s.reconnecting() == reconnecting));
    }

    @Override
    public void close() {
      session.close();
      engine.close();
    }
  }

  @Test
  void everybodyIsToldKeepsTheirPlaceAndIsHeardWhenUdpGetsThrough() {
    String inRoom = "V11 127.0.0.9:" + port;
    String inPlayer = "P07 127.0.0.9:" + port;
    Person hana = new Person("Hana", Role.HOST, 440);
    hana.until(state -> state.phase().equals(new Phase.OnStage(Role.HOST)));
    Person sam = new Person("Sam", Role.SPEAKER, 880);
    hana.untilTold(inRoom);
    sam.untilTold(inRoom);
    sam.untilSeesReconnecting("Hana", true);
    hana.untilSeesReconnecting("Sam", true);
    assertThat(hana.states).allMatch(state -> state.quality() == 0);
    Person vera = new Person("Vera", Role.VIEWER, 1320);
    vera.untilTold(inPlayer);
    udp.blocked = false;
    hana.untilWell();
    sam.untilSeesReconnecting("Hana", false);
    hana.untilHears(880);
    sam.untilHears(440);
    vera.untilHears(440);
    vera.untilWell();

    udp.blocked = true;
    hana.untilTold(inRoom);
    vera.untilTold(inPlayer);
    sam.untilSeesReconnecting("Hana", true);
    vera.session.raiseHand(true);
    hana.until(state -> !state.raisedHands().isEmpty());
    hana.session.invite("Vera");
    vera.until(StreamState::invited);
    vera.session.acceptInvitation(true);
    vera.untilTold(inRoom);
    vera.until(state -> state.phase().equals(new Phase.OnStage(Role.SPEAKER)));
    udp.blocked = false;
    hana.untilHears(1320);
    vera.untilHears(440);
    vera.untilWell();
    assertThat(hana.states)
        .extracting(StreamState::phase)
        .containsOnly(new Phase.Joining(Role.HOST), new Phase.OnStage(Role.HOST));
  }
}
