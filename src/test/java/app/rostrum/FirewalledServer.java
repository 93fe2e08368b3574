package app.rostrum;

import static org.awaitility.Awaitility.await;

import app.rostrum.backend.HttpBackend;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.Reach;
import app.rostrum.host.WebhookReceivers;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.media.plain.LevelMeter;
import app.rostrum.media.plain.PlainEngine;
import app.rostrum.media.plain.Tone;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.SessionFactory;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.testing.Coturn;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.TcpProxy;
import app.rostrum.testing.UdpDoor;
import app.rostrum.web.AddressRanges;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import okhttp3.OkHttpClient;

/**
 * A server behind a firewall. It is at 127.0.0.1, and people see it at 127.0.0.9, where no UDP gets
 * in but that of a TURN server and of the host, who came before. With a TURN server, TCP is open
 * for the web only; without one, it is open for sound, too.
 */
final class FirewalledServer implements AutoCloseable {
  private static final InetAddress OUTSIDE = InetAddress.ofLiteral("127.0.0.9");

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final LevelMeter heardByHost = new LevelMeter();
  private final OkHttpClient http = HttpClients.create();
  private final URI address;
  private final TcpProxy proxy;
  private final UdpDoor door;
  private final EmbeddedHost server;

  private FirewalledServer(Path folder, Optional<Coturn> turn) throws Exception {
    int port = FreePort.find();
    address = URI.create("http://127.0.0.9:" + port);
    var at = new InetSocketAddress(OUTSIDE, port);
    proxy = opened(new TcpProxy(at, port));
    if (turn.isPresent()) {
      proxy.letOnlyTheWebThrough();
    }
    door = opened(new UdpDoor(at, port, InetAddress.ofLiteral(Coturn.RELAY)));
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1",
            port,
            folder.resolve("data"),
            // Without a public URL, pages of other origins are refused on loopback.
            Optional.of(address),
            false,
            false,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            new Reach(
                List.of(OUTSIDE),
                turn.map(found -> new Reach.Turn(List.of(found.url()), found.secretFile()))),
            new ServerTls.Off(),
            Optional.empty());
    server = opened(EmbeddedHost.start(options, Clock.systemUTC(), (name, fields) -> {}));
  }

  static FirewalledServer start(Path folder, Optional<Coturn> turn) throws Exception {
    return new FirewalledServer(folder, turn);
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  HttpBackend backend() {
    return new HttpBackend(http, address, server.passcode());
  }

  /** Lets Hana host the stream "Talk", who sends 440 Hz, and shuts the door after her. */
  StreamSession host() {
    var engine = opened(PlainEngine.create(new Tone(440), heardByHost));
    StreamSession hana =
        opened(
            new SessionFactory(backend(), http, engine, Clock.systemUTC())
                .create("Hana", "Talk", new StreamSettings(true, false), true, state -> {}));
    await().until(() -> hana.state().phase().equals(new Phase.OnStage(Role.HOST)));
    await().until(door::isUsed);
    door.shut();
    return hana;
  }

  /** Drops all present connections by TCP; new ones are let through. */
  void dropConnections() throws IOException {
    proxy.dropAll();
  }

  /** Returns what Hana has heard last. */
  short[] heardByHost() {
    return heardByHost.mix();
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable part : parts) {
      part.close();
    }
  }
}
