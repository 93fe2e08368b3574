package app.rostrum.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each request, its body read within the limits, to the handler of its path. */
final class Dispatch extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final int PIECE = 2 * 1024;
  private static final HttpHandler NOBODY =
      new HttpHandler() {
        @Override
        public HttpResponse handle(HttpRequest request) {
          return refusal(404, request);
        }
      };

  private final List<Map.Entry<Predicate<String>, HttpHandler>> hostHandlers;
  private final List<Map.Entry<String, HttpHandler>> handlers;
  private final Predicate<InetAddress> trusted;
  private final Tally refusals = new Tally();
  private final Semaphore bytes;
  private final NetworkCounts bytesOfNetworks = new NetworkCounts();
  private final int bytesOfAddress;
  private final long requestMillis;

  /**
   * @param hostHandlers by host name
   * @param handlers by path prefix, the longest first
   * @param trusted the proxies
   */
  Dispatch(
      List<Map.Entry<Predicate<String>, HttpHandler>> hostHandlers,
      List<Map.Entry<String, HttpHandler>> handlers,
      Predicate<InetAddress> trusted,
      WebLimits limits) {
    this.hostHandlers = hostHandlers;
    this.handlers = handlers;
    this.trusted = trusted;
    this.bytes = new Semaphore(limits.bytesInFlight());
    this.bytesOfAddress = limits.bytesOfAddress();
    this.requestMillis = limits.requestTime().toMillis();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpRequest head = head(request);
    HttpHandler handler = handler(head);
    Optional<HttpResponse> early = handler.refuseEarly(head);
    if (early.isPresent()) {
      unread(early.get(), request, response, callback);
    } else if (request.getLength() > handler.maxBody()) {
      refuse(413, request, response, callback);
    } else {
      take(handler, head, request, response, callback);
    }
    return true;
  }

  /** Refuses a request for a reason of the server's own, without reading on. */
  void refuse(int status, Request request, Response response, Callback callback) {
    HttpRequest head = head(request);
    refusals.add(Integer.toString(status));
    unread(handler(head).refusal(status, head), request, response, callback);
  }

  /** Returns the refusals for reasons of the server's own, by status. */
  Tally refusals() {
    return refusals;
  }

  private void take(
      HttpHandler handler,
      HttpRequest head,
      Request request,
      Response response,
      Callback callback) {
    var held = new Held(head.remoteAddress());
    try {
      byte[] body = new byte[0];
      if (request.getLength() != 0) {
        // A peer that sends a byte now and then is never idle, and would hold its place for ever.
        Scheduler.Task deadline =
            request
                .getComponents()
                .getScheduler()
                .schedule(
                    () -> request.getConnectionMetaData().getConnection().getEndPoint().close(),
                    requestMillis,
                    TimeUnit.MILLISECONDS);
        try (var in = Content.Source.asInputStream(request)) {
          body = read(in, handler.maxBody(), held);
        } finally {
          deadline.cancel();
        }
      }
      if (held.refused()) {
        refuse(503, request, response, callback);
      } else if (body.length > handler.maxBody()) {
        refuse(413, request, response, callback);
      } else {
        write(answer(handler, head.withBody(body)), request, response, callback);
      }
    } catch (IOException e) {
      // The peer is gone or was too slow. Quietly: strangers must not fill the log.
      callback.failed(new EofException(e));
    } finally {
      held.release();
    }
  }

  private static byte[] read(InputStream in, int max, Held held) throws IOException {
    var body = new ByteArrayOutputStream();
    byte[] piece = new byte[PIECE];
    while (body.size() <= max) {
      // Memory is taken as bytes arrive: to announce a body costs the sender nothing.
      int count = in.read(piece, 0, Math.min(PIECE, max + 1 - body.size()));
      if (count < 0 || !held.add(count)) {
        break;
      }
      body.write(piece, 0, count);
    }
    return body.toByteArray();
  }

  private static HttpResponse answer(HttpHandler handler, HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (Throwable e) {
      LOG.error("{} {} failed", request.method(), request.path(), e);
      return handler.refusal(500, request);
    }
  }

  private static void unread(
      HttpResponse answer, Request request, Response response, Callback callback) {
    if (request.getLength() != 0) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    write(answer, request, response, callback);
  }

  private static void write(
      HttpResponse answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.events() == null) {
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
    } else {
      new JettyEventStream(request, response, callback).run(answer.events());
    }
  }

  private HttpHandler handler(HttpRequest head) {
    for (var entry : hostHandlers) {
      if (entry.getKey().test(head.host())) {
        return entry.getValue();
      }
    }
    for (var entry : handlers) {
      if (head.path().startsWith(entry.getKey())) {
        return entry.getValue();
      }
    }
    return handlers.isEmpty() || !handlers.getLast().getKey().equals("/")
        ? NOBODY
        : handlers.getLast().getValue();
  }

  /** Returns the address of the client, behind a trusted proxy too. */
  String address(Request request) {
    return PeerAddress.of(
        request.getConnectionMetaData().getRemoteSocketAddress(), request.getHeaders(), trusted);
  }

  private HttpRequest head(Request request) {
    var headers = new HashMap<String, String>();
    for (HttpField field : request.getHeaders()) {
      headers.putIfAbsent(
          field.getName().toLowerCase(Locale.ROOT),
          field.getValue() == null ? "" : field.getValue());
    }
    String path = request.getHttpURI().getPath();
    return new HttpRequest(
        request.getMethod().toUpperCase(Locale.ROOT),
        host(headers.getOrDefault(HttpHeader.HOST.lowerCaseName(), "")),
        path == null ? "" : path,
        FormFields.parse(request.getHttpURI().getQuery()),
        headers,
        new byte[0],
        address(request));
  }

  static String host(String header) {
    int colon = header.lastIndexOf(':');
    return (colon > header.lastIndexOf(']') ? header.substring(0, colon) : header)
        .toLowerCase(Locale.ROOT);
  }

  /** The bytes that one request holds of those in flight. Used by one thread. */
  private final class Held {
    private final String address;
    private int count;
    private boolean refused;

    Held(String address) {
      this.address = address;
    }

    boolean add(int more) {
      refused = !bytesOfNetworks.add(address, more, bytesOfAddress);
      if (!refused && !bytes.tryAcquire(more)) {
        bytesOfNetworks.remove(address, more);
        refused = true;
      }
      count += refused ? 0 : more;
      return !refused;
    }

    boolean refused() {
      return refused;
    }

    void release() {
      bytesOfNetworks.remove(address, count);
      bytes.release(count);
    }
  }
}
