package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.store.Store;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All Sync services. What a method has returned is on disk; reads are served from memory. Safe for
 * any thread; methods may block for a transaction. Refusals are {@link Refusal}s.
 */
public final class SyncServices implements AutoCloseable {
  /** The unique name under which the default service is stored. */
  public static final String DEFAULT = "default";

  private static final Logger log = LoggerFactory.getLogger(SyncServices.class);
  private static final int MAX_SERVICES = 1000;
  private static final Duration RETURN_GRACE = Duration.ofSeconds(20);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Store store;
  private final Sids sids;
  private final Clock clock;
  private final Webhooks webhooks;
  private final String accountSid;
  private final ExecutorService executor = Threads.perTask("sync");
  private final Timers timers = Timers.create("sync").on(executor);
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostedService> services = new ConcurrentHashMap<>();

  /** Services of other products, by unique name; no Sync client and no REST request finds them. */
  private final Map<String, HostedService> products = new ConcurrentHashMap<>();

  /** Reads what the store holds. */
  public SyncServices(Store store, Sids sids, Clock clock, Webhooks webhooks, String accountSid) {
    this(store, sids, clock, webhooks, accountSid, RETURN_GRACE);
  }

  /**
   * @param returnGrace how long after a start those who were connected before have at least, to
   *     come back before they are reported as disconnected
   */
  public SyncServices(
      Store store,
      Sids sids,
      Clock clock,
      Webhooks webhooks,
      String accountSid,
      Duration returnGrace) {
    this.store = store;
    this.sids = sids;
    this.clock = clock;
    this.webhooks = webhooks;
    this.accountSid = accountSid;
    SyncTables.define(store);
    store.transaction(
        c -> {
          for (SyncTables.ServiceRow row : SyncTables.services(c)) {
            var service = new HostedService(this, row);
            service.load(c);
            enter(service);
          }
          return true;
        });
    services.values().forEach(service -> service.reachability().awaitReturn(returnGrace));
    products.values().forEach(service -> service.reachability().awaitReturn(returnGrace));
    timers.every(SWEEP, this::sweep);
  }

  void sweep() {
    services.values().forEach(SyncServices::sweep);
    products.values().forEach(SyncServices::sweep);
  }

  /** A service that fails must not end the round for the others. */
  private static void sweep(HostedService service) {
    try {
      service.sweep();
    } catch (Throwable failure) {
      log.error("what has expired in {} could not be removed", service.sid(), failure);
    }
  }

  public HostedService create(ServiceSettings settings) {
    return create(null, settings);
  }

  private HostedService create(@Nullable String uniqueName, ServiceSettings settings) {
    lock.lock();
    try {
      if (services.size() + products.size() >= MAX_SERVICES) {
        throw SyncRefusals.tooMany("services");
      }
      Instant now = Instant.ofEpochMilli(clock.millis());
      var row = new SyncTables.ServiceRow(sids.next("IS"), uniqueName, settings, now, now);
      store.transaction(
          c -> {
            SyncTables.save(c, row);
            return true;
          });
      var service = new HostedService(this, row);
      enter(service);
      return service;
    } finally {
      lock.unlock();
    }
  }

  private void enter(HostedService service) {
    String name = service.uniqueName();
    if (name != null && name.contains(":")) {
      products.put(name, service);
    } else {
      services.put(service.sid(), service);
    }
  }

  /**
   * The Sync objects of another product's service, made on first use: a name space of its own,
   * which neither the REST API of Sync nor a token for Sync opens. Permissions are enforced.
   *
   * @param product for example {@code ip_messaging}
   * @param sid of the product's service
   */
  public HostedService productService(String product, String sid) {
    String name = product + ":" + sid;
    lock.lock();
    try {
      HostedService known = products.get(name);
      if (known != null) {
        return known;
      }
      var d = ServiceSettings.DEFAULTS;
      return create(
          name,
          new ServiceSettings(
              name,
              d.webhookUrl(),
              d.webhooksFromRestEnabled(),
              true,
              d.reachabilityWebhooksEnabled(),
              d.reachabilityDebouncingEnabled(),
              d.reachabilityDebouncingWindow()));
    } finally {
      lock.unlock();
    }
  }

  /** Deletes the Sync objects of another product's service, if there are any. */
  public void deleteProductService(String product, String sid) {
    lock.lock();
    try {
      HostedService service = products.remove(product + ":" + sid);
      if (service != null) {
        service.delete();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A service by SID; the word {@code default} finds the default service, made on first use. */
  public Optional<HostedService> find(String sid) {
    if (!sid.equals(DEFAULT)) {
      return Optional.ofNullable(services.get(sid));
    }
    lock.lock();
    try {
      for (HostedService service : services.values()) {
        if (DEFAULT.equals(service.uniqueName())) {
          return Optional.of(service);
        }
      }
      var d = ServiceSettings.DEFAULTS;
      return Optional.of(
          create(
              DEFAULT,
              new ServiceSettings(
                  "Default Service",
                  d.webhookUrl(),
                  d.webhooksFromRestEnabled(),
                  d.aclEnabled(),
                  d.reachabilityWebhooksEnabled(),
                  d.reachabilityDebouncingEnabled(),
                  d.reachabilityDebouncingWindow())));
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #find}; 404 with code 54050 if there is none. */
  public HostedService service(String sid) {
    return find(sid).orElseThrow(SyncRefusals::serviceNotFound);
  }

  /** All services, oldest first. */
  public List<HostedService> services() {
    var all = new ArrayList<>(services.values());
    all.sort(Comparator.comparing(HostedService::created).thenComparing(HostedService::sid));
    return all;
  }

  /** Deletes a service with all that it holds; subscribers hear that their objects are gone. */
  public void delete(String sid) {
    lock.lock();
    try {
      HostedService service = service(sid);
      service.delete();
      services.remove(service.sid());
    } finally {
      lock.unlock();
    }
  }

  /** Stops timers, without reporting anybody as gone. */
  @Override
  public void close() {
    timers.close();
    services.values().forEach(service -> service.reachability().close());
    products.values().forEach(service -> service.reachability().close());
    executor.shutdown();
  }

  Store store() {
    return store;
  }

  Sids sids() {
    return sids;
  }

  Clock clock() {
    return clock;
  }

  Webhooks webhooks() {
    return webhooks;
  }

  Timers timers() {
    return timers;
  }

  public String accountSid() {
    return accountSid;
  }
}
