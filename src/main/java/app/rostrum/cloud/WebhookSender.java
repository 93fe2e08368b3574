package app.rostrum.cloud;

import app.rostrum.threads.Backoff;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhook calls form-encoded and signed as Twilio signs them (X-Twilio-Signature:
 * HMAC-SHA1 of the URL and the sorted fields with the auth token, in base64). The calls of one key
 * are delivered one after another. A call that fails is tried again after growing waits, until its
 * time is over. At most {@value #MAX_WAITING} calls of a key, and {@value #MAX_WAITING_IN_ALL} of
 * all, wait for receivers that are away; more are dropped. Those that were prepared in a
 * transaction outlive the process and are delivered at least once, each time with the same
 * idempotency token. The log tells the first failure of a key, without path and query, in which
 * receivers may have secrets.
 */
public final class WebhookSender implements Webhooks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final int MAX_WAITING = 1000;
  private static final int MAX_WAITING_IN_ALL = 10_000;
  private static final int MAX_REPORTED = 1000;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  /** Delivers a single call to its receiver. */
  @FunctionalInterface
  public interface Transport {
    /**
     * @param form the encoded body
     * @return the HTTP status of the answer
     * @throws ReceiverRefused if this address gets no webhooks; it is not tried again
     * @throws IOException if no answer came
     */
    int deliver(URI url, String form, Map<String, String> headers)
        throws IOException, InterruptedException;
  }

  /** Signals a receiver to which nothing may be delivered. */
  public static final class ReceiverRefused extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param reason for the log, without secrets
     */
    public ReceiverRefused(String reason) {
      super(reason);
    }
  }

  /** Waits of up to 250 ms at first and 30 s at most; a call is given up after 5 minutes. */
  public static final Backoff.Policy RETRY =
      Backoff.Policy.doubling(Duration.ofMillis(250), Duration.ofSeconds(30))
          .within(Duration.ofMinutes(5));

  /**
   * A call.
   *
   * @param row in {@link PendingWebhooks}; empty if it is not stored
   * @param form sorted by name
   */
  private record Post(
      OptionalLong row, URI url, Map<String, String> form, String token, long postedNanos) {
    /** Returns scheme, host and port of the receiver. */
    String receiver() {
      return url.getScheme() + "://" + url.getRawAuthority().replaceFirst("^.*@", "");
    }
  }

  /** The calls of one key; the first one is being delivered. Guarded by the map of all queues. */
  private static final class CallQueue {
    final Queue<Post> waiting = new ArrayDeque<>();
    long dropped;
  }

  private final String authToken;
  private final Transport transport;
  private final Backoff.Policy retry;
  private final Optional<PendingWebhooks> pending;
  private final RandomGenerator random = new Random();
  private final Map<String, CallQueue> queues = new HashMap<>();
  // Guarded by the map of all queues.
  private int waiting;
  private long dropped;
  private final Set<String> reported =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MAX_REPORTED;
            }
          });
  private final ExecutorService executor = Threads.perTask("webhook");
  private final Timers timers = Timers.create("webhook-retry").on(this::run);

  /**
   * Creates a sender that stores nothing.
   *
   * @param retry the waits between attempts; its budget is the time after which a call is given up,
   *     from when it was posted: those behind a receiver that is away have one attempt each
   */
  public WebhookSender(String authToken, Transport transport, Backoff.Policy retry) {
    this(authToken, transport, retry, Optional.empty());
  }

  /**
   * Creates a sender and begins to deliver what an earlier process has left, as if it were posted
   * now.
   */
  public WebhookSender(
      String authToken, Transport transport, Backoff.Policy retry, PendingWebhooks pending) {
    this(authToken, transport, retry, Optional.of(pending));
    pending.load().forEach(this::resume);
  }

  private WebhookSender(
      String authToken,
      Transport transport,
      Backoff.Policy retry,
      Optional<PendingWebhooks> pending) {
    this.authToken = authToken;
    this.transport = transport;
    this.retry = retry;
    this.pending = pending;
  }

  private void resume(PendingWebhooks.Stored call) {
    var form = new TreeMap<String, String>();
    FormFields.parse(call.form()).forEach((name, values) -> form.put(name, values.getFirst()));
    enqueue(
        call.key(),
        new Post(OptionalLong.of(call.id()), call.url(), form, call.token(), System.nanoTime()));
  }

  /** Returns a transport to a handler in this process, which ignores the host of the URL. */
  public static Transport inProcess(HttpHandler handler) {
    return (url, form, headers) -> {
      var names = new HashMap<String, String>();
      headers.forEach((name, value) -> names.put(name.toLowerCase(Locale.ROOT), value));
      names.put("host", url.getRawAuthority());
      return handler
          .handle(
              new HttpRequest(
                  "POST",
                  Objects.requireNonNullElse(url.getHost(), url.getRawAuthority()),
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
    enqueue(key, post(OptionalLong.empty(), url, form, newToken()));
  }

  @Override
  public Runnable prepare(Connection transaction, String key, URI url, Map<String, String> form)
      throws SQLException {
    String token = newToken();
    var sorted = new TreeMap<>(form);
    OptionalLong row =
        pending.isPresent() && hasRoom(key)
            ? pending.get().add(transaction, key, url, encode(sorted), token)
            : OptionalLong.empty();
    return () -> enqueue(key, post(row, url, sorted, token));
  }

  private static Post post(OptionalLong row, URI url, Map<String, String> form, String token) {
    return new Post(row, url, new TreeMap<>(form), token, System.nanoTime());
  }

  private static String newToken() {
    return UUID.randomUUID().toString();
  }

  private boolean hasRoom(String key) {
    synchronized (queues) {
      CallQueue queue = queues.get(key);
      return waiting < MAX_WAITING_IN_ALL && (queue == null || queue.waiting.size() < MAX_WAITING);
    }
  }

  private void enqueue(String key, Post post) {
    if (!isTaken(key, post)) {
      forget(post);
    }
  }

  private boolean isTaken(String key, Post post) {
    synchronized (queues) {
      CallQueue queue = queues.get(key);
      if (waiting >= MAX_WAITING_IN_ALL) {
        if (Long.bitCount(++dropped) == 1) {
          LOG.warn("too many webhooks wait for receivers: {} dropped so far", dropped);
        }
        return false;
      }
      if (queue == null) {
        queue = new CallQueue();
        queues.put(key, queue);
        start(key, post);
      } else if (queue.waiting.size() >= MAX_WAITING) {
        if (Long.bitCount(++queue.dropped) == 1) {
          LOG.warn(
              "the receiver of {} webhooks is too slow or away: {} dropped so far",
              key,
              queue.dropped);
        }
        return false;
      }
      queue.waiting.add(post);
      waiting++;
      return true;
    }
  }

  private void forget(Post post) {
    post.row().ifPresent(row -> pending.ifPresent(stored -> stored.remove(row)));
  }

  /** Returns the number of a key's calls that are not delivered yet, with the current one. */
  int waiting(String key) {
    synchronized (queues) {
      CallQueue queue = queues.get(key);
      return queue == null ? 0 : queue.waiting.size();
    }
  }

  private void start(String key, Post post) {
    var backoff = new Backoff(retry, random, System::nanoTime);
    backoff.spend(Duration.ofNanos(System.nanoTime() - post.postedNanos()));
    run(() -> attempt(key, post, backoff));
  }

  private void attempt(String key, Post post, Backoff backoff) {
    long begun = System.nanoTime();
    if (isDone(key, post)) {
      next(key, post);
      return;
    }
    backoff.spend(Duration.ofNanos(System.nanoTime() - begun));
    Optional<Duration> wait = backoff.next();
    if (wait.isPresent()) {
      timers.after(wait.get(), () -> attempt(key, post, backoff));
    } else {
      next(key, post);
    }
  }

  /**
   * Tries to deliver a call. Returns true if the receiver has accepted it or has refused it for
   * good. Whatever the receiver throws, the call is tried again: its queue must go on.
   */
  private boolean isDone(String key, Post post) {
    try {
      if (post.row().isPresent()) {
        pending.ifPresent(PendingWebhooks::sync);
      }
      int status = transport.deliver(post.url(), encode(post.form()), headers(post));
      if (status >= 200 && status < 300) {
        return true;
      }
      report(key, post, "answered with " + status);
      boolean temporary = status >= 500 || status == 408 || status == 429;
      return !temporary;
    } catch (ReceiverRefused e) {
      report(key, post, "not sent: " + e.getMessage());
      return true;
    } catch (IOException e) {
      report(key, post, "not delivered: " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Throwable e) {
      LOG.warn("webhook of {} failed in its receiver", key, e);
      return false;
    }
  }

  private void report(String key, Post post, String failure) {
    synchronized (reported) {
      if (!reported.add(key)) {
        return;
      }
    }
    LOG.warn(
        "a webhook of {} to {} was {}; further failures of {} are not logged",
        key,
        post.receiver(),
        failure,
        key);
  }

  private void next(String key, Post done) {
    forget(done);
    synchronized (queues) {
      CallQueue queue = queues.get(key);
      if (queue == null) {
        return;
      }
      queue.waiting.remove();
      waiting--;
      Post following = queue.waiting.peek();
      if (following != null) {
        start(key, following);
        return;
      }
      queues.remove(key);
      if (queue.dropped > 0) {
        LOG.warn("{} webhooks of {} were dropped in all", queue.dropped, key);
      }
    }
  }

  private void run(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException closed) {
      LOG.debug("closed; a webhook stays undelivered");
    }
  }

  private Map<String, String> headers(Post post) {
    return Map.of(
        "Content-Type",
        "application/x-www-form-urlencoded; charset=utf-8",
        "X-Twilio-Signature",
        sign(post),
        "I-Twilio-Idempotency-Token",
        post.token());
  }

  private String sign(Post post) {
    // A fragment stays with the caller.
    var text = new StringBuilder(post.url().toString().replaceFirst("#.*", ""));
    post.form().forEach((name, value) -> text.append(name).append(value));
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

  /**
   * Waits up to two seconds for calls under way. Those not delivered by then are lost, unless they
   * are stored.
   */
  @Override
  public void close() {
    timers.close();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("closed while webhooks were being delivered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
