package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.wire.rtp.RtpPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A browser's own WebRTC at the other end, judged by what each side hears. */
@Tag("conformance")
@Timeout(120)
class ChromiumTest {
  private Browser browser;
  private End server;

  @BeforeEach
  void open() throws IOException {
    browser = new Browser();
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
      await()
          .until(
              () ->
                  browser
                      .run("state")
                      .getAsJsonObject()
                      .get("connection")
                      .getAsString()
                      .equals("connected"));
      assertThat(server.peer.state()).isEqualTo(RtcPeer.State.CONNECTED);
      assertBrowserHears("mix", 440);
    }
  }

  @Test
  void aListenerSeesWhoIsHeardAndBothSidesReport() throws Exception {
    RtpTransceiver mix = server.peer.addAudio(Direction.SENDONLY, "mix");
    browser.run("accept", "sdp", server.peer.answer(browser.text("listenOnly")));
    server.awaitState(RtcPeer.State.CONNECTED);
    try (ToneSource tone = new ToneSource(mix, 440, 12345)) {
      assertBrowserHears("mix", 440);
      assertThat(browser.run("contributors").toString()).contains("\"source\":12345");
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> server.peer.stats().roundTripTime().isPresent());
      assertThat(server.peer.stats().lossRatio()).isZero();
      assertThat(browser.run("stats").toString()).contains("remote-outbound-rtp");
    }
  }

  @Test
  void theServerLearnsAtOnceThatTheBrowserLeft() throws Exception {
    browser.run("accept", "sdp", server.peer.answer(browser.text("open", "hertz", 660)));
    server.awaitState(RtcPeer.State.CONNECTED);
    browser.run("close");
    server.awaitState(RtcPeer.State.CLOSED);
  }

  private void assertBrowserHears(String track, double hertz) {
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () -> {
              var heard = browser.run("heard").getAsJsonObject();
              assertThat(heard.has(track)).as("%s in %s", track, heard).isTrue();
              assertThat(heard.get(track).getAsDouble()).isBetween(hertz - 6, hertz + 6);
            });
  }

  /** Decodes a second of what comes from now on. */
  private static void assertHears(End end, RtpTransceiver section, double hertz) {
    int before = end.received(section).size();
    await().atMost(Duration.ofSeconds(15)).until(() -> end.received(section).size() >= before + 60);
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
