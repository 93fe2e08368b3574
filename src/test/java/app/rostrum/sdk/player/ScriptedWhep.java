package app.rostrum.sdk.player;

import app.rostrum.media.plain.Tone;
import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.threads.Timers;
import app.rostrum.web.EventStream;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A WHEP server that behaves as a test says, with a real media connection. */
final class ScriptedWhep implements HttpHandler, AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();
  final Queue<HttpResponse> refusals = new ConcurrentLinkedQueue<>();
  final List<EventStream> events = new CopyOnWriteArrayList<>();
  volatile boolean sessionKnown = true;
  volatile boolean sending = true;

  /** False while answers name a port at which nobody listens. */
  volatile boolean reachable = true;

  /** Runs before each offer is answered. */
  volatile Runnable thinking = () -> {};

  volatile int eventsStatus = 200;
  volatile boolean hasLink = true;
  volatile boolean hasEtag = true;
  volatile boolean locationIsAbsolute;
  volatile boolean cutsEvents;
  volatile boolean eventsAreHtml;
  volatile int deleteStatus = 200;
  private final MediaPort port;
  private final WebServer server;
  private final Timers timers = Timers.create("whep-sound");
  private final OpusCodec.Encoder encoder = new OpusCodec.Encoder(32_000);
  private final Tone tone = new Tone(440);
  private final short[] frame = new short[960];
  private final byte[] packet = new byte[1500];
  private volatile @Nullable RtcPeer peer;
  private volatile @Nullable RtpTransceiver track;
  private long timestamp;

  ScriptedWhep() throws Exception {
    port = MediaPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), List.of());
    server = WebServer.builder().handle("/", this).start(new InetSocketAddress("127.0.0.1", 0));
    timers.every(Duration.ofMillis(20), this::sendFrame);
  }

  /** Returns the address that answers name while it is not reachable. */
  String mediaAddress() {
    return "127.0.0.1:9";
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port() + "/live/whep/VJ1");
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    requests.add(request.method() + " " + request.path());
    return switch (request.method()) {
      case "POST" -> open(request);
      case "GET" -> events();
      default -> HttpResponse.empty(deleteStatus);
    };
  }

  private HttpResponse events() {
    if (!sessionKnown) {
      return HttpResponse.empty(404);
    }
    if (eventsAreHtml) {
      return HttpResponse.of(200, "text/html", "<p>no events</p>");
    }
    if (eventsStatus != 200) {
      return HttpResponse.empty(eventsStatus);
    }
    return HttpResponse.eventStream(
        stream -> {
          events.add(stream);
          stream.send("active", "{}");
          if (cutsEvents) {
            stream.close();
          }
        });
  }

  private HttpResponse open(HttpRequest request) {
    tokens.add(request.header("Authorization").orElse(""));
    thinking.run();
    HttpResponse refusal = refusals.poll();
    if (refusal != null) {
      return refusal;
    }
    hangUp();
    sessionKnown = true;
    RtcPeer fresh = RtcPeer.create(port, RtcPeer.IceRole.LITE, state -> {});
    RtpTransceiver audio = fresh.addAudio(Direction.SENDONLY, "mix");
    try {
      String answer = fresh.answer(request.text());
      if (!reachable) {
        answer = answer.replace(" " + port.port() + " typ", " 9 typ");
      }
      peer = fresh;
      track = audio;
      HttpResponse response =
          HttpResponse.of(201, "application/sdp", answer)
              .with("Location", locationIsAbsolute ? address() + "/session" : "VJ1/session");
      if (hasEtag) {
        response = response.with("ETag", "\"ice-1\"");
      }
      if (hasLink) {
        response =
            response.with(
                "Link",
                "<stun:example.test>; rel=\"ice-server\", <VJ1/session/events>;"
                    + " rel=\"urn:ietf:params:whep:ext:core:server-sent-events\";"
                    + " events=\"active,inactive,ended\"");
      }
      return response;
    } catch (SdpRefusedException e) {
      return HttpResponse.of(400, "text/plain", String.valueOf(e.getMessage()));
    }
  }

  private void sendFrame() {
    tone.read(frame);
    timestamp += 960;
    RtpTransceiver to = track;
    if (to != null && sending) {
      int length = encoder.encode(frame, 0, packet);
      to.sendOpus(packet, length, timestamp, false, 23, new int[] {-77}, new byte[] {23});
    }
  }

  /** Sends an event to all players. */
  void say(String event, String data) {
    events.forEach(stream -> stream.send(event, data));
  }

  /** Forgets the session, like a server that was killed and started again. */
  void forget() {
    sessionKnown = false;
    hangUp();
    events.forEach(EventStream::close);
    events.clear();
  }

  private void hangUp() {
    track = null;
    RtcPeer old = peer;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    timers.close();
    hangUp();
    server.close();
    port.close();
  }
}
