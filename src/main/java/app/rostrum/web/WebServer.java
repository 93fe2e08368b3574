package app.rostrum.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 port with handlers by path prefix and WebSocket endpoints by exact path. Bodies over
 * {@value #MAX_BODY} bytes are refused with 413, WebSocket messages over {@value #MAX_MESSAGE}
 * bytes close the connection with 1009.
 */
public final class WebServer implements AutoCloseable {
  static final int MAX_BODY = 1 << 20;
  static final int MAX_MESSAGE = 4 << 20;
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private final Server server;
  private final ServerConnector connector;

  private WebServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns the port in use, which the system has chosen if 0 was requested. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("HTTP server did not stop cleanly", e);
    }
  }

  /** Collects the handlers and endpoints of a server. The longest matching prefix wins. */
  public static final class Builder {
    private final Map<String, HttpHandler> handlers = new LinkedHashMap<>();
    private final Map<String, WebSocketEndpoint> endpoints = new LinkedHashMap<>();
    private Duration webSocketIdle = Duration.ofSeconds(90);

    private Builder() {}

    public Builder handle(String pathPrefix, HttpHandler handler) {
      handlers.put(pathPrefix, handler);
      return this;
    }

    public Builder webSocket(String path, WebSocketEndpoint endpoint) {
      endpoints.put(path, endpoint);
      return this;
    }

    /**
     * Binds the port and starts the server.
     *
     * @throws IOException if the address cannot be bound
     */
    public WebServer start(InetSocketAddress address) throws IOException {
      var pool = new QueuedThreadPool(32, 4);
      pool.setName("web");
      pool.setDaemon(true);
      pool.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("web-"));
      var jetty = new Server(pool);
      var http = new HttpConfiguration();
      http.setSendServerVersion(false);
      http.setSendDateHeader(false);
      http.setRequestHeaderSize(16 * 1024);
      var connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(http));
      connector.setHost(address.getHostString());
      connector.setPort(address.getPort());
      connector.setIdleTimeout(60_000);
      connector.setReuseAddress(true);
      jetty.addConnector(connector);
      Handler dispatch = new Dispatch(List.copyOf(byLength(handlers)));
      var upgrade =
          WebSocketUpgradeHandler.from(
              jetty,
              container -> {
                container.setMaxTextMessageSize(MAX_MESSAGE);
                container.setMaxBinaryMessageSize(MAX_MESSAGE);
                container.setMaxFrameSize(MAX_MESSAGE);
                container.setIdleTimeout(webSocketIdle);
                endpoints.forEach(
                    (path, endpoint) ->
                        container.addMapping(
                            path,
                            (request, response, callback) -> {
                              // No compression: one event for a thousand would be compressed a
                              // thousand times, and each connection would keep a dictionary.
                              response.setExtensions(List.of());
                              return new JettyWebSocket(endpoint);
                            }));
              });
      upgrade.setHandler(dispatch);
      jetty.setHandler(upgrade);
      try {
        jetty.start();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("cannot start the HTTP server", e);
      }
      return new WebServer(jetty, connector);
    }

    private static List<Map.Entry<String, HttpHandler>> byLength(Map<String, HttpHandler> map) {
      var entries = new ArrayList<>(map.entrySet());
      entries.sort((a, b) -> b.getKey().length() - a.getKey().length());
      return entries;
    }
  }

  private static final class Dispatch extends Handler.Abstract {
    private final List<Map.Entry<String, HttpHandler>> handlers;

    Dispatch(List<Map.Entry<String, HttpHandler>> handlers) {
      this.handlers = handlers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = request.getHttpURI().getPath();
      for (var entry : handlers) {
        if (path.startsWith(entry.getKey())) {
          respond(entry.getValue(), request, response, callback);
          return true;
        }
      }
      return false;
    }

    private static void respond(
        HttpHandler handler, Request request, Response response, Callback callback)
        throws IOException {
      byte[] body;
      try (var in = Content.Source.asInputStream(request)) {
        body = in.readNBytes(MAX_BODY + 1);
      }
      HttpResponse answer;
      if (body.length > MAX_BODY) {
        answer = handler.tooLarge(read(request, new byte[0]));
      } else {
        answer = answer(handler, read(request, body));
      }
      response.setStatus(answer.status());
      answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
      if (answer.events() == null) {
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
      } else {
        new JettyEventStream(request, response, callback).run(answer.events());
      }
    }

    private static HttpResponse answer(HttpHandler handler, HttpRequest request) {
      try {
        return handler.handle(request);
      } catch (Throwable e) {
        LOG.error("{} {} failed", request.method(), request.path(), e);
        return HttpResponse.of(500, "text/plain", "Internal error.\n");
      }
    }

    private static HttpRequest read(Request request, byte[] body) {
      var headers = new HashMap<String, String>();
      for (HttpField field : request.getHeaders()) {
        headers.putIfAbsent(field.getName().toLowerCase(Locale.ROOT), field.getValue());
      }
      String remote =
          request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress a
              ? a.getAddress().getHostAddress()
              : "";
      String host = headers.getOrDefault(HttpHeader.HOST.lowerCaseName(), "");
      int colon = host.lastIndexOf(':');
      if (colon > host.lastIndexOf(']')) {
        host = host.substring(0, colon);
      }
      return new HttpRequest(
          request.getMethod().toUpperCase(Locale.ROOT),
          host.toLowerCase(Locale.ROOT),
          request.getHttpURI().getPath(),
          FormFields.parse(request.getHttpURI().getQuery()),
          headers,
          body,
          remote);
    }
  }
}
