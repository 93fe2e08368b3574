package app.rostrum.cloud.live;

import static java.util.stream.Collectors.joining;

import app.rostrum.rtc.Direction;
import app.rostrum.rtc.MediaPort;
import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.RtpTransceiver;
import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A listener built without our player: plain HTTP, a plain peer and a decoder. */
final class ListeningPeer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private final MediaPort port = Loopback.port();
  private final RtcPeer peer;
  private final OpusCodec.Decoder decoder = new OpusCodec.Decoder();
  private final short[] decoded = new short[5760];
  private final short[] newest = new short[48_000];
  private final Set<Integer> contributors = new TreeSet<>();
  private final List<Integer> sequence = new CopyOnWriteArrayList<>();
  private boolean loud;
  final List<Long> onsets = new CopyOnWriteArrayList<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  private final URI session;
  private int samples;
  private int newestSamples;

  /**
   * @param offered lines that are added to the offer's section
   */
  ListeningPeer(URI whep, String token, String... offered) throws Exception {
    peer =
        RtcPeer.create(
            port,
            RtcPeer.IceRole.FULL,
            new RtcPeer.Listener() {
              @Override
              public void onState(RtcPeer.State state) {}

              @Override
              public void onRtp(RtpTransceiver transceiver, RtpPacket packet) {
                hear(packet);
              }
            });
    peer.addAudio(Direction.RECVONLY, "");
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(whep)
                .header("Content-Type", "application/sdp")
                .header("Authorization", "Bearer " + token)
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        peer.createOffer()
                            + Stream.of(offered).map(l -> l + "\r\n").collect(joining())))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("status " + answer.statusCode() + ": " + answer.body());
    }
    session = whep.resolve(answer.headers().firstValue("Location").orElseThrow());
    peer.acceptAnswer(answer.body());
  }

  /** Reads the events of the session until the server ends them. */
  ListeningPeer withEvents() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var body =
                    HTTP.send(
                            HttpRequest.newBuilder(URI.create(session + "/events")).build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                try (var reader =
                    new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                  reader.lines().filter(line -> !line.isEmpty()).forEach(events::add);
                }
                events.add("closed");
              } catch (IOException | UncheckedIOException e) {
                events.add("broken");
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return this;
  }

  private synchronized void hear(RtpPacket packet) {
    sequence.add(packet.sequenceNumber());
    contributors.clear();
    for (int csrc : packet.csrcs()) {
      contributors.add(csrc);
    }
    int count = decoder.decode(packet.payload(), decoded);
    newestSamples = count;
    boolean nowLoud = Loudness.of(decoded, Math.max(1, count)) < 45;
    if (nowLoud && !loud) {
      onsets.add(System.nanoTime());
    }
    loud = nowLoud;
    System.arraycopy(newest, count, newest, 0, newest.length - count);
    System.arraycopy(decoded, 0, newest, newest.length - count, count);
    samples += count;
  }

  /** Returns the last samples received. */
  synchronized short[] last(int count) {
    return Arrays.copyOfRange(newest, newest.length - count, newest.length);
  }

  /** Returns the samples of the newest packet. */
  synchronized int newestSamples() {
    return newestSamples;
  }

  synchronized int samples() {
    return samples;
  }

  synchronized Set<Integer> contributors() {
    return Set.copyOf(contributors);
  }

  List<Integer> sequence() {
    return sequence;
  }

  RtcPeer.State state() {
    return peer.state();
  }

  int delete() throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(session).DELETE().build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Closes the media connection without deleting the session. */
  void hangUp() {
    peer.close();
  }

  @Override
  public void close() {
    peer.close();
    port.close();
  }
}
