package app.rostrum.host;

import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebLimits;
import app.rostrum.web.WebServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** The address at which Prometheus fetches the metrics of a server, apart from people's. */
final class MetricsServer {
  static final String PATH = "/metrics";

  private static final WebLimits LIMITS =
      new WebLimits(64, 32, 64 * 1024, 16 * 1024, Duration.ofSeconds(10));

  private MetricsServer() {}

  /**
   * Reads an address: a port of loopback, or an IP address and a port, as {@code [::1]:9464}.
   *
   * @throws IllegalArgumentException if it is none
   */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    if (host.startsWith("[") != host.contains(":")) {
      throw new IllegalArgumentException("an IPv6 address stands in brackets");
    }
    return new InetSocketAddress(InetAddress.ofLiteral(host.replaceAll("^\\[(.*)]$", "$1")), port);
  }

  /**
   * Starts to answer.
   *
   * @throws IOException if the address is in use or none of this machine
   */
  static WebServer start(InetSocketAddress address, Metrics metrics) throws IOException {
    WebServer.Builder web = WebServer.builder().limits(LIMITS).handle("/", new Page(metrics));
    if (address.getAddress().isLoopbackAddress()) {
      web.onlyHosts(LocalNames::isLocal);
    }
    try {
      return web.start(address);
    } catch (IOException e) {
      throw new IOException(
          "%s:%d cannot be had for metrics; choose another address with --metrics"
              .formatted(address.getHostString(), address.getPort()),
          e);
    }
  }

  private record Page(Metrics metrics) implements HttpHandler {
    @Override
    public HttpResponse handle(HttpRequest request) {
      if (!request.path().equals(PATH)) {
        return refusal(404, request);
      }
      return switch (request.method()) {
        case "GET", "HEAD" -> page();
        default -> refusal(405, request).with("Allow", "GET, HEAD");
      };
    }

    private HttpResponse page() {
      var body = new ByteArrayOutputStream();
      try {
        PrometheusTextFormatWriter.create().write(body, metrics.read());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new HttpResponse(
          200,
          Map.of("Content-Type", PrometheusTextFormatWriter.CONTENT_TYPE),
          body.toByteArray(),
          null);
    }

    @Override
    public int maxBody() {
      return 0;
    }
  }
}
