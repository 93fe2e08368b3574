package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.testing.NodeDriver;
import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser's own WebRTC at the other end, judged by what each side hears. */
@Tag("conformance")
@Tag("media")
@Timeout(120)
class ChromiumTest {
  private NodeDriver browser;
  private End server;

  @BeforeEach
  void open() throws IOException {
    browser = new NodeDriver("rtc-browser.cjs");
    server = new End(RtcPeer.IceRole.LITE);
  }

  @AfterEach
  void close() throws IOException {
    browser.close();
    server.close();
  }

  @Test
  void audioFlowsBothWaysAndAFurtherTrackIsHeard() throws Exception {
    RtpTransceiver first = server.peer.addAudio(Direction.SENDRECV, "first");
    String offer = browser.text("open", "hertz", 660);
    String answer = server.peer.answer(offer);
    browser.run("accept", "sdp", answer);
    server.awaitState(RtcPeer.State.CONNECTED);

    try (ToneSource one = new ToneSource(first, 440)) {
      assertHears(server, first, 660);
      assertBrowserHears("first", 440);

      RtpTransceiver second = server.peer.addAudio(Direction.SENDONLY, "second");
      server.peer.acceptAnswer(browser.text("answer", "sdp", server.peer.createOffer()));
      assertThat(second.currentDirection()).isEqualTo(Direction.SENDONLY);
      try (ToneSource two = new ToneSource(second, 880)) {
        assertBrowserHears("second", 880);
        assertBrowserHears("first", 440);
        assertHears(server, first, 660);
      }
    }
  }

  @Test
  void aSectionIsReusedForAnotherTrackAndForABrowsersOwn() throws Exception {
    browser.run("accept", "sdp", server.peer.answer(browser.text("open", "hertz", 500)));
    server.awaitState(RtcPeer.State.CONNECTED);
    RtpTransceiver section = server.peer.addAudio(Direction.SENDONLY, "anna");
    server.peer.acceptAnswer(browser.text("answer", "sdp", server.peer.createOffer()));
    try (ToneSource tone = new ToneSource(section, 400)) {
      assertBrowserHears("anna", 400);
    }
    section.setDirection(Direction.INACTIVE);
    server.peer.acceptAnswer(browser.text("answer", "sdp", server.peer.createOffer()));
    assertThat(section.currentDirection()).isEqualTo(Direction.INACTIVE);

    section.setLocalTrackId("ben");
    section.setDirection(Direction.SENDONLY);
    server.peer.acceptAnswer(browser.text("answer", "sdp", server.peer.createOffer()));
    try (ToneSource tone = new ToneSource(section, 800)) {
      assertBrowserHears("ben", 800);

      String offer = browser.text("addTone", "hertz", 1000);
      browser.run("accept", "sdp", server.peer.answer(offer));
      RtpTransceiver carrier =
          server.peer.transceivers().stream()
              .filter(
                  t ->
                      t.currentDirection().receives() && t != server.peer.transceivers().getFirst())
              .findFirst()
              .orElseThrow();
      assertHears(server, carrier, 1000);
      assertBrowserHears("ben", 800);
    }
  }

  @Test
  void theBrowserRestartsIceAndHearsOn() throws Exception {
    RtpTransceiver section = server.peer.addAudio(Direction.SENDRECV, "mix");
    browser.run("accept", "sdp", server.peer.answer(browser.text("open", "hertz", 660)));
    server.awaitState(RtcPeer.State.CONNECTED);
    try (ToneSource tone = new ToneSource(section, 440)) {
      assertBrowserHears("mix", 440);
      browser.run("accept", "sdp", server.peer.answer(browser.text("restart")));
      server.packets.clear();
      assertHears(server, section, 660);
      awaitTheBrowser();
      assertThat(server.peer.state()).isEqualTo(RtcPeer.State.CONNECTED);
      assertBrowserHears("mix", 440);
    }
  }

  @Test
  void theServerRestartsIceAndTheToneGoesOn() throws Exception {
    RtpTransceiver section = server.peer.addAudio(Direction.SENDRECV, "mix");
    browser.run("accept", "sdp", server.peer.answer(browser.text("open", "hertz", 660)));
    server.awaitState(RtcPeer.State.CONNECTED);
    try (ToneSource tone = new ToneSource(section, 440)) {
      assertBrowserHears("mix", 440);
      assertHears(server, section, 660);
      long before = concealed();
      String first = server.peer.createOffer();
      server.peer.rollback();
      server.peer.restartIce();
      String offer = server.peer.createOffer();
      assertThat(ufrag(offer)).isNotEqualTo(ufrag(first));
      server.peer.acceptAnswer(browser.text("answer", "sdp", offer));
      server.packets.clear();
      assertHears(server, section, 660);
      assertBrowserHears("mix", 440);
      assertThat(server.peer.state()).isEqualTo(RtcPeer.State.CONNECTED);
      assertThat(server.states).doesNotContain(RtcPeer.State.DISCONNECTED, RtcPeer.State.FAILED);
      // In samples. A new connection would cost a second and more; a busy machine costs some too.
      assertThat(concealed() - before).isLessThan(24_000);
    }
  }

  private static String ufrag(String description) {
    return description.lines().filter(l -> l.startsWith("a=ice-ufrag")).findFirst().orElseThrow();
  }

  private long concealed() throws IOException {
    for (var report : browser.run("stats").getAsJsonArray()) {
      var object = report.getAsJsonObject();
      if (object.get("type").getAsString().equals("inbound-rtp")
          && object.get("kind").getAsString().equals("audio")) {
        return object.get("concealedSamples").getAsLong()
            - object.get("silentConcealedSamples").getAsLong();
      }
    }
    return 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "passive"})
  void theBrowserMayAnswerWithEitherDtlsRoleAndKeepsItLater(String setup) throws Exception {
    RtpTransceiver section = server.peer.addAudio(Direction.SENDONLY, "mix");
    browser.run("blank");
    String answer = browser.text("answer", "sdp", server.peer.createOffer(), "setup", setup);
    server.peer.acceptAnswer(answer);
    server.awaitState(RtcPeer.State.CONNECTED);
    try (ToneSource tone = new ToneSource(section, 440)) {
      assertBrowserHears("mix", 440);
      // Further exchanges, from either side, leave the association as it is.
      browser.run("accept", "sdp", server.peer.answer(browser.text("offer")));
      server.peer.acceptAnswer(browser.text("answer", "sdp", server.peer.createOffer()));
      assertBrowserHears("mix", 440);
      assertThat(server.states).containsOnlyOnce(RtcPeer.State.CONNECTED);
    }
  }

  @Test
  void aPictureComesBackThroughLossOnBothWays() throws Exception {
    try (End room = new End(RtcPeer.IceRole.LITE, RtcPeer.FORWARDED);
        LossyRelay relay = new LossyRelay(room.port.port())) {
      String offer = browser.text("open", "hertz", 660, "color", "rgb(0,160,0)");
      browser.run("accept", "sdp", relay.inPlaceOf(room.port, room.peer.answer(offer)));
      room.awaitState(RtcPeer.State.CONNECTED);
      RtpTransceiver camera =
          room.peer.transceivers().stream()
              .filter(t -> t.kind() == MediaKind.VIDEO)
              .findFirst()
              .orElseThrow();
      RtpTransceiver echo =
          room.peer.addVideo(Direction.SENDONLY, "echo", room.peer.remoteCodecs(MediaKind.VIDEO));
      RtpTransceiver voice =
          room.peer.transceivers().stream()
              .filter(t -> t.kind() == MediaKind.AUDIO)
              .findFirst()
              .orElseThrow();
      RtpTransceiver back = room.peer.addAudio(Direction.SENDONLY, "voice");
      room.peer.acceptAnswer(
          browser.text("answer", "sdp", relay.inPlaceOf(room.port, room.peer.createOffer())));
      room.next =
          new RtcPeer.Listener() {
            @Override
            public void onState(RtcPeer.State state) {}

            @Override
            public void onRtp(RtpTransceiver from, RtpPacket packet) {
              if (from == camera) {
                echo.forward(packet, from.codecOf(packet), from);
                if (!room.keyframeRequests.isEmpty()) {
                  room.keyframeRequests.clear();
                  camera.requestKeyframe(packet.ssrc());
                }
              } else if (from == voice) {
                back.forward(packet, from.codecOf(packet), from);
              }
            }
          };
      assertBrowserHears("voice", 660);
      relay.loss = 0.1;
      int before = frames();
      await()
          .untilAsserted(
              () -> {
                var picture = browser.run("seen").getAsJsonObject().getAsJsonObject("echo");
                assertThat(picture.get("frames").getAsInt()).isGreaterThan(before + 100);
                assertThat(picture.get("green").getAsInt()).isBetween(120, 200);
                assertThat(picture.get("red").getAsInt()).isLessThan(40);
              });
      assertThat(room.peer.stats().packetsResent()).isGreaterThan(10);
      assertThat(room.peer.stats().packetsRecovered()).isGreaterThan(5);
      assertThat(back.sender().resent()).isPositive();
      assertThat(echo.sender().resent()).isPositive();
    }
  }

  private int frames() throws IOException {
    var seen = browser.run("seen").getAsJsonObject();
    return seen.has("echo") ? seen.getAsJsonObject("echo").get("frames").getAsInt() : 0;
  }

  @Test
  void aListenerSeesWhoIsHeardAndBothSidesReport() throws Exception {
    RtpTransceiver mix = server.peer.addAudio(Direction.SENDONLY, "mix");
    browser.run("accept", "sdp", server.peer.answer(browser.text("listenOnly")));
    server.awaitState(RtcPeer.State.CONNECTED);
    try (ToneSource tone = new ToneSource(mix, 440, 12345)) {
      assertBrowserHears("mix", 440);
      assertThat(browser.run("contributors").toString()).contains("\"source\":12345");
      await().until(() -> server.peer.stats().roundTripTime().isPresent());
      assertThat(server.peer.stats().lossRatio()).isZero();
      assertThat(browser.run("stats").toString()).contains("remote-outbound-rtp");
    }
  }

  @Test
  void theServerLearnsAtOnceThatTheBrowserLeft() throws Exception {
    browser.run("accept", "sdp", server.peer.answer(browser.text("open", "hertz", 660)));
    server.awaitState(RtcPeer.State.CONNECTED);
    awaitTheBrowser();
    browser.run("close");
    server.awaitState(RtcPeer.State.CLOSED);
  }

  /** A browser that is not connected yet has no way to say that it leaves. */
  private void awaitTheBrowser() {
    await()
        .until(
            () ->
                browser
                    .run("state")
                    .getAsJsonObject()
                    .get("connection")
                    .getAsString()
                    .equals("connected"));
  }

  private void assertBrowserHears(String track, double hertz) {
    await()
        .untilAsserted(
            () -> {
              var heard = browser.run("heard").getAsJsonObject();
              assertThat(heard.has(track)).as("%s in %s", track, heard).isTrue();
              assertThat(heard.get(track).getAsDouble()).isBetween(hertz - 6, hertz + 6);
            });
  }

  /** Decodes one second of sound from now on. */
  private static void assertHears(End end, RtpTransceiver section, double hertz) {
    int before = end.received(section).size();
    await().until(() -> end.received(section).size() >= before + 60);
    List<RtpPacket> packets = List.copyOf(end.received(section)).subList(before, before + 60);
    OpusCodec.Decoder decoder = new OpusCodec.Decoder();
    short[] pcm = new short[60 * 960];
    short[] out = new short[5760];
    int at = 0;
    for (RtpPacket packet : packets) {
      int samples = Math.min(decoder.decode(packet.payload(), out), pcm.length - at);
      System.arraycopy(out, 0, pcm, at, samples);
      at += samples;
    }
    assertThat(Tone.pitch(pcm, 9_600, at - 9_600)).isBetween(hertz - 4, hertz + 4);
  }
}
