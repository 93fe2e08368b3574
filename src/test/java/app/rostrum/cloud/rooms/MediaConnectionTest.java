package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.MediaPort;
import app.rostrum.wire.room.TrackKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MediaConnectionTest {
  @Test
  void remembersStoppedTracksOnlyWhileTheyArePublished() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var track =
        new ForwardedTrack(
            "PA1", "MT1", "mic", "mic", TrackKind.AUDIO, true, "standard", List.of());
    try (MediaPort port = MediaPort.open(new InetSocketAddress(loopback, 0), List.of(loopback));
        var connection = new MediaConnection("pc", 0, port, () -> {}, channel -> {})) {
      connection.forward(List.of(track), Set.of("MT1"));
      assertThat(connection.trackId("MT1")).isEqualTo("MT1");
      connection.forward(List.of(), Set.of("MT1"));
      assertThat(connection.trackId("MT1")).isEqualTo("MT1-1");
      connection.forward(List.of(), Set.of());
      assertThat(connection.trackId("MT1")).isEqualTo("MT1");
    }
  }
}
