package app.rostrum.host;

import app.rostrum.cloud.store.Store;
import app.rostrum.server.IssuedPasscode;
import app.rostrum.server.PasscodeStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Stores the passcodes in the embedded cloud's database. */
final class StoredPasscodes implements PasscodeStore {
  private final Store store;

  StoredPasscodes(Store store) {
    this.store = store;
    store.define(
        "CREATE TABLE IF NOT EXISTS passcodes (digits TEXT NOT NULL, issued_at INTEGER NOT NULL)");
  }

  @Override
  public List<IssuedPasscode> load() {
    return store.transaction(
        connection -> {
          try (var select =
                  connection.prepareStatement(
                      "SELECT digits, issued_at FROM passcodes ORDER BY issued_at DESC");
              var rows = select.executeQuery()) {
            var passcodes = new ArrayList<IssuedPasscode>();
            while (rows.next()) {
              passcodes.add(
                  new IssuedPasscode(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2))));
            }
            return List.copyOf(passcodes);
          }
        });
  }

  @Override
  public void save(List<IssuedPasscode> passcodes) {
    store.transaction(
        connection -> {
          try (var delete = connection.prepareStatement("DELETE FROM passcodes");
              var insert = connection.prepareStatement("INSERT INTO passcodes VALUES (?, ?)")) {
            delete.executeUpdate();
            for (IssuedPasscode passcode : passcodes) {
              insert.setString(1, passcode.digits());
              insert.setLong(2, passcode.issuedAt().toEpochMilli());
              insert.executeUpdate();
            }
            return passcodes.size();
          }
        });
  }
}
