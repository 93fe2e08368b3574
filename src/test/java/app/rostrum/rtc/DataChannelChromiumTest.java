package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.testing.NodeDriver;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A browser's own data channels at the other end. */
@Tag("conformance")
@Timeout(120)
class DataChannelChromiumTest {
  private static final int[] SIZES = {1, 1000, 1132, 1200, 16_384, 65_536, 200_000};

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

  private void connect() throws Exception {
    browser.run("accept", "sdp", server.peer.answer(browser.text("offer")));
  }

  private JsonObject page(String label) {
    try {
      JsonElement channel = browser.run("channel", "label", label);
      return channel.isJsonObject() ? channel.getAsJsonObject() : new JsonObject();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonArray awaitInPage(String label, int messages) {
    await()
        .until(
            () -> {
              JsonObject channel = page(label);
              return channel.has("messages")
                  && channel.getAsJsonArray("messages").size() >= messages;
            });
    return page(label).getAsJsonArray("messages");
  }

  private void awaitStateInPage(String label, String state) {
    await()
        .until(
            () -> {
              JsonObject channel = page(label);
              return channel.has("readyState")
                  && channel.get("readyState").getAsString().equals(state);
            });
  }

  /** As the page makes them. */
  private static byte[] pattern(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (i * 31 + size);
    }
    return bytes;
  }

  private static long sum(byte[] bytes) {
    long sum = 7;
    for (byte b : bytes) {
      sum = (sum * 31 + (b & 0xFF)) % 1_000_003;
    }
    return sum;
  }

  @Test
  void stringsAndBytesOfAllSizesGoBothWaysOnAChannelOfThePage() throws Exception {
    browser.run("openChannel", "label", "page");
    connect();
    TransportChannel channel = server.channel("page");
    RecordingListener heard = RecordingListener.of(channel);
    exchange("page", channel, heard);
  }

  @Test
  void theServerOpensChannelsByAnOfferOfItsOwn() throws Exception {
    TransportChannel channel =
        server.peer.openDataChannel(TransportChannel.Options.reliable("ours"));
    RecordingListener heard = RecordingListener.of(channel);
    server.peer.acceptAnswer(browser.text("answerWithChannels", "sdp", server.peer.createOffer()));
    awaitStateInPage("ours", "open");
    heard.awaitState(TransportChannel.State.OPEN);
    exchange("ours", channel, heard);
  }

  private void exchange(String label, TransportChannel channel, RecordingListener heard)
      throws IOException {
    int count = 0;
    for (int size : SIZES) {
      browser.run("sendBytes", "label", label, "size", size);
      assertThat(channel.send(pattern(size), true)).isTrue();
      browser.run("sendText", "label", label, "text", "ä".repeat(size / 2 + 1));
      assertThat(channel.send("€".repeat(size / 3 + 1).getBytes(StandardCharsets.UTF_8), false))
          .isTrue();
      count += 2;
    }
    browser.run("sendText", "label", label, "text", "");
    channel.send(new byte[0], true);
    heard.await(count + 1);
    JsonArray seen = awaitInPage(label, count + 1);
    for (int i = 0; i < SIZES.length; i++) {
      assertThat(heard.messages.get(2 * i).binary()).isTrue();
      assertThat(heard.messages.get(2 * i).data()).isEqualTo(pattern(SIZES[i]));
      assertThat(heard.messages.get(2 * i + 1).binary()).isFalse();
      assertThat(new String(heard.messages.get(2 * i + 1).data(), StandardCharsets.UTF_8))
          .isEqualTo("ä".repeat(SIZES[i] / 2 + 1));
      JsonObject binary = seen.get(2 * i).getAsJsonObject();
      assertThat(binary.get("binary").getAsBoolean()).isTrue();
      assertThat(binary.get("sum").getAsLong()).isEqualTo(sum(pattern(SIZES[i])));
      JsonObject text = seen.get(2 * i + 1).getAsJsonObject();
      assertThat(text.get("binary").getAsBoolean()).isFalse();
      assertThat(text.get("size").getAsInt()).isEqualTo(SIZES[i] / 3 + 1);
    }
    assertThat(heard.messages.get(count).data()).isEmpty();
    assertThat(seen.get(count).getAsJsonObject().get("size").getAsInt()).isZero();
  }

  @Test
  void optionsReachTheOtherEnd() throws Exception {
    browser.run("openChannel", "label", "a", "ordered", false, "maxRetransmits", 0);
    browser.run("openChannel", "label", "b", "ordered", true, "maxPacketLifeTime", 700);
    connect();
    assertThat(server.channel("a").options())
        .isEqualTo(new TransportChannel.Options("a", false, Optional.of(0), Optional.empty()));
    assertThat(server.channel("b").options())
        .isEqualTo(new TransportChannel.Options("b", true, Optional.empty(), Optional.of(700)));
    TransportChannel lossy =
        server.peer.openDataChannel(
            new TransportChannel.Options("c", false, Optional.of(3), Optional.empty()));
    awaitStateInPage("c", "open");
    assertThat(page("c").get("maxRetransmits").getAsInt()).isEqualTo(3);
    assertThat(page("c").get("ordered").getAsBoolean()).isFalse();
    lossy.send(pattern(5000), true);
    awaitInPage("c", 1);
  }

  @Test
  void eitherEndClosesAndTheStreamIsUsedAgain() throws Exception {
    browser.run("openChannel", "label", "keeps");
    connect();
    server.channel("keeps");
    for (int round = 0; round < 3; round++) {
      String ofPage = "page " + round;
      browser.run("openChannel", "label", ofPage);
      TransportChannel accepted = server.channel(ofPage);
      RecordingListener heard = RecordingListener.of(accepted);
      browser.run("sendBytes", "label", ofPage, "size", 100_000);
      browser.run("closeChannel", "label", ofPage);
      heard.awaitState(TransportChannel.State.CLOSED);
      assertThat(heard.messages).hasSize(1);
      awaitStateInPage(ofPage, "closed");

      String ofServer = "server " + round;
      TransportChannel ours =
          server.peer.openDataChannel(TransportChannel.Options.reliable(ofServer));
      RecordingListener states = RecordingListener.of(ours);
      awaitStateInPage(ofServer, "open");
      ours.send(pattern(100_000), true);
      ours.close();
      states.awaitState(TransportChannel.State.CLOSED);
      awaitStateInPage(ofServer, "closed");
      assertThat(page(ofServer).getAsJsonArray("messages")).hasSize(1);

      String crossing = "crossing " + round;
      browser.run("openChannel", "label", crossing);
      TransportChannel closedHere = server.channel(crossing);
      RecordingListener end = RecordingListener.of(closedHere);
      closedHere.close();
      end.awaitState(TransportChannel.State.CLOSED);
      awaitStateInPage(crossing, "closed");
    }
    assertThat(page("keeps").get("readyState").getAsString()).isEqualTo("open");
  }

  @Test
  void eightChannelsTalkAtOnce() throws Exception {
    for (int i = 0; i < 8; i++) {
      browser.run("openChannel", "label", "echo " + i, "ordered", i % 2 == 0);
    }
    connect();
    RecordingListener[] heard = new RecordingListener[8];
    TransportChannel[] channels = new TransportChannel[8];
    for (int i = 0; i < 8; i++) {
      channels[i] = server.channel("echo " + i);
      heard[i] = RecordingListener.of(channels[i]);
    }
    for (int n = 0; n < 20; n++) {
      for (TransportChannel channel : channels) {
        assertThat(channel.send(pattern(1 + n * 1500), true)).isTrue();
      }
    }
    for (int i = 0; i < 8; i++) {
      heard[i].await(20);
    }
    for (int n = 0; n < 20; n++) {
      assertThat(heard[0].messages.get(n).data()).isEqualTo(pattern(1 + n * 1500));
    }
  }

  @Test
  void nothingIsLostOnANetworkThatLosesATwentieth() throws Exception {
    try (LossyRelay relay = new LossyRelay(server.port.port())) {
      browser.run("openChannel", "label", "echo");
      browser.run("openChannel", "label", "once", "ordered", false, "maxRetransmits", 0);
      String answer = server.peer.answer(browser.text("offer"));
      browser.run("accept", "sdp", relay.inPlaceOf(server.port, answer));
      TransportChannel echo = server.channel("echo");
      TransportChannel once = server.channel("once");
      RecordingListener heard = RecordingListener.of(echo);
      RecordingListener heardOnce = RecordingListener.of(once);
      relay.dataLoss = 0.05;
      for (int n = 0; n < 40; n++) {
        assertThat(echo.send(pattern(1 + n * 1000), true)).isTrue();
        assertThat(once.send(pattern(100 + n), true)).isTrue();
        browser.run("sendBytes", "label", "once", "size", 100);
      }
      heard.await(40);
      for (int n = 0; n < 40; n++) {
        assertThat(heard.messages.get(n).data()).isEqualTo(pattern(1 + n * 1000));
      }
      assertThat(heardOnce.messages.size()).isBetween(20, 40);
      assertThat(awaitInPage("once", 20).size()).isLessThanOrEqualTo(40);
      assertThat(relay.lost.get()).isPositive();
      RecordingListener states = heard;
      echo.close();
      states.awaitState(TransportChannel.State.CLOSED);
      awaitStateInPage("echo", "closed");
    }
  }

  @Test
  void channelsEndWhenThePageLeaves() throws Exception {
    browser.run("openChannel", "label", "page");
    connect();
    RecordingListener heard = RecordingListener.of(server.channel("page"));
    browser.run("close");
    heard.awaitState(TransportChannel.State.CLOSED);
  }
}
