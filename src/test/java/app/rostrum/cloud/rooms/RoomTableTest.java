package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Retention;
import app.rostrum.cloud.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rooms that the database keeps after their end. */
class RoomTableTest {
  private static final Instant START = Instant.parse("2026-11-26T12:00:00Z");

  private final Store store = Store.inMemory();
  private final RoomTable table = new RoomTable(store);

  @AfterEach
  void close() {
    store.close();
  }

  private void begin(String sid) {
    assertThat(
            table.create(
                new RoomRecord(
                    sid,
                    sid,
                    50,
                    false,
                    Optional.empty(),
                    Duration.ZERO,
                    Duration.ZERO,
                    START,
                    START,
                    Optional.empty()),
                c -> true))
        .isPresent();
    table.joined(
        new ParticipantRecord("PA" + sid, sid, "Alice", START, Optional.empty()), c -> true);
  }

  @Test
  void theRoomsThatEndedLastAreKept() {
    begin("RMlive");
    for (int i = 0; i < Retention.NEWEST + 2; i++) {
      begin("RM" + i);
      table.complete("RM" + i, START.plusSeconds(i), c -> true);
    }
    assertThat(table.completed(1000)).hasSize(Retention.NEWEST);
    for (String forgotten : new String[] {"RM0", "RM1"}) {
      assertThat(table.bySid(forgotten)).isEmpty();
      assertThat(table.participants(forgotten)).isEmpty();
    }
    assertThat(table.bySid("RM2")).isPresent();
    assertThat(table.participants("RM2")).hasSize(1);
    assertThat(table.bySid("RMlive")).isPresent();
  }

  @Test
  void noRoomIsKeptForMoreThanAMonthAfterItsEnd() {
    begin("RMlive");
    begin("RMold");
    begin("RMyoung");
    table.complete("RMold", START, c -> true);
    table.complete("RMyoung", START.plusMillis(1), c -> true);
    table.forgetEnded(START.plus(Retention.LONGEST).plusMillis(1));
    assertThat(table.bySid("RMold")).isEmpty();
    assertThat(table.participants("RMold")).isEmpty();
    assertThat(table.bySid("RMyoung")).isPresent();
    assertThat(table.bySid("RMlive")).isPresent();
  }
}
