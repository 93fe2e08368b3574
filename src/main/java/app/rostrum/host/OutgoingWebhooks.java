package app.rostrum.host;

import app.rostrum.cloud.WebhookSender;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Delivers webhooks over the network, to the receivers that are allowed, each address checked after
 * its name has been resolved and used as it was checked. Follows no redirects and uses no proxy. At
 * most 64 calls are under way, 5 to one host.
 */
final class OutgoingWebhooks implements WebhookSender.Transport, AutoCloseable {
  /** The time that a receiver has to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final WebhookReceivers receivers;
  private final Dns names;
  private final ExecutorService threads = Threads.perTask("outgoing-webhook");
  private final OkHttpClient client;

  /**
   * @param names resolves host names
   * @param patience the time for a whole call
   */
  OutgoingWebhooks(WebhookReceivers receivers, Dns names, Duration patience) {
    this.receivers = receivers;
    this.names = names;
    client =
        new OkHttpClient.Builder()
            .dispatcher(new Dispatcher(threads))
            .dns(this::allowed)
            .proxy(Proxy.NO_PROXY)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(Duration.ofSeconds(5))
            .callTimeout(patience)
            .build();
  }

  /** Returns the addresses of a host that may be connected to. */
  private List<InetAddress> allowed(String host) throws UnknownHostException {
    return names.lookup(host).stream().filter(address -> receivers.allow(host, address)).toList();
  }

  @Override
  public int deliver(URI url, String form, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpUrl address = HttpUrl.get(url);
    if (address == null) {
      throw new WebhookSender.ReceiverRefused("this is no address on the web");
    }
    // OkHttp asks its Dns for names only, not for addresses in numbers.
    if (allowed(address.host()).isEmpty()) {
      throw new WebhookSender.ReceiverRefused(
          "the receiver is not on this machine and not among those of --webhooks-to");
    }
    var request =
        new Request.Builder()
            .url(address)
            .headers(Headers.of(headers))
            .post(RequestBody.create(form, null));
    if (!address.username().isEmpty()) {
      request.header("Authorization", Credentials.basic(address.username(), address.password()));
    }
    return status(client.newCall(request.build()));
  }

  private static int status(Call call) throws IOException, InterruptedException {
    var answered = new CompletableFuture<Integer>();
    call.enqueue(
        new Callback() {
          @Override
          public void onResponse(Call answeredCall, Response response) {
            try (response) {
              answered.complete(response.code());
            }
          }

          @Override
          public void onFailure(Call failedCall, IOException e) {
            answered.completeExceptionally(e);
          }
        });
    try {
      return answered.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      call.cancel();
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    threads.shutdown();
  }
}
