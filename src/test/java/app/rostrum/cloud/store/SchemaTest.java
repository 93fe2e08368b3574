package app.rostrum.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {
  private static final List<String> WORDS_HAVE_LENGTHS =
      List.of(
          "ALTER TABLE word ADD COLUMN length INTEGER NOT NULL DEFAULT 0",
          "UPDATE word SET length = length(text)");
  private static final List<String> LENGTHS_ARE_DOUBLED =
      List.of("UPDATE word SET length = length * 2");

  @TempDir Path folder;

  @BeforeEach
  void makeTheFirstVersion() {
    try (Store store = open()) {
      store.define("CREATE TABLE word (text TEXT)", "INSERT INTO word VALUES ('four')");
    }
  }

  @SafeVarargs
  private Store open(List<String>... steps) {
    return Store.open(folder.resolve("cloud.db"), List.of(steps));
  }

  private static int number(Store store, String sql) {
    return store.transaction(
        c -> {
          try (var statement = c.createStatement();
              var row = statement.executeQuery(sql)) {
            return row.getInt(1);
          }
        });
  }

  @Test
  void stepsAreTakenInOrderAndOnce() {
    for (int i = 0; i < 2; i++) {
      try (Store store = open(WORDS_HAVE_LENGTHS, LENGTHS_ARE_DOUBLED)) {
        assertThat(number(store, "SELECT length FROM word")).isEqualTo(8);
        assertThat(number(store, "PRAGMA user_version")).isEqualTo(3);
      }
    }
  }

  @Test
  void aStepThatFailsChangesNothingAndIsTakenAgain() {
    List<String> broken = List.of("UPDATE word SET length = 1000", "UPDATE nowhere SET length = 1");
    assertThatThrownBy(() -> open(WORDS_HAVE_LENGTHS, broken)).isInstanceOf(StoreException.class);
    try (Store store = open(WORDS_HAVE_LENGTHS)) {
      assertThat(number(store, "SELECT length FROM word")).isEqualTo(4);
    }
    try (Store store = open(WORDS_HAVE_LENGTHS, LENGTHS_ARE_DOUBLED)) {
      assertThat(number(store, "SELECT length FROM word")).isEqualTo(8);
    }
  }

  @Test
  void thereIsNoWayBack() {
    open(WORDS_HAVE_LENGTHS).close();
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.reason()).isEqualTo(StoreException.Reason.NEWER));
  }

  @Test
  void aNewDatabaseTakesNoStep() {
    try (Store store =
        Store.open(folder.resolve("new.db"), List.of(List.of("UPDATE nowhere SET length = 1")))) {
      assertThat(number(store, "PRAGMA user_version")).isEqualTo(2);
    }
  }
}
