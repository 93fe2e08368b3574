package app.rostrum.cloud.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.Sids;
import app.rostrum.cloud.conversations.Conversations;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedMap;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.cloud.sync.ServiceSettings;
import app.rostrum.cloud.sync.SyncProduct;
import app.rostrum.cloud.sync.SyncServices;
import app.rostrum.cloud.twilsock.Connection;
import app.rostrum.cloud.twilsock.TwilsockAnswer;
import app.rostrum.cloud.twilsock.TwilsockService;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.twilsock.HttpCall;
import app.rostrum.wire.twilsock.TwilsockMessage;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers and events on a disk that is slow or fails: nobody is told of what it does not have. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class DurableAnswersTest {
  private static final int FREE = 1_000_000;

  @TempDir Path folder;
  private final Semaphore disk = new Semaphore(FREE);
  private volatile boolean broken;
  private Store store;
  private SyncServices sync;
  private HostedService service;
  private HostedMap map;

  @BeforeEach
  void open() {
    store = Store.open(folder.resolve("cloud.db"), this::spin);
    sync =
        new SyncServices(
            store, new Sids(new Random(1)), Clock.systemUTC(), (key, url, form) -> {}, "AC1");
    service = sync.create(ServiceSettings.DEFAULTS);
    map = service.createMap(Caller.BACKEND, "hands", null);
    store.sync();
    disk.drainPermits();
  }

  @AfterEach
  void close() {
    disk.release(FREE);
    sync.close();
    if (!broken) {
      store.close();
    }
  }

  private void spin() throws IOException {
    disk.acquireUninterruptibly();
    if (broken) {
      throw new IOException("Input/output error");
    }
  }

  private void write(String key) {
    var unused = map.put(Caller.BACKEND, key, new JsonObject(), null, null);
  }

  /** Runs a call, which must not return before the disk has turned. */
  private <T> T afterTheDisk(Supplier<T> call) {
    var result = new CompletableFuture<T>();
    Thread.startVirtualThread(() -> result.complete(call.get()));
    await().until(disk::hasQueuedThreads);
    assertThat(result).isNotDone();
    disk.release(FREE);
    return result.join();
  }

  private static final class Listener implements Connection {
    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public String id() {
      return "CO1";
    }

    @Override
    public String identity() {
      return "Vera";
    }

    @Override
    public void send(byte[] frame) {
      heard.add(new String(frame, StandardCharsets.UTF_8));
    }
  }

  private static TwilsockMessage.Request request(String grant, String method, String path) {
    return new TwilsockMessage.Request(
        "TM1",
        grant,
        new HttpCall("cds.us1.twilio.com", path, method, Map.of(), Map.of()),
        "{\"data\":{}}".getBytes(StandardCharsets.UTF_8));
  }

  private TwilsockAnswer document(TwilsockService to, Connection from) {
    return to.answer(from, request("data_sync", "POST", "/v3/Documents"));
  }

  @Test
  void anAnswerOverHttpWaits() {
    HttpHandler handler =
        request -> {
          write("Hana");
          return HttpResponse.json(200, "{}");
        };
    var get = new HttpRequest("POST", "x", "/", Map.of(), Map.of(), new byte[0], "127.0.0.1");
    assertThat(afterTheDisk(() -> new DurableAnswers(handler, store).handle(get)).status())
        .isEqualTo(200);
  }

  @Test
  void anAnswerOverHttpThatIsNotOnDiskIsAFailure() {
    HttpHandler handler =
        request -> {
          write("Hana");
          return HttpResponse.json(200, "{}");
        };
    broken = true;
    var get = new HttpRequest("POST", "x", "/", Map.of(), Map.of(), new byte[0], "127.0.0.1");
    assertThat(afterTheDisk(() -> new DurableAnswers(handler, store).handle(get)).status())
        .isEqualTo(500);
  }

  @Test
  void aConnectionToSyncWaits() {
    TwilsockService product = new SyncProduct(sync).service(service.sid());
    assertThat(
            afterTheDisk(
                () -> {
                  product.connected(new Listener(), "EP1");
                  return true;
                }))
        .isTrue();
  }

  @Test
  void anAnswerOfSyncWaits() {
    var vera = new Listener();
    TwilsockService product = new SyncProduct(sync).service(service.sid());
    assertThat(afterTheDisk(() -> document(product, vera)).status()).isEqualTo(201);
  }

  @Test
  void anAnswerOfTheChatWaits() {
    disk.release(FREE);
    var chats = new Conversations(store, sync, new Sids(new Random(2)), Clock.systemUTC());
    TwilsockService product = chats.product().service(chats.createService("chats").sid());
    store.sync();
    disk.drainPermits();
    write("Hana"); // The chat shares the disk.
    var answer =
        afterTheDisk(
            () -> {
              try {
                return Optional.of(
                    product.answer(
                        new Listener(), request("ip_messaging", "GET", "/v3/Services/x/Maps/y")));
              } catch (Refusal refusal) {
                return Optional.<TwilsockAnswer>empty();
              }
            });
    assertThat(answer).isEmpty();
    chats.close();
  }

  @Test
  void anEventWaitsAndKeepsNobodyFromWriting() {
    var vera = new Listener();
    disk.release(FREE);
    var product = new SyncProduct(sync).service(service.sid());
    product.connected(vera, "EP1");
    var target = new SubscriptionRequest.Target(map.sid(), "map", null);
    product
        .answer(
            vera,
            new TwilsockMessage.Request(
                "TM1",
                "data_sync",
                new HttpCall("cds.us1.twilio.com", "/v4/Subscriptions", "POST", Map.of(), Map.of()),
                new SubscriptionRequest(4, true, 7, 0, List.of(target))
                    .toJson()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8)))
        .afterwards()
        .run();
    await().until(() -> vera.heard.size() == 1);
    disk.drainPermits();
    write("Hana");
    write("Hugo");
    assertThat(map.count()).isEqualTo(2);
    await().until(disk::hasQueuedThreads);
    assertThat(vera.heard).hasSize(1);
    disk.release(FREE);
    await().until(() -> String.join("", vera.heard).contains("Hugo"));
  }
}
