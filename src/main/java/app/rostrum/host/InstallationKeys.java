package app.rostrum.host;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The account and keys of an embedded cloud, created at its first start and stored, so that tokens
 * stay valid after a restart.
 */
record InstallationKeys(
    String accountSid, String authToken, String apiKeySid, String apiKeySecret) {

  /** Loads the keys, or creates them in a new store. */
  static InstallationKeys load(Store store, SecureRandom random) {
    store.define(
        "CREATE TABLE IF NOT EXISTS installation (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
    var sids = new Sids(random);
    Supplier<String> secret =
        () -> {
          byte[] bytes = new byte[16];
          random.nextBytes(bytes);
          return HexFormat.of().formatHex(bytes);
        };
    var kept = new TreeMap<String, String>();
    Map<String, Supplier<String>> wanted =
        Map.of(
            "account_sid",
            () -> sids.next("AC"),
            "auth_token",
            secret,
            "api_key_sid",
            () -> sids.next("SK"),
            "api_key_secret",
            secret);
    store.transaction(
        connection -> {
          try (var insert =
                  connection.prepareStatement("INSERT OR IGNORE INTO installation VALUES (?, ?)");
              var select = connection.prepareStatement("SELECT name, value FROM installation")) {
            for (var entry : wanted.entrySet()) {
              insert.setString(1, entry.getKey());
              insert.setString(2, entry.getValue().get());
              insert.executeUpdate();
            }
            try (var rows = select.executeQuery()) {
              while (rows.next()) {
                kept.put(rows.getString(1), rows.getString(2));
              }
            }
          }
          return true;
        });
    return new InstallationKeys(
        value(kept, "account_sid"),
        value(kept, "auth_token"),
        value(kept, "api_key_sid"),
        value(kept, "api_key_secret"));
  }

  private static String value(Map<String, String> kept, String name) {
    String value = kept.get(name);
    if (value == null) {
      throw new IllegalStateException("the installation has no " + name);
    }
    return value;
  }

  /** Leaves out the secrets. */
  @Override
  public String toString() {
    return "InstallationKeys[" + accountSid + "]";
  }
}
