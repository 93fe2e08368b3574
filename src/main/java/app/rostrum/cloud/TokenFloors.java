package app.rostrum.cloud;

import app.rostrum.cloud.store.Store;
import app.rostrum.threads.Threads;
import app.rostrum.wire.token.AccessToken;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The least numbers of access tokens that are accepted, by Sync service and identity: an addition
 * to Twilio's services (docs/decisions/backend-authority.md). A token with a smaller number was
 * given to somebody who had the name before, or before a removal from the stage. Tokens without a
 * number are accepted, as on Twilio. A floor goes once the tokens below it have expired.
 * Thread-safe; raising a floor blocks for a transaction.
 */
public final class TokenFloors {
  /**
   * The identities for which a service keeps a floor. Beyond it those that end soonest go, removals
   * from the stage last: a newcomer is not refused for what a hundred thousand others did.
   */
  private static final int MAX_IDENTITIES = 100_000;

  /** The end of floors that last as long as their service. */
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * The floors of one identity.
   *
   * @param everywhere the least number that opens anything
   * @param onStage the least number that opens the room
   * @param ends when all tokens below have expired, in milliseconds since 1970
   */
  private record Floors(long everywhere, long onStage, long ends) {
    static final Floors NONE = new Floors(0, 0, 0);
  }

  /** Listens to floors that are raised. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after the floor of an identity has been raised, on the thread that raised it: what is
     * open with an older token has to be closed.
     */
    void onRaised(String serviceSid, String identity);
  }

  private final Store store;
  private final Clock clock;
  private final int maxIdentities;
  private final Map<String, Map<String, Floors>> services = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Reads what the store holds. */
  public TokenFloors(Store store, Clock clock) {
    this(store, clock, MAX_IDENTITIES);
  }

  TokenFloors(Store store, Clock clock, int maxIdentities) {
    this.store = store;
    this.clock = clock;
    this.maxIdentities = maxIdentities;
    store.define(
        """
        CREATE TABLE IF NOT EXISTS token_floors (service_sid TEXT NOT NULL, identity TEXT NOT NULL,
          everywhere INTEGER NOT NULL, on_stage INTEGER NOT NULL,
          ends INTEGER NOT NULL DEFAULT 9223372036854775807,
          PRIMARY KEY (service_sid, identity)) WITHOUT ROWID
        """);
    store.transaction(
        c -> {
          deleteEnded(c, clock.millis());
          try (var statement = c.createStatement();
              var rows = statement.executeQuery("SELECT * FROM token_floors")) {
            while (rows.next()) {
              floorsOf(rows.getString("service_sid"))
                  .put(
                      rows.getString("identity"),
                      new Floors(
                          rows.getLong("everywhere"),
                          rows.getLong("on_stage"),
                          rows.getLong("ends")));
            }
          }
          return true;
        });
  }

  private Map<String, Floors> floorsOf(String serviceSid) {
    return services.computeIfAbsent(serviceSid, sid -> new ConcurrentHashMap<>());
  }

  /** Calls a listener for each floor that is raised from now on. */
  public void listen(Listener listener) {
    listeners.add(listener);
  }

  /**
   * Raises the floors of an identity. A floor is never lowered.
   *
   * @param everywhere the least number that opens anything from now on; 0 leaves it
   * @param onStage the least number that opens the room from now on; 0 leaves it
   * @param lifetime the time after which no token issued until now is valid; empty if it is unknown
   */
  public void raise(
      String serviceSid,
      String identity,
      long everywhere,
      long onStage,
      Optional<Duration> lifetime) {
    Map<String, Floors> floors = floorsOf(serviceSid);
    synchronized (floors) {
      Floors old = floors.getOrDefault(identity, Floors.NONE);
      long now = clock.millis();
      var next =
          new Floors(
              Math.max(old.everywhere(), everywhere),
              Math.max(old.onStage(), onStage),
              Math.max(old.ends(), lifetime.map(time -> now + time.toMillis()).orElse(NEVER)));
      List<String> gone =
          floors.size() < maxIdentities || floors.containsKey(identity)
              ? List.of()
              : dispensable(floors, now);
      store.transaction(
          c -> {
            delete(c, serviceSid, gone);
            save(c, serviceSid, identity, next);
            return true;
          });
      floors.keySet().removeAll(Set.copyOf(gone));
      floors.put(identity, next);
    }
    for (Listener listener : listeners) {
      Threads.contain("token-floor", () -> listener.onRaised(serviceSid, identity));
    }
  }

  /**
   * Returns the identities whose floors have ended, or, if there are none, a tenth of those whose
   * floors end soonest.
   */
  private List<String> dispensable(Map<String, Floors> floors, long now) {
    List<String> ended =
        floors.entrySet().stream()
            .filter(floor -> floor.getValue().ends() <= now)
            .map(Map.Entry::getKey)
            .toList();
    if (!ended.isEmpty()) {
      return ended;
    }
    return floors.entrySet().stream()
        .sorted(
            Comparator.comparing((Map.Entry<String, Floors> f) -> f.getValue().onStage() > 0)
                .thenComparing(f -> f.getValue().ends()))
        .limit(maxIdentities / 10)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void deleteEnded(Connection c, long now) throws SQLException {
    try (PreparedStatement statement =
        c.prepareStatement("DELETE FROM token_floors WHERE ends<=?")) {
      statement.setLong(1, now);
      statement.executeUpdate();
    }
  }

  private static void delete(Connection c, String serviceSid, List<String> identities)
      throws SQLException {
    try (PreparedStatement statement =
        c.prepareStatement("DELETE FROM token_floors WHERE service_sid=? AND identity=?")) {
      for (String identity : identities) {
        statement.setString(1, serviceSid);
        statement.setString(2, identity);
        statement.executeUpdate();
      }
    }
  }

  private static void save(Connection c, String serviceSid, String identity, Floors floors)
      throws SQLException {
    try (PreparedStatement statement =
        c.prepareStatement("INSERT OR REPLACE INTO token_floors VALUES (?,?,?,?,?)")) {
      statement.setString(1, serviceSid);
      statement.setString(2, identity);
      statement.setLong(3, floors.everywhere());
      statement.setLong(4, floors.onStage());
      statement.setLong(5, floors.ends());
      statement.executeUpdate();
    }
  }

  /** Forgets a service that has been deleted. Its tokens open nothing any more. */
  public void forget(String serviceSid) {
    if (services.remove(serviceSid) == null) {
      return;
    }
    store.transaction(
        c -> {
          try (PreparedStatement statement =
              c.prepareStatement("DELETE FROM token_floors WHERE service_sid=?")) {
            statement.setString(1, serviceSid);
            statement.executeUpdate();
          }
          return true;
        });
  }

  /**
   * Checks that a token opens anything at all.
   *
   * @throws AccessToken.TokenException if a newer admission has taken its place
   */
  public void check(AccessToken token) throws AccessToken.TokenException {
    if (token.number() < floors(token).everywhere()) {
      throw refused("the token has been replaced by a newer admission of that name");
    }
  }

  /**
   * Checks that a token opens the room.
   *
   * @throws AccessToken.TokenException if its person was removed, or a newer admission has taken
   *     its place
   */
  public void checkOnStage(AccessToken token) throws AccessToken.TokenException {
    check(token);
    if (token.number() < floors(token).onStage()) {
      throw refused("the participant has been removed from the room");
    }
  }

  private static AccessToken.TokenException refused(String why) {
    return new AccessToken.TokenException(AccessToken.Refusal.GRANTS_INVALID, why);
  }

  private Floors floors(AccessToken token) {
    Optional<String> service = token.grantField("data_sync", "service_sid");
    return token.number() == AccessToken.UNNUMBERED || service.isEmpty()
        ? Floors.NONE
        : services
            .getOrDefault(service.get(), Map.of())
            .getOrDefault(token.identity(), Floors.NONE);
  }
}
