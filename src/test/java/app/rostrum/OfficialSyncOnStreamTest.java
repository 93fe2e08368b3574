package app.rostrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.testing.NodeSync;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twilio's own Sync SDK follows a whole stream on the real backend, tokens and maps. */
@Tag("conformance")
class OfficialSyncOnStreamTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void aHandGoesUpAndTheInvitationArrives(@TempDir Path data) throws Exception {
    OkHttpClient http = HttpClients.create();
    try (var host =
            EmbeddedHost.start(
                new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
                Clock.systemUTC(),
                (name, fields) -> {});
        var sdk = new NodeSync("twilio-sync")) {
      Backend backend = Backends.open(http, host.url(), host.passcode());
      StreamCredentials hanna = backend.createStream("Hanna", "Talk", true);
      StreamCredentials lena = backend.joinAsViewer("Lena", "Talk", null);
      sdk.call("connect", "uri", lena.twilsock(), "token", lena.token());
      sdk.call("map", "name", lena.speakersMap(), "mode", "open_existing");
      sdk.call("map", "name", lena.viewersMap(), "mode", "open_existing");
      sdk.call("map", "name", lena.raisedHandsMap(), "mode", "open_existing");
      String document = lena.userDocument().orElseThrow();
      sdk.call("document", "name", document, "mode", "open_existing");
      assertThat(sdk.call("get", "map", lena.speakersMap(), "key", "Hanna").toString())
          .contains("\"host\":true");

      backend.viewerConnectedToPlayer("Lena", "Talk", lena.token());
      backend.raiseHand("Lena", "Talk", true, lena.token());
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(sdk.words(lena.viewersMap())).contains("itemAdded Lena {}");
                assertThat(sdk.words(lena.raisedHandsMap())).contains("itemAdded Lena {}");
              });
      backend.sendSpeakerInvite("Lena", hanna.roomSid(), hanna.token());
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(sdk.words(document))
                      .anyMatch(word -> word.startsWith("updated {\"speaker_invite\":true")));
      backend.raiseHand("Lena", "Talk", false, lena.token());
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(sdk.words(lena.raisedHandsMap()))
                      .anyMatch(word -> word.startsWith("itemRemoved Lena")));
      backend.deleteStream("Talk", hanna.token());
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(sdk.words(lena.speakersMap()))
                      .anyMatch(word -> word.startsWith("removed")));
    }
  }
}
