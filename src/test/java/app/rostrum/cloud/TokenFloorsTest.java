package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.store.Store;
import app.rostrum.testing.ManualClock;
import app.rostrum.wire.token.AccessToken;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenFloorsTest {
  private static final String SERVICE = "IS1";
  private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));
  private static final int MOST = 20;

  private final ManualClock clock = new ManualClock();
  private final Store store = Store.inMemory();
  private final TokenFloors floors = floors();

  private TokenFloors floors() {
    return new TokenFloors(store, clock, MOST);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static AccessToken token(String identity, long number) {
    var sync = new JsonObject();
    sync.addProperty("service_sid", SERVICE);
    var numbered = new JsonObject();
    numbered.addProperty("number", number);
    var grants = new JsonObject();
    grants.add("data_sync", sync);
    grants.add("rostrum", numbered);
    return new AccessToken("SK1", "AC1", identity, Instant.MAX, grants);
  }

  private static boolean opens(TokenFloors floors, String identity, long number) {
    try {
      floors.check(token(identity, number));
      return true;
    } catch (AccessToken.TokenException refused) {
      return false;
    }
  }

  private static boolean opensRoom(TokenFloors floors, String identity, long number) {
    try {
      floors.checkOnStage(token(identity, number));
      return true;
    } catch (AccessToken.TokenException refused) {
      return false;
    }
  }

  @Test
  void olderTokensAreRefusedAcrossRestarts() {
    floors.raise(SERVICE, "Ada", 5, 0, HOUR);
    floors.raise(SERVICE, "Ada", 3, 7, Optional.empty());
    for (TokenFloors each : new TokenFloors[] {floors, floors()}) {
      assertThat(opens(each, "Ada", 4)).isFalse();
      assertThat(opens(each, "Ada", 5)).isTrue();
      assertThat(opensRoom(each, "Ada", 6)).isFalse();
      assertThat(opensRoom(each, "Ada", 7)).isTrue();
      assertThat(opens(each, "Ben", 1)).isTrue();
    }
  }

  @Test
  void nobodyIsRefusedHoweverManyNamesHaveComeAndGone() {
    for (int i = 0; i < 10 * MOST; i++) {
      clock.advance(Duration.ofSeconds(1));
      floors.raise(SERVICE, "Person " + i, 5, 0, HOUR);
      assertThat(opens(floors, "Person " + i, 4)).isFalse();
    }
    assertThat(rows()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void floorsThatEndSoonestGoFirstAndRemovalsFromTheStageLast() {
    floors.raise(SERVICE, "Removed", 0, 5, HOUR);
    for (int i = 0; i < MOST; i++) {
      clock.advance(Duration.ofSeconds(1));
      floors.raise(SERVICE, "Person " + i, 5, 0, HOUR);
    }
    assertThat(opens(floors, "Person 0", 4)).isTrue();
    assertThat(opens(floors, "Person 9", 4)).isFalse();
    assertThat(opensRoom(floors, "Removed", 4)).isFalse();
  }

  @Test
  void floorsWhoseTokensHaveExpiredMakeRoomForOthers() {
    floors.raise(SERVICE, "Early", 5, 0, HOUR);
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < MOST; i++) {
      floors.raise(SERVICE, "Person " + i, 5, 0, HOUR);
    }
    for (int i = 0; i < MOST; i++) {
      assertThat(opens(floors, "Person " + i, 4)).isFalse();
    }
    clock.advance(Duration.ofHours(1));
    floors();
    assertThat(rows()).as("after a restart").isZero();
  }

  private int rows() {
    return store.transaction(
        c -> {
          try (var statement = c.createStatement();
              var row = statement.executeQuery("SELECT count(*) FROM token_floors")) {
            return row.getInt(1);
          }
        });
  }
}
