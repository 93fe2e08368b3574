package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.TcpProxy;
import app.rostrum.testing.UdpDoor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private int port;
  private TcpProxy tcp;
  private UdpDoor udp;
  private EmbeddedHost host;

  @BeforeEach
  void open() throws Exception {
    InetAddress outside = InetAddress.getByName("127.0.0.9");
    port = FreePort.find();
    tcp = opened(new TcpProxy(outside, port));
    udp = opened(new UdpDoor(new InetSocketAddress(outside, port), port, outside));
    udp.block(true);
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

  private Person person(String name, Role role, double hz) {
    var backend =
        new HttpBackend(http, URI.create("http://127.0.0.9:" + tcp.port()), host.passcode());
    return opened(new Person(backend, http, name, role, hz));
  }

  /** Waits until the person is told that no sound gets through. */
  private static void untilTold(Person person, String code) {
    person.until(
        state ->
            state.trouble().map(StreamProblem::code).equals(Optional.of(code))
                && state.reconnecting()
                && state.quality() == 0);
  }

  private static void untilWell(Person person) {
    person.until(
        state -> state.trouble().isEmpty() && !state.reconnecting() && state.quality() >= 3);
  }

  private static void untilSeesReconnecting(Person person, String other, boolean reconnecting) {
    person.until(
        state ->
            state.speakers().stream()
                .anyMatch(s -> s.identity().equals(other) && s.reconnecting() == reconnecting));
  }

  @Test
  void everybodyIsToldKeepsTheirPlaceAndIsHeardWhenUdpGetsThrough() {
    String inRoom = "V11 127.0.0.9:" + port;
    String inPlayer = "P07 127.0.0.9:" + port;
    Person hana = person("Hana", Role.HOST, 440);
    hana.until(state -> state.phase().equals(new Phase.OnStage(Role.HOST)));
    Person sam = person("Sam", Role.SPEAKER, 880);
    untilTold(hana, inRoom);
    untilTold(sam, inRoom);
    untilSeesReconnecting(sam, "Hana", true);
    untilSeesReconnecting(hana, "Sam", true);
    assertThat(hana.states()).allMatch(state -> state.quality() == 0);
    Person vera = person("Vera", Role.VIEWER, 1320);
    untilTold(vera, inPlayer);
    udp.block(false);
    untilWell(hana);
    untilSeesReconnecting(sam, "Hana", false);
    hana.untilHears(880);
    sam.untilHears(440);
    vera.untilHears(440);
    untilWell(vera);

    udp.block(true);
    untilTold(hana, inRoom);
    untilTold(vera, inPlayer);
    untilSeesReconnecting(sam, "Hana", true);
    vera.session().raiseHand(true);
    hana.until(state -> !state.raisedHands().isEmpty());
    hana.session().invite("Vera");
    vera.until(StreamState::invited);
    vera.session().acceptInvitation(true);
    untilTold(vera, inRoom);
    vera.until(state -> state.phase().equals(new Phase.OnStage(Role.SPEAKER)));
    udp.block(false);
    hana.untilHears(1320);
    vera.untilHears(440);
    untilWell(vera);
    assertThat(hana.states())
        .extracting(StreamState::phase)
        .containsOnly(new Phase.Joining(Role.HOST), new Phase.OnStage(Role.HOST));
  }
}
