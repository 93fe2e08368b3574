package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.InvitationLink;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.LanAccess;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.TlsRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host on this computer, people beside it, and people in its network: they come by an address
 * that is not loopback, or by 127.0.0.2 on a machine that has none.
 */
@Tag("e2e")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@NullUnmarked
class LanGuestEndToEndTest {
  @TempDir Path folder;
  private final OkHttpClient http = HttpClients.create();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private EmbeddedHost host;

  @BeforeEach
  void open() throws Exception {
    host =
        opened(
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1", 0, folder.resolve("data"), Optional.empty(), false),
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

  private Person person(Backend backend, String name, Role role, double hz) {
    return opened(new Person(backend, http, name, role, hz));
  }

  private static InvitationLink invitation(EmbeddedHost host, LanAccess access) {
    List<InvitationLink> all = host.networkInvitations(access);
    return all.isEmpty()
        ? new InvitationLink(
            Optional.of(URI.create("https://127.0.0.2:" + access.port())),
            Optional.of(access.fingerprint()),
            host.invitation().passcode(),
            Optional.empty())
        : all.getFirst();
  }

  @Test
  void aGuestByPinnedTlsHearsAndIsHeardAndItsManInTheMiddleIsRefused() throws Exception {
    var hana = person(new HttpBackend(http, host.url(), host.passcode()), "Hana", Role.HOST, 440);
    hana.until(state -> state.phase().equals(new Phase.OnStage(Role.HOST)));

    LanAccess access = host.openToNetwork(0);
    InvitationLink invitation = invitation(host, access);
    Backend guests = Backends.open(http, invitation.format(), "").orElseThrow();
    var vera = person(guests, "Vera", Role.VIEWER, 1320);
    vera.untilHears(440);
    var sam = person(guests, "Sam", Role.SPEAKER, 880);
    sam.untilHears(440);
    hana.untilHears(880);
    vera.untilHears(880);
    vera.session().raiseHand(true);
    hana.until(state -> !state.raisedHands().isEmpty());

    URI there = invitation.address().orElseThrow();
    var relay =
        opened(
            new TlsRelay(
                InetAddress.ofLiteral("127.0.0.3"),
                new InetSocketAddress(there.getHost().replaceAll("[\\[\\]]", ""), access.port())));
    var redirected =
        new InvitationLink(
            Optional.of(URI.create("https://127.0.0.3:" + relay.port())),
            invitation.fingerprint(),
            invitation.passcode(),
            Optional.empty());
    Backend deceived = Backends.open(http, redirected.format(), "").orElseThrow();
    assertThatThrownBy(deceived::verifyPasscode)
        .isInstanceOfSatisfying(
            BackendException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(BackendException.Kind.OTHER_COMPUTER);
              assertThat(e.explanation()).contains("not the one that the invitation is for");
            });
    assertThat(relay.read()).isZero();

    int before = hana.states().size();
    host.closeToNetwork();
    vera.until(StreamState::reconnecting);
    sam.until(StreamState::reconnecting);
    assertThat(answers(there)).isFalse();
    hana.until(
        state ->
            state.speakers().stream()
                .noneMatch(s -> s.identity().equals("Sam") && !s.reconnecting()));
    assertThat(hana.states().stream().skip(before).toList())
        .as("the host notices nothing of it")
        .noneMatch(StreamState::reconnecting)
        .extracting(StreamState::phase)
        .containsOnly(new Phase.OnStage(Role.HOST));

    assertThat(host.openToNetwork(access.port()).port()).isEqualTo(access.port());
    vera.untilHears(440);
    hana.untilHears(880);
  }

  private static boolean answers(URI address) {
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHost().replaceAll("[\\[\\]]", ""), address.getPort()),
          5000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
