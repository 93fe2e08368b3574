package app.rostrum.rtc;

import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.testing.NodeDriver;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A benchmark of one data channel over loopback, which prints its figures. */
@Tag("bench")
@Timeout(180)
class DataChannelBench {
  private static final int MESSAGE = 64 * 1024;
  private static final int MESSAGES = 800;

  @Test
  void toAndFromABrowser() throws Exception {
    try (NodeDriver browser = new NodeDriver("rtc-browser.cjs");
        End server = new End(RtcPeer.IceRole.LITE)) {
      browser.run("openChannel", "label", "bench");
      browser.run("accept", "sdp", server.peer.answer(browser.text("offer")));
      TransportChannel channel = server.channel("bench");
      AtomicLong received = new AtomicLong();
      channel.listen((data, binary) -> received.addAndGet(data.length));
      long begun = System.nanoTime();
      browser.run("sendBytes", "label", "bench", "size", MESSAGE, "count", MESSAGES);
      awaitBytes(received);
      print("from Chromium", begun);

      begun = System.nanoTime();
      send(channel);
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> channel.bufferedAmount() == 0);
      print("to Chromium", begun);
    }
  }

  @Test
  void betweenTwoEnds() throws Exception {
    try (End client = new End(RtcPeer.IceRole.FULL);
        End server = new End(RtcPeer.IceRole.LITE)) {
      TransportChannel channel =
          client.peer.openDataChannel(TransportChannel.Options.reliable("bench"));
      client.negotiate(server);
      AtomicLong received = new AtomicLong();
      server.channel("bench").listen((data, binary) -> received.addAndGet(data.length));
      for (int round = 0; round < 2; round++) {
        received.set(0);
        long begun = System.nanoTime();
        send(channel);
        awaitBytes(received);
        print("between two ends, round " + round, begun);
      }
    }
  }

  private static void send(TransportChannel channel) {
    byte[] message = new byte[MESSAGE];
    for (int i = 0; i < MESSAGES; i++) {
      await().pollInterval(Duration.ofMillis(1)).until(() -> channel.bufferedAmount() < 4_000_000);
      channel.send(message, true);
    }
  }

  private static void awaitBytes(AtomicLong received) {
    await()
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> received.get() >= (long) MESSAGE * MESSAGES);
  }

  private static void print(String what, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        Locale.ROOT, "%s: %.1f MB/s%n", what, (double) MESSAGE * MESSAGES / seconds / 1e6);
  }
}
