package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Brings listeners to a stream, each with a name and an access token of its own. */
final class Audience {
  private static final int AT_ONCE = 50;

  private Audience() {}

  /** Gets an access token for each of many names. */
  static List<StreamCredentials> admit(Backend backend, String stream, int people)
      throws InterruptedException, ExecutionException {
    var admitted = new ArrayList<StreamCredentials>();
    while (admitted.size() < people) {
      int first = admitted.size();
      try (var pool = Threads.perTask("admission")) {
        var joining = new ArrayList<Future<StreamCredentials>>();
        for (int i = first; i < Math.min(first + AT_ONCE, people); i++) {
          String name = "Listener " + i;
          joining.add(pool.submit(() -> backend.joinAsViewer(name, stream, null)));
        }
        for (Future<StreamCredentials> each : joining) {
          admitted.add(each.get());
        }
      }
    }
    return admitted;
  }

  /** Lets all of them join the crowd at once; returns when each hears something. */
  static void join(Crowd crowd, OkHttpClient http, List<StreamCredentials> admitted)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (var pool = Threads.perTask("storm")) {
      var joining = new ArrayList<Future<?>>();
      for (StreamCredentials credentials : admitted) {
        Crowd.Member member = crowd.add();
        joining.add(
            pool.submit(
                () -> {
                  member.connect(offer -> answer(http, credentials, offer));
                  return true;
                }));
      }
      for (Future<?> each : joining) {
        each.get(60, TimeUnit.SECONDS);
      }
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (crowd.members().stream().anyMatch(member -> member.packets == 0)) {
      if (System.nanoTime() - end > 0) {
        throw new TimeoutException("some listeners receive nothing within a minute");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Opens a session, as often as the server asks for another attempt. */
  private static String answer(OkHttpClient http, StreamCredentials credentials, String offer) {
    URI whep = credentials.whep().orElseThrow(() -> new IllegalStateException("nothing to play"));
    var request =
        new Request.Builder()
            .url(whep.toString())
            .header("Authorization", "Bearer " + credentials.token())
            .post(RequestBody.create(offer, MediaType.get("application/sdp")))
            .build();
    while (true) {
      try (Response response = http.newCall(request).execute()) {
        if (response.code() == 201) {
          return response.body().string();
        }
        if (response.code() != 503) {
          throw new IllegalStateException("WHEP answered " + response.code());
        }
        long seconds = Long.parseLong(response.header("Retry-After", "1"));
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
