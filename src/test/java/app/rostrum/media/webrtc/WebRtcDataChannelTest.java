package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.DataChannel;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WebRtcDataChannelTest {
  @Test
  void aListenerThatThrowsAtTheEndDoesNotKeepTheChannel() {
    var ended = new ArrayList<WebRtcDataChannel>();
    var channel = new WebRtcDataChannel("data", Runnable::run, ended::add);
    channel.listen(
        new DataChannel.Listener() {
          @Override
          public void onOpen() {}

          @Override
          public void onMessage(byte[] data, boolean binary) {}

          @Override
          public void onClosed() {
            throw new AssertionError("on purpose");
          }
        });
    channel.close();
    assertThat(ended).containsExactly(channel);
  }
}
