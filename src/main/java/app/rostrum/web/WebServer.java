package app.rostrum.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 port with handlers by path prefix and WebSocket endpoints by exact path, and
 * possibly another protocol. Each says how large a body or message it takes; larger ones are
 * refused with 413 unread, or close the WebSocket with 1009. {@link WebLimits} bounds what all
 * requests together occupy. Whatever the server refuses by itself is worded by the handler of the
 * path, so that each API keeps one shape of errors.
 */
public final class WebServer implements AutoCloseable {
  private static final Duration WEB_SOCKET_IDLE = Duration.ofSeconds(90);
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private final Server server;
  private final ServerConnector connector;

  /** The identity in use; null without TLS. */
  private final SslContextFactory.@Nullable Server tls;

  private final Tally refusals;

  private WebServer(
      Server server,
      ServerConnector connector,
      SslContextFactory.@Nullable Server tls,
      Tally refusals) {
    this.server = server;
    this.connector = connector;
    this.tls = tls;
    this.refusals = refusals;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns the number of open connections, WebSockets and event streams included. */
  public int connections() {
    return connector.getConnectedEndPoints().size();
  }

  /** Returns how often the server itself refused requests so far, by status. */
  public Map<String, Long> refusals() {
    return refusals.counts();
  }

  /** Returns the port in use, which the system has chosen if 0 was requested. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * Uses another certificate from the next handshake on; connections that are open stay.
   *
   * @throws IOException if it cannot be used; the one before stays in use
   * @throws IllegalStateException if this server does not speak TLS
   */
  public void renew(TlsIdentity identity) throws IOException {
    if (tls == null) {
      throw new IllegalStateException("this server does not speak TLS");
    }
    // Tried out first, because a failed reload would leave no certificate at all.
    var tried = identity.contextFactory(tls.getIncludeProtocols());
    try {
      tried.start();
      tried.stop();
      identity.useIn(tls);
      tls.reload(factory -> {});
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("the certificate cannot be used", e);
    }
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
    private final List<Map.Entry<Predicate<String>, HttpHandler>> hostHandlers = new ArrayList<>();
    private final Map<String, WebSocketEndpoint> endpoints = new LinkedHashMap<>();
    private AddressRanges trusted = AddressRanges.NONE;
    private Predicate<String> hosts = host -> true;
    private Predicate<String> origins = origin -> true;
    private WebLimits limits = WebLimits.DEFAULT;
    private HandshakeLimit.Limits handshakes = HandshakeLimit.Limits.DEFAULT;
    private Optional<TlsIdentity> identity = Optional.empty();
    private String[] protocols = {"TLSv1.3"};
    private String basePath = "";
    private Optional<StreamProtocol> beside = Optional.empty();

    private Builder() {}

    /** Speaks TLS 1.3 and nothing else, with this certificate. */
    public Builder tls(TlsIdentity certificate) {
      identity = Optional.of(certificate);
      return this;
    }

    /** Speaks TLS 1.3, and 1.2 for clients that are not ours. */
    public Builder tlsForAll(TlsIdentity certificate) {
      protocols = new String[] {"TLSv1.3", "TLSv1.2"};
      return tls(certificate);
    }

    Builder handshakes(HandshakeLimit.Limits limits) {
      handshakes = limits;
      return this;
    }

    /**
     * Takes requests below this path as if it were not there, and others as they are: a proxy may
     * pass on the path under which it serves this server, or strip it.
     *
     * @param path empty, or a slash and a path that does not end with one
     */
    public Builder below(String path) {
      basePath = path;
      return this;
    }

    public Builder limits(WebLimits limits) {
      this.limits = limits;
      return this;
    }

    /** Believes these proxies, and nobody else, which address a request comes from. */
    public Builder trustProxies(AddressRanges proxies) {
      trusted = proxies;
      return this;
    }

    /**
     * Refuses requests under other host names, so that a page whose name is made to lead to this
     * machine (DNS rebinding) gets nowhere.
     *
     * @param allowed receives the name in lower case, without port
     */
    public Builder onlyHosts(Predicate<String> allowed) {
      hosts = allowed;
      return this;
    }

    /**
     * Refuses requests that pages of other origins make.
     *
     * @param allowed receives the origin as sent
     */
    public Builder onlyOrigins(Predicate<String> allowed) {
      origins = allowed;
      return this;
    }

    public Builder handle(String pathPrefix, HttpHandler handler) {
      handlers.put(pathPrefix, handler);
      return this;
    }

    /**
     * Adds a handler for all paths under some host names, before those by path.
     *
     * @param names receives the name in lower case, without port
     */
    public Builder handleHosts(Predicate<String> names, HttpHandler handler) {
      hostHandlers.add(Map.entry(names, handler));
      return this;
    }

    /** Speaks another protocol, too, without TLS even where HTTP has it. */
    public Builder beside(StreamProtocol protocol) {
      beside = Optional.of(protocol);
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
      http.setSendDateHeader(true);
      http.setRequestHeaderSize(16 * 1024);
      if (identity.isPresent()) {
        // Clients know the key and may use any address of this machine, so names are not compared.
        http.addCustomizer(new SecureRequestCustomizer(false));
      }
      SslContextFactory.Server tls =
          identity.isEmpty() ? null : identity.get().contextFactory(protocols);
      var connector = connector(jetty, tls, new HttpConnectionFactory(http));
      connector.setHost(address.getHostString());
      connector.setPort(address.getPort());
      connector.setIdleTimeout(60_000);
      connector.setReuseAddress(true);
      jetty.addConnector(connector);
      jetty.addBean(new NetworkConnectionLimit(limits.connections(), connector));
      var counts = new ConnectionCounts(limits, connector.getScheduler());
      connector.addBean(counts);
      if (tls != null) {
        connector.addBean(new HandshakeLimit(handshakes, connector.getScheduler()));
      }
      var dispatch =
          new Dispatch(List.copyOf(hostHandlers), List.copyOf(byLength(handlers)), trusted, limits);
      var upgrade =
          WebSocketUpgradeHandler.from(
              jetty,
              container -> {
                container.setIdleTimeout(WEB_SOCKET_IDLE);
                endpoints.forEach(
                    (path, endpoint) ->
                        container.addMapping(
                            path,
                            (request, response, callback) -> {
                              // No compression: one event for a thousand would be compressed a
                              // thousand times, and each connection would keep a dictionary.
                              response.setExtensions(List.of());
                              return new JettyWebSocket(endpoint, dispatch.address(request));
                            }));
              });
      upgrade.setHandler(dispatch);
      var gate = new Gate(upgrade, dispatch, counts, hosts, origins);
      jetty.setHandler(basePath.isEmpty() ? gate : new BasePath(basePath, gate));
      jetty.setErrorHandler(new Errors(dispatch));
      try {
        jetty.start();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("cannot start the HTTP server", e);
      }
      return new WebServer(jetty, connector, tls, dispatch.refusals());
    }

    private ServerConnector connector(
        Server jetty, SslContextFactory.@Nullable Server tls, HttpConnectionFactory http) {
      var factories = new ArrayList<ConnectionFactory>();
      beside.ifPresent(
          protocol ->
              factories.add(new DetectorConnectionFactory(new StreamConnections(protocol))));
      if (tls != null) {
        factories.add(new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()));
      }
      factories.add(http);
      return new ServerConnector(jetty, 1, 1, factories.toArray(ConnectionFactory[]::new));
    }

    private static List<Map.Entry<String, HttpHandler>> byLength(Map<String, HttpHandler> map) {
      var entries = new ArrayList<>(map.entrySet());
      entries.sort((a, b) -> b.getKey().length() - a.getKey().length());
      return entries;
    }
  }
}
