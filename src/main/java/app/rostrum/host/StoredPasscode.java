package app.rostrum.host;

import app.rostrum.cloud.store.Store;
import app.rostrum.server.IssuedPasscode;
import app.rostrum.server.PasscodeStore;
import java.time.Instant;
import java.util.Optional;

/** Stores the passcode in the embedded cloud's database. */
final class StoredPasscode implements PasscodeStore {
  private final Store store;

  StoredPasscode(Store store) {
    this.store = store;
    store.define(
        "CREATE TABLE IF NOT EXISTS passcode (id INTEGER PRIMARY KEY CHECK (id = 1),"
            + " digits TEXT NOT NULL, issued_at INTEGER NOT NULL)");
  }

  @Override
  public Optional<IssuedPasscode> load() {
    return store.transaction(
        connection -> {
          try (var select = connection.prepareStatement("SELECT digits, issued_at FROM passcode");
              var rows = select.executeQuery()) {
            return rows.next()
                ? Optional.of(
                    new IssuedPasscode(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2))))
                : Optional.empty();
          }
        });
  }

  @Override
  public void save(IssuedPasscode passcode) {
    store.transaction(
        connection -> {
          try (var insert =
              connection.prepareStatement("INSERT OR REPLACE INTO passcode VALUES (1, ?, ?)")) {
            insert.setString(1, passcode.digits());
            insert.setLong(2, passcode.issuedAt().toEpochMilli());
            return insert.executeUpdate();
          }
        });
  }
}
