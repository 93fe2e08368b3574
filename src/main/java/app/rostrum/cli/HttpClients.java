package app.rostrum.cli;

import app.rostrum.threads.Threads;
import java.time.Duration;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Creates the HTTP client of a process, with its thread pool and limits. */
public final class HttpClients {
  private HttpClients() {}

  /** Creates a client; a process needs one only. */
  public static OkHttpClient create() {
    var dispatcher = new Dispatcher(Threads.perTask("http"));
    // Bots share one client, and each keeps an event stream and two WebSockets open.
    dispatcher.setMaxRequests(4096);
    dispatcher.setMaxRequestsPerHost(4096);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .connectTimeout(Duration.ofSeconds(10))
        // Of silence, not of work: the handshake of a WebSocket waits for a busy server, too.
        .readTimeout(Duration.ofSeconds(20))
        .writeTimeout(Duration.ofSeconds(20))
        .build();
  }
}
