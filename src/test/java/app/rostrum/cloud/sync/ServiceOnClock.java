package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.store.Store;
import app.rostrum.testing.ManualClock;
import app.rostrum.testing.ManualScheduler;
import com.google.gson.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A Sync service in memory, whose time stands still until a test lets it pass. */
final class ServiceOnClock implements AutoCloseable {
  final ManualClock clock = new ManualClock();
  final ManualScheduler scheduler = new ManualScheduler();

  /** The webhooks that were posted: type, identity and endpoint. */
  final List<String> posted = new ArrayList<>();

  final Store store = Store.inMemory();
  SyncServices services = open(Duration.ofSeconds(15));
  HostedService service;

  ServiceOnClock(ServiceSettings settings) {
    service = services.create(settings);
  }

  /** Creates settings with reports of reachability, with or without debouncing. */
  static ServiceSettings reporting(boolean debouncing, Duration window) {
    return new ServiceSettings(
        "named",
        URI.create("http://backend.test/hook"),
        true,
        false,
        true,
        true,
        debouncing,
        window);
  }

  private SyncServices open(Duration returnGrace) {
    return new SyncServices(
        store,
        new Sids(new Random()),
        clock,
        (key, url, form) ->
            posted.add(
                form.get("EventType") + " " + form.get("Identity") + " " + form.get("EndpointId")),
        "AC1",
        returnGrace,
        scheduler);
  }

  /** Ends the process, so to speak, and starts it again with what it had stored. */
  void restart(Duration returnGrace) {
    services.close();
    services = open(returnGrace);
    service = services.service(service.sid());
  }

  /** Lets time pass, and runs what becomes due. */
  void pass(Duration time) {
    clock.advance(time);
    scheduler.pass(time);
  }

  /** Creates an object; a collection has one item, with the key {@code a} or the index 0. */
  HostedObject create(
      ObjectKind kind, Caller creator, @Nullable String name, @Nullable Integer ttl) {
    return switch (kind) {
      case DOCUMENT -> service.createDocument(creator, name, data(0), ttl);
      case LIST -> {
        HostedList list = service.createList(creator, name, data(0), ttl);
        list.append(Caller.BACKEND, data(0), null);
        yield list;
      }
      case MAP -> {
        HostedMap map = service.createMap(creator, name, ttl);
        map.create(Caller.BACKEND, "a", data(0), null);
        yield map;
      }
      case STREAM -> service.createStream(creator, name, ttl);
    };
  }

  HostedObject find(ObjectKind kind, String sidOrName) {
    return switch (kind) {
      case DOCUMENT -> service.document(sidOrName);
      case LIST -> service.list(sidOrName);
      case MAP -> service.map(sidOrName);
      case STREAM -> service.stream(sidOrName);
    };
  }

  static JsonObject data(int n) {
    var json = new JsonObject();
    json.addProperty("n", n);
    return json;
  }

  /** Creates data whose JSON has this many bytes. */
  static JsonObject dataOf(int bytes) {
    var json = new JsonObject();
    json.addProperty("x", "x".repeat(bytes - "{\"x\":\"\"}".length()));
    return json;
  }

  static void refused(ThrowingCallable call, int status, int code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(List.of(refusal.status(), refusal.code()))
                    .containsExactly(status, code));
  }

  @Override
  public void close() {
    services.close();
    store.close();
  }
}
