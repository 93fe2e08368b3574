package app.rostrum.cloud;

import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhooks that wait for their receivers, in the database, so that they outlive the process. A
 * row is written in the transaction of the change that it tells of, and deleted when the receiver
 * has accepted or refused it or it was given up. The {@link WebhookSender} bounds their number.
 */
public final class PendingWebhooks {
  private static final Logger LOG = LoggerFactory.getLogger(PendingWebhooks.class);

  /** The longest address and form together, in characters; a longer call is not stored. */
  private static final int MAX_LENGTH = 8 * 1024;

  /** The age after which nobody wants to be told any more. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Store store;
  private final Clock clock;
  private final Predicate<URI> kept;

  /**
   * @param kept tells the receivers whose calls are stored
   */
  public PendingWebhooks(Store store, Clock clock, Predicate<URI> kept) {
    this.store = store;
    this.clock = clock;
    this.kept = kept;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS pending_webhooks (id INTEGER PRIMARY KEY, key TEXT NOT NULL,
          url TEXT NOT NULL, form TEXT NOT NULL, token TEXT NOT NULL, posted INTEGER NOT NULL)
        """);
  }

  /**
   * A stored call.
   *
   * @param form the encoded body
   * @param token the idempotency token
   */
  record Stored(long id, String key, URI url, String form, String token) {}

  /** Stores a call; empty if its receiver is not among those kept or the call is too long. */
  OptionalLong add(Connection c, String key, URI url, String form, String token)
      throws SQLException {
    String address = url.toString();
    if (!kept.test(url) || address.length() + form.length() > MAX_LENGTH) {
      return OptionalLong.empty();
    }
    try (var insert =
        c.prepareStatement(
            "INSERT INTO pending_webhooks (key, url, form, token, posted) VALUES (?,?,?,?,?)"
                + " RETURNING id")) {
      insert.setString(1, key);
      insert.setString(2, address);
      insert.setString(3, form);
      insert.setString(4, token);
      insert.setLong(5, clock.millis());
      try (var row = insert.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** Waits until the change that a call tells of is on disk. */
  void sync() {
    store.sync();
  }

  /** Deletes a call. If that fails, its receiver gets it once more after the next start. */
  void remove(long id) {
    try {
      store.write(
          c -> {
            try (var delete = c.prepareStatement("DELETE FROM pending_webhooks WHERE id = ?")) {
              delete.setLong(1, id);
              return delete.executeUpdate();
            }
          });
    } catch (StoreException e) {
      LOG.warn("a webhook that is done with may be sent again: {}", e.getMessage());
    }
  }

  /** Returns the calls that an earlier process left, the oldest first, without those too old. */
  List<Stored> load() {
    return store.transaction(
        c -> {
          try (var delete = c.prepareStatement("DELETE FROM pending_webhooks WHERE posted < ?")) {
            delete.setLong(1, clock.millis() - LONGEST.toMillis());
            int old = delete.executeUpdate();
            if (old > 0) {
              LOG.warn("{} webhooks are older than {} and not sent any more", old, LONGEST);
            }
          }
          var calls = new ArrayList<Stored>();
          try (var select = c.prepareStatement("SELECT * FROM pending_webhooks ORDER BY id");
              var row = select.executeQuery()) {
            while (row.next()) {
              calls.add(
                  new Stored(
                      row.getLong("id"),
                      row.getString("key"),
                      URI.create(row.getString("url")),
                      row.getString("form"),
                      row.getString("token")));
            }
          }
          return calls;
        });
  }
}
