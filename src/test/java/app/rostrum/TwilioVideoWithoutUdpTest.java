package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.StreamCredentials;
import app.rostrum.media.Spectrum;
import app.rostrum.sdk.video.Judged;
import app.rostrum.sdk.video.TwilioVideoPages;
import app.rostrum.testing.Capability;
import app.rostrum.testing.Coturn;
import app.rostrum.testing.Sdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unmodified official twilio-video in Chromium, in networks that let no UDP through. */
@Tag("conformance")
@Tag("media")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TwilioVideoWithoutUdpTest {
  private static final double HEARD = -45;

  @TempDir Path folder;

  @Judged
  @Capability("sound by TCP where a network blocks UDP")
  void soundGoesByTcp(Sdk sdk) throws Exception {
    try (FirewalledServer server = FirewalledServer.start(folder, Optional.empty())) {
      speaksAndHears(sdk, server, "tcp");
    }
  }

  @Judged
  @Capability("sound by a TURN server where nothing else gets through")
  void soundGoesByTheRelay(Sdk sdk) throws Exception {
    try (Coturn turn = Coturn.start(folder);
        FirewalledServer server = FirewalledServer.start(folder, Optional.of(turn))) {
      speaksAndHears(sdk, server, "relay");
    }
  }

  private void speaksAndHears(Sdk sdk, FirewalledServer server, String way) throws Exception {
    var _ = server.host();
    StreamCredentials sam = server.backend().joinAsSpeaker("Sam", "Talk", null);
    Path log = Files.createFile(folder.resolve("pages.log"));
    try (var pages = new TwilioVideoPages(folder.resolve("unused.wav"), log)) {
      TwilioVideoPages.Page page = pages.page(sdk, "sam");
      var room = page.connect(sam.signaling(), sam.roomSid(), sam.token(), 880);
      assertThat(room.has("code")).as("%s", room).isFalse();
      await()
          .untilAsserted(
              () -> assertThat(page.heard("Hana")).anyMatch(hz -> Math.abs(hz - 440) < 6));
      await().until(() -> Spectrum.levelAt(server.heardByHost(), 880) > HEARD);
      assertThat(page.ways()).isNotEmpty().containsOnly(way);
    }
  }
}
