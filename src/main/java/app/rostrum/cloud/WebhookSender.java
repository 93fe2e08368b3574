package app.rostrum.cloud;

import app.rostrum.web.FormFields;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers callbacks form-encoded and signed as Twilio signs them (X-Twilio-Signature: HMAC-SHA1 of
 * the URL and the sorted fields with the auth token, in base64). Calls of one key go out one after
 * another; one that is not taken is tried again, each time after a longer wait, until the patience
 * is over. A key whose receiver is away keeps a bounded number of calls.
 */
public final class WebhookSender implements Webhooks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int MAX_WAITING = 1000;
  private static final Duration LAST_MOMENT = Duration.ofSeconds(2);

  /** Takes one call to its receiver. */
  @FunctionalInterface
  public interface Transport {
    /**
     * @param form the encoded body
     * @return the HTTP status of the answer
     * @throws IOException if there was none
     */
    int deliver(URI url, String form, Map<String, String> headers)
        throws IOException, InterruptedException;
  }

  /**
   * @param first the wait before the second attempt; doubled each time
   * @param longest no wait is longer than this
   * @param patience how long one call is tried for
   */
  public record Retry(Duration first, Duration longest, Duration patience) {
    /** A quarter of a second at first, half a minute at most, five minutes in all. */
    public static final Retry USUAL =
        new Retry(Duration.ofMillis(250), Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  private record Post(URI url, Map<String, String> form) {}

  /** The calls of one key; the first of the queue is on its way. Guarded by the sender. */
  private static final class Line {
    final Queue<Post> waiting = new ArrayDeque<>();
    int dropped;
  }

  private final String authToken;
  private final Transport transport;
  private final Retry retry;
  private final Map<String, Line> lines = new HashMap<>();
  private final ExecutorService couriers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("webhook-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("webhook-retry").daemon(true).factory());

  public WebhookSender(String authToken, Transport transport, Retry retry) {
    this.authToken = authToken;
    this.transport = transport;
    this.retry = retry;
  }

  /** Delivers over the network; waits ten seconds for an answer. */
  public static Transport overHttp() {
    var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    return (url, form, headers) -> {
      var request =
          java.net.http.HttpRequest.newBuilder(url)
              .timeout(Duration.ofSeconds(10))
              .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form));
      headers.forEach(request::header);
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    };
  }

  /** Delivers to a handler in this process, whatever host the URL names. */
  public static Transport inProcess(HttpHandler handler) {
    return (url, form, headers) -> {
      var names = new HashMap<String, String>();
      headers.forEach((name, value) -> names.put(name.toLowerCase(java.util.Locale.ROOT), value));
      names.put("host", url.getRawAuthority());
      return handler
          .handle(
              new HttpRequest(
                  "POST",
                  url.getHost(),
                  url.getRawPath(),
                  FormFields.parse(url.getRawQuery()),
                  names,
                  form.getBytes(StandardCharsets.UTF_8),
                  "127.0.0.1"))
          .status();
    };
  }

  @Override
  public void post(String key, URI url, Map<String, String> form) {
    var post = new Post(url, new TreeMap<>(form));
    synchronized (lines) {
      Line line = lines.get(key);
      if (line == null) {
        line = new Line();
        lines.put(key, line);
        line.waiting.add(post);
        start(key, post);
      } else if (line.waiting.size() < MAX_WAITING) {
        line.waiting.add(post);
      } else if (line.dropped++ == 0) {
        LOG.warn("webhooks of {} pile up; those to {} are dropped for now", key, url.getPath());
      }
    }
  }

  private void start(String key, Post post) {
    run(() -> attempt(key, post, retry.first(), System.nanoTime()));
  }

  private void attempt(String key, Post post, Duration wait, long since) {
    if (isTaken(post)) {
      next(key);
      return;
    }
    Duration tried = Duration.ofNanos(System.nanoTime() - since);
    if (tried.plus(wait).compareTo(retry.patience()) > 0) {
      LOG.warn("webhook of {} to {} is given up after {}", key, post.url().getPath(), tried);
      next(key);
      return;
    }
    Duration longer = wait.multipliedBy(2);
    Duration next = longer.compareTo(retry.longest()) > 0 ? retry.longest() : longer;
    try {
      timer.schedule(
          () -> run(() -> attempt(key, post, next, since)), wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed while a webhook of {} waited", key);
    }
  }

  /** Whether the receiver has taken the call, or will never take it. */
  private boolean isTaken(Post post) {
    try {
      int status = transport.deliver(post.url(), encode(post.form()), headers(post));
      if (status >= 200 && status < 300) {
        return true;
      }
      boolean again = status >= 500 || status == 408 || status == 429;
      LOG.info("webhook to {} was answered with {}", post.url().getPath(), status);
      return !again;
    } catch (IOException e) {
      LOG.info("webhook to {} did not arrive: {}", post.url().getPath(), e.toString());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (RuntimeException e) {
      LOG.warn("webhook to {} failed in its receiver", post.url().getPath(), e);
      return false;
    }
  }

  private void next(String key) {
    synchronized (lines) {
      Line line = lines.get(key);
      if (line == null) {
        return;
      }
      line.waiting.remove();
      if (line.dropped > 0) {
        LOG.warn("{} webhooks of {} were dropped", line.dropped, key);
        line.dropped = 0;
      }
      Post following = line.waiting.peek();
      if (following == null) {
        lines.remove(key);
      } else {
        start(key, following);
      }
    }
  }

  private void run(Runnable work) {
    try {
      couriers.execute(work);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed; a webhook stays undelivered");
    }
  }

  private Map<String, String> headers(Post post) {
    return Map.of(
        "Content-Type",
        "application/x-www-form-urlencoded; charset=utf-8",
        "X-Twilio-Signature",
        sign(post));
  }

  private String sign(Post post) {
    var text = new StringBuilder(post.url().toString());
    new TreeMap<>(post.form()).forEach((name, value) -> text.append(name).append(value));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(authToken.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Waits a moment for what is on its way; what has not been delivered then is lost. */
  @Override
  public void close() {
    timer.shutdownNow();
    couriers.shutdown();
    try {
      if (!couriers.awaitTermination(LAST_MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("closed while webhooks were on their way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    couriers.shutdownNow();
  }
}
