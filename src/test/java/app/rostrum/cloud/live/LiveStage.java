package app.rostrum.cloud.live;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.store.Store;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.web.WebServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The live service on loopback, with one room, one streamer and any number of speakers. */
final class LiveStage implements AutoCloseable {
  final Live live;
  final String streamer;
  final String processor;
  final MediaPort port;
  private final FakeRooms rooms = new FakeRooms();
  private final MediaPort room;
  private final URI whep;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** The share of frames that do not reach the listeners' connections, one of so many; 0: none. */
  volatile int oneLostOf;

  /** The frames that listeners get in a packet, as if they were a crowd. */
  volatile int framesPerPacket = 1;

  /** A connection that some frames do not reach, as where a sending thread falls behind. */
  private final class Faltering implements ListenerPeer {
    private final ListenerPeer peer;
    private final FramePacker packer;
    private int frames;

    Faltering(ListenerPeer peer) {
      this.peer = peer;
      this.packer = new FramePacker(peer::send);
    }

    @Override
    public String answer(String offer) throws SdpRefusedException {
      return peer.answer(offer);
    }

    @Override
    public void send(MixedFrame frame) {
      frames++;
      if (oneLostOf == 0 || frames % oneLostOf != 0) {
        packer.add(frame, framesPerPacket);
      }
    }

    @Override
    public void close() {
      peer.close();
    }
  }

  LiveStage() throws Exception {
    room = opened(Loopback.port(3));
    port = opened(Loopback.port(3));
    Store store = opened(Store.inMemory());
    live =
        opened(
            new Live(
                new Live.Dependencies(
                    store,
                    new Sids(new Random()),
                    Clock.systemUTC(),
                    rooms,
                    () -> URI.create("http://127.0.0.1/"),
                    TokenVerifier.withoutFloors(Tokens::secretOf, Clock.systemUTC())),
                sid -> states -> new Faltering(new RtcListenerPeer(port, sid, states)),
                WhepHandler.Limits.DEFAULT));
    WebServer server =
        opened(
            WebServer.builder()
                .handle(WhepHandler.PREFIX, live.whep())
                .start(new InetSocketAddress("127.0.0.1", 0)));
    streamer = live.createStreamer(false, Optional.empty()).sid();
    processor =
        live.createProcessor(
                "audio-mixer-v1",
                ExtensionContext.parse(
                    "{\"room\":{\"name\":\"RM1\"},\"outputs\":[\"%s\"]}".formatted(streamer)),
                Optional.empty())
            .sid();
    whep = URI.create("http://127.0.0.1:" + server.port() + "/whep/" + streamer);
  }

  URI whep() {
    return whep;
  }

  String token() {
    return Tokens.player(streamer, Instant.now().plus(Duration.ofHours(1)));
  }

  SpeakingPeer speaker(String identity, PcmSource source) throws Exception {
    return opened(new SpeakingPeer(room, identity, source, rooms.taps.getFirst()));
  }

  ListeningPeer listener(String... offered) throws Exception {
    return opened(new ListeningPeer(whep, token(), offered));
  }

  /** Registers a resource that is closed with the stage, the newest first. */
  <T extends AutoCloseable> T opened(T closeable) {
    synchronized (open) {
      open.add(closeable);
    }
    return closeable;
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }
}
