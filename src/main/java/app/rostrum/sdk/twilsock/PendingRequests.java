package app.rostrum.sdk.twilsock;

import app.rostrum.sdk.twilsock.TwilsockClient.HttpReply;
import app.rostrum.threads.Scheduler;
import app.rostrum.threads.Timers;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The requests that have no answer yet: those that wait for a connection and those that were sent.
 * Each fails when its time is up. Belongs to the client's serial executor.
 */
final class PendingRequests {
  private static final int MAX_WAITING = 1000;

  /** A request without an answer. */
  static final class Pending {
    private final TwilsockMessage.Request request;
    private final CompletableFuture<HttpReply> future = new CompletableFuture<>();
    private Timers.Timer timeout = Timers.Timer.NONE;

    Pending(TwilsockMessage.Request request) {
      this.request = request;
    }

    TwilsockMessage.Request request() {
      return request;
    }

    CompletableFuture<HttpReply> future() {
      return future;
    }
  }

  private final Scheduler scheduler;
  private final Executor executor;
  private final Duration patience;
  private final Map<String, Pending> sent = new LinkedHashMap<>();
  private final ArrayDeque<Pending> waiting = new ArrayDeque<>();

  /**
   * @param patience the time after which a request fails
   */
  PendingRequests(Scheduler scheduler, Executor executor, Duration patience) {
    this.scheduler = scheduler;
    this.executor = executor;
    this.patience = patience;
  }

  boolean isFull() {
    return waiting.size() >= MAX_WAITING;
  }

  /** Keeps a request until there is a connection. */
  void addWaiting(Pending pending) {
    limit(pending);
    waiting.add(pending);
  }

  /** Keeps a request that is sent now until it is answered. */
  void addSent(Pending pending) {
    limit(pending);
    sent.put(pending.request.id(), pending);
  }

  private void limit(Pending pending) {
    pending.timeout = scheduler.after(patience, executor, () -> timeOut(pending));
  }

  private void timeOut(Pending pending) {
    boolean wasSent = sent.remove(pending.request.id()) != null;
    waiting.remove(pending);
    pending.future.completeExceptionally(TwilsockException.timedOut(wasSent));
  }

  /** Counts all that wait as sent and returns them, the oldest first. */
  List<TwilsockMessage.Request> sendWaiting() {
    var requests = new ArrayList<TwilsockMessage.Request>();
    for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
      pending.timeout.cancel();
      limit(pending);
      sent.put(pending.request.id(), pending);
      requests.add(pending.request);
    }
    return requests;
  }

  /** Completes the request that a reply belongs to, if it is still waited for. */
  void answer(TwilsockMessage.Reply reply) {
    Pending pending = sent.remove(reply.id());
    if (pending == null) {
      return;
    }
    pending.timeout.cancel();
    if (reply.status().isSuccess() && reply.httpStatus() != 0) {
      pending.future.complete(new HttpReply(reply.httpStatus(), reply.body()));
    } else {
      pending.future.completeExceptionally(
          new TwilsockException(
              reply.status().isSuccess() ? 0 : reply.status().code(),
              reply.status().errorCode(),
              "the request was not carried out: " + reply.status().status(),
              false));
    }
  }

  /** Fails the requests that were sent, for instance because their connection is lost. */
  void failSent(TwilsockException reason) {
    var failed = new ArrayList<>(sent.values());
    sent.clear();
    failed.forEach(pending -> fail(pending, reason));
  }

  /** Fails all requests, also those that wait. */
  void failAll(TwilsockException reason) {
    failSent(reason);
    for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
      fail(pending, reason);
    }
  }

  private static void fail(Pending pending, TwilsockException reason) {
    pending.timeout.cancel();
    pending.future.completeExceptionally(reason);
  }
}
