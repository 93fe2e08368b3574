package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartTest {
  @Test
  void thoseWhoComeAreToldToComeBackAndThoseWhoAreThereGoOn() {
    var cloud = new FakeTwilio();
    try (var backend = new BackendHarness(cloud)) {
      BackendHarness.Answer host = backend.create("Hanna", "Talk");
      int rooms = cloud.rooms.size();
      backend.backend.announceRestart(Duration.ofSeconds(2));
      for (BackendHarness.Answer late :
          new BackendHarness.Answer[] {
            backend.call("/list-streams", "{}"),
            backend.call("/verify-passcode", "{}"),
            backend.create("Eve", "Another"),
            backend.call(
                "/join-stream-as-viewer", "{\"user_identity\":\"Vera\",\"stream_name\":\"Talk\"}")
          }) {
        assertThat(late.status()).isEqualTo(503);
        assertThat(late.message()).isEqualTo("server restarting");
        assertThat(late.headers()).containsEntry("Retry-After", "2");
      }
      assertThat(cloud.rooms).as("nothing is made").hasSize(rooms);
      BackendHarness.Answer hand =
          backend.call(
              "/raise-hand",
              "{\"user_identity\":\"Hanna\",\"stream_name\":\"Talk\",\"hand_raised\":true}",
              host.token());
      assertThat(hand.status()).isEqualTo(200);
    }
  }

  @Test
  void somebodyInTheLobbyIsKnownByAskingForTheList() {
    try (var backend = new BackendHarness(new FakeTwilio())) {
      assertThat(backend.backend.listedWithin(Duration.ofSeconds(6))).isFalse();
      assertThat(backend.call("/list-streams", "{}").status()).isEqualTo(200);
      assertThat(backend.backend.listedWithin(Duration.ofSeconds(6))).isTrue();
      backend.clock.advance(Duration.ofSeconds(7));
      assertThat(backend.backend.listedWithin(Duration.ofSeconds(6))).isFalse();
    }
  }

  @Test
  void newStreamsAreRefusedAndTakenAgainWhileLiveOnesGoOn() {
    var cloud = new FakeTwilio();
    try (var backend = new BackendHarness(cloud)) {
      assertThat(backend.create("Hanna", "Talk").status()).isEqualTo(200);
      int rooms = cloud.rooms.size();
      backend.backend.refuseNewStreams(true);
      BackendHarness.Answer refused = backend.create("Eve", "Another");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.message()).isEqualTo("no new streams");
      assertThat(refused.headers()).containsEntry("Retry-After", "60");
      assertThat(cloud.rooms).as("nothing is made").hasSize(rooms);
      assertThat(backend.backend.liveStreams()).isEqualTo(1);
      BackendHarness.Answer joined =
          backend.call(
              "/join-stream-as-viewer", "{\"user_identity\":\"Vera\",\"stream_name\":\"Talk\"}");
      assertThat(joined.status()).isEqualTo(200);
      backend.backend.refuseNewStreams(false);
      assertThat(backend.create("Eve", "Another").status()).isEqualTo(200);
    }
  }
}
