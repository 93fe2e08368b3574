package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StreamLimitsTest {
  private final StreamLimits limits = new StreamLimits();

  @Test
  void anAddressHasSoManyLiveStreamsAndNoMore() {
    var cloud = new FakeTwilio();
    try (var backend = new BackendHarness(cloud)) {
      for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
        assertThat(backend.create("Host " + i, "Stream " + i).status()).isEqualTo(200);
      }
      int rooms = cloud.rooms.size();
      BackendHarness.Answer refused = backend.create("Eve", "One more");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.message()).isEqualTo("too many streams");
      assertThat(refused.headers()).containsEntry("Retry-After", "60");
      assertThat(cloud.rooms).as("nothing is made").hasSize(rooms);
      backend.address = "192.0.2.2";
      assertThat(backend.create("Hanna", "Talk").status()).isEqualTo(200);
    }
  }

  @Test
  void onlyStreamsThatThereAreTakeAPlace() {
    var cloud = new FakeTwilio();
    try (var backend = new BackendHarness(cloud)) {
      cloud.breakWhere(line -> line.contains("PlayerStreamers"));
      for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
        assertThat(backend.create("Hanna", "Failed " + i).status()).isEqualTo(500);
      }
      cloud.breakWhere(line -> line.startsWith("POST") && line.endsWith("/Rooms"));
      for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
        assertThat(backend.create("Hanna", "Failed " + i).status()).isEqualTo(500);
      }
      cloud.breakWhere(line -> false);
      String room = "";
      for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
        room = backend.create("Hanna", "Talk " + i).roomSid();
      }
      assertThat(backend.create("Hanna", "More").status()).isEqualTo(503);
      assertThat(backend.roomEvent("room-ended", room, null).status()).isEqualTo(200);
      assertThat(backend.create("Hanna", "More").status()).isEqualTo(200);
      assertThat(backend.create("Hanna", "Too many").status()).isEqualTo(503);
    }
  }

  @Test
  void streamsFromBeforeARestartCountTowardsTheWhole() {
    var cloud = new FakeTwilio();
    try (var backend = new BackendHarness(cloud)) {
      backend.address = "127.0.0.1";
      for (int i = 0; i < StreamLimits.MOST; i++) {
        assertThat(backend.create("Host " + i, "Stream " + i).status()).isEqualTo(200);
      }
    }
    try (var backend = new BackendHarness(cloud)) {
      assertThat(backend.create("Eve", "One more").status()).isEqualTo(503);
    }
  }

  @Test
  void whatIsNoAddressCountsAsANetworkOfItsOwn() {
    for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
      limits.begin("unknown");
    }
    refuses("unknown");
    limits.begin("hidden");
  }

  @Test
  void aStreamThatHasEndedMakesRoom() {
    for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
      limits.made(limits.begin("192.0.2.1"), "RM" + i);
    }
    refuses("192.0.2.1");
    limits.ended("RM3");
    limits.ended("RM3");
    limits.begin("192.0.2.1");
    refuses("192.0.2.1");
  }

  @Test
  void aStreamThatCouldNotBeMadeTakesNoPlace() {
    for (int i = 0; i < StreamLimits.MOST; i++) {
      limits.ended(limits.begin("192.0.2.1"));
    }
    limits.begin("192.0.2.1");
  }

  @Test
  void oneIpv6NetworkCountsAsOneAddress() {
    for (int i = 0; i < StreamLimits.MOST_OF_NETWORK; i++) {
      limits.begin("2001:db8::" + i);
    }
    refuses("2001:db8::ffff");
    limits.begin("2001:db8:0:1::1");
  }

  @Test
  void theHouseHasALimitForLoopbackToo() {
    for (int i = 0; i < StreamLimits.MOST; i++) {
      limits.found("RM" + i);
      limits.ended("RM" + i);
      limits.begin("127.0.0.1");
    }
    refuses("127.0.0.1");
    refuses("192.0.2.1");
  }

  private void refuses(String address) {
    assertThatThrownBy(() -> limits.begin(address))
        .isInstanceOfSatisfying(
            ApiRefusal.class, refusal -> assertThat(refusal.status()).isEqualTo(503));
  }
}
