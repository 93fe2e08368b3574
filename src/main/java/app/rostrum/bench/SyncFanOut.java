package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.wire.sync.SubscriptionRequest;
import app.rostrum.wire.sync.SyncNotification;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Measures one change of a map, a raised hand, on its way to a thousand clients. */
final class SyncFanOut {
  private static final String STREAM = "hands";
  private static final int PEOPLE = 50;
  private static final int ROUNDS = 40;
  private static final int AT_ONCE = 50;

  private SyncFanOut() {}

  /** A change on its way. */
  private static final class Change {
    final long begun = System.nanoTime();
    final CountDownLatch missing;
    final List<Double> delays = new ArrayList<>();

    Change(int clients) {
      missing = new CountDownLatch(clients);
    }

    void arrived() {
      double delay = (System.nanoTime() - begun) / 1e6;
      synchronized (delays) {
        delays.add(delay);
      }
      missing.countDown();
    }
  }

  /** The change that clients are waiting for. */
  private static final class Latest {
    volatile Change change = new Change(0);
  }

  static void run(Figures figures, int clients)
      throws IOException, InterruptedException, TimeoutException {
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC())) {
      HttpClient http = HttpClient.newHttpClient();
      Backend backend = Backends.open(HttpClients.create(), host.url(), host.passcode());
      StreamCredentials owner = backend.createStream("Hanna", STREAM, true);
      var people = new ArrayList<StreamCredentials>();
      for (int i = 0; i < PEOPLE; i++) {
        people.add(backend.joinAsViewer("Person " + i, STREAM, null));
      }
      var current = new Latest();
      var sockets = new ArrayList<LeanTwilsock>();
      while (sockets.size() < clients) {
        var opening = new ArrayList<CompletableFuture<LeanTwilsock>>();
        for (int i = sockets.size(); i < clients && opening.size() < AT_ONCE; i++) {
          opening.add(follow(http, people.get(i % PEOPLE), current));
        }
        opening.forEach(each -> sockets.add(each.join()));
      }
      var last = new ArrayList<Double>();
      var every = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        var change = new Change(clients);
        current.change = change;
        backend.raiseHand("Person 0", STREAM, round % 2 == 0, people.getFirst().token());
        if (!change.missing.await(20, TimeUnit.SECONDS)) {
          throw new TimeoutException(change.missing.getCount() + " clients did not hear a change");
        }
        last.add(change.delays.getLast());
        every.addAll(change.delays);
      }
      figures.times(
          "a hand goes up: request until the last of %d clients".formatted(clients),
          last,
          "p95 <= 100 ms");
      figures.times("  each client", every, "");
      sockets.forEach(LeanTwilsock::close);
      http.shutdownNow();
      backend.deleteStream(STREAM, owner.token());
    }
  }

  private static CompletableFuture<LeanTwilsock> follow(
      HttpClient http, StreamCredentials person, Latest current) {
    return LeanTwilsock.open(
            http,
            person.twilsock(),
            person.token(),
            LeanTwilsock.SYNC,
            notification -> {
              if (notification.contains(SyncNotification.LIVE_MAP)) {
                current.change.arrived();
              }
            })
        .thenCompose(
            socket ->
                socket
                    .get("/v3/Maps/" + person.raisedHandsMap())
                    .thenCompose(map -> socket.subscribe(target(map, "map")))
                    .thenApply(done -> socket));
  }

  static SubscriptionRequest.Target target(JsonObject descriptor, String type) {
    return new SubscriptionRequest.Target(
        descriptor.get("sid").getAsString(), type, descriptor.get("last_event_id").getAsLong());
  }
}
