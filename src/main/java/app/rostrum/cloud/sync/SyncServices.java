package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.threads.Scheduler;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All Sync services. What a method has changed is stored, and on disk after {@link Store#sync};
 * reads are served from memory. Thread-safe; methods may block for a transaction. Requests that
 * cannot be carried out are refused by a {@link Refusal}.
 */
public final class SyncServices implements AutoCloseable {
  /** The unique name under which the default service is stored. */
  public static final String DEFAULT = "default";

  private static final Logger LOG = LoggerFactory.getLogger(SyncServices.class);
  private static final int MAX_SERVICES = 1000;
  private static final Duration RETURN_GRACE = Duration.ofSeconds(20);
  private static final Duration EXPIRY_PERIOD = Duration.ofSeconds(1);

  private final Store store;
  private final Sids sids;
  private final Clock clock;
  private final Webhooks webhooks;
  private final String accountSid;
  private final ExecutorService executor = Threads.perTask("sync");
  private final Timers timers = Timers.create("sync").on(executor);
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, HostedService> services = new ConcurrentHashMap<>();

  /** Services of other products, by unique name; no Sync client and no REST request finds them. */
  private final Map<String, HostedService> products = new ConcurrentHashMap<>();

  /** Reads what the store holds. */
  public SyncServices(Store store, Sids sids, Clock clock, Webhooks webhooks, String accountSid) {
    this(store, sids, clock, webhooks, accountSid, RETURN_GRACE);
  }

  /**
   * Reads what the store holds.
   *
   * @param returnGrace the shortest time after a start that clients which were connected before
   *     have to come back before they are reported as disconnected
   */
  public SyncServices(
      Store store,
      Sids sids,
      Clock clock,
      Webhooks webhooks,
      String accountSid,
      Duration returnGrace) {
    this(store, sids, clock, webhooks, accountSid, returnGrace, null);
  }

  /**
   * Reads what the store holds.
   *
   * @param testScheduler null for real time
   */
  SyncServices(
      Store store,
      Sids sids,
      Clock clock,
      Webhooks webhooks,
      String accountSid,
      Duration returnGrace,
      @Nullable Scheduler testScheduler) {
    this.store = store;
    this.sids = sids;
    this.clock = clock;
    this.webhooks = webhooks;
    this.accountSid = accountSid;
    this.scheduler = testScheduler == null ? timers : testScheduler;
    SyncTables.define(store);
    store.transaction(
        c -> {
          for (SyncTables.ServiceRow row : SyncTables.services(c)) {
            HostedService service = service(row);
            service.load(c);
            add(service);
          }
          return true;
        });
    all().forEach(service -> service.reachability().awaitReturn(returnGrace));
    scheduler.every(EXPIRY_PERIOD, this::removeExpired);
  }

  private HostedService service(SyncTables.ServiceRow row) {
    var context = new ServiceContext(accountSid, row.sid(), store, sids, clock, row.settings());
    return new HostedService(context, row, scheduler, webhooks);
  }

  private Stream<HostedService> all() {
    return Stream.concat(services.values().stream(), products.values().stream());
  }

  /**
   * Removes what has expired everywhere, so that subscribers learn of it although nobody asks, and
   * writes what nobody waits for.
   */
  void removeExpired() {
    all().forEach(HostedService::removeExpired);
    try {
      store.flush();
    } catch (StoreException e) {
      LOG.debug("what is queued cannot be written; whoever waits for it is told", e);
    }
  }

  /** Creates a service without a unique name. */
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
      store.write(
          c -> {
            SyncTables.save(c, row);
            return true;
          });
      HostedService service = service(row);
      add(service);
      return service;
    } finally {
      lock.unlock();
    }
  }

  private void add(HostedService service) {
    String name = service.uniqueName();
    if (name != null && name.contains(":")) {
      products.put(name, service);
    } else {
      services.put(service.sid(), service);
    }
  }

  /**
   * Returns the Sync objects of another product's service, created on first use: a name space of
   * its own, which neither the REST API of Sync nor a token for Sync opens. Access control is on.
   *
   * @param product for example {@code ip_messaging}
   * @param sid of the product's service
   */
  public HostedService productService(String product, String sid) {
    String name = product + ":" + sid;
    lock.lock();
    try {
      HostedService known = products.get(name);
      return known != null
          ? known
          : create(name, ServiceSettings.DEFAULTS.named(name).withAccessControl());
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

  /** Finds a service by SID; {@value #DEFAULT} finds the default service, created on first use. */
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
      return Optional.of(create(DEFAULT, ServiceSettings.DEFAULTS.named("Default Service")));
    } finally {
      lock.unlock();
    }
  }

  /** Finds a service like {@link #find}; 404 with code 54050 if there is none. */
  public HostedService service(String sid) {
    return find(sid).orElseThrow(SyncRefusals::serviceNotFound);
  }

  /** Returns all services, oldest first. */
  public List<HostedService> services() {
    var all = new ArrayList<>(services.values());
    all.sort(Comparator.comparing(HostedService::created).thenComparing(HostedService::sid));
    return all;
  }

  /** Deletes a service with its objects; subscribers are told that the objects are gone. */
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

  /** Stops timers; reports nobody as disconnected. */
  @Override
  public void close() {
    timers.close();
    all().forEach(service -> service.reachability().close());
    executor.shutdown();
  }

  public String accountSid() {
    return accountSid;
  }
}
