package app.rostrum.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real proxy that speaks TLS on loopback, with the text of the examples in {@code packaging}:
 * only addresses, ports and the place of the certificate are other ones.
 */
public final class ReverseProxy implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final String UPSTREAM = "127.0.0.1:8770";

  private final Process process;
  private final int port;

  private ReverseProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** A kind of proxy and the place at which it serves. */
  public enum Kind {
    NGINX_ROOT(""),
    NGINX_PATH("/rostrum"),
    NGINX_STRIPPED_PATH("/rostrum"),
    CADDY_ROOT(""),
    CADDY_PATH("/rostrum"),
    CADDY_STRIPPED_PATH("/rostrum");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    /** Returns the path below which it serves; empty for the root. */
    public String path() {
      return path;
    }
  }

  /**
   * Starts a proxy and returns when it listens.
   *
   * @param port its TCP port
   * @param target the port of the server behind it
   * @param folder an empty folder for its files
   */
  public static ReverseProxy start(Kind kind, int port, int target, Path folder)
      throws IOException {
    boolean nginx = kind.name().startsWith("NGINX");
    Path config = folder.resolve(nginx ? "nginx.conf" : "Caddyfile");
    Files.writeString(
        config, nginx ? nginx(kind, port, target, folder) : caddy(kind, port, target));
    List<String> command =
        nginx
            ? List.of("nginx", "-p", folder.toString(), "-e", "stderr", "-c", config.toString())
            : List.of("caddy", "run", "--adapter", "caddyfile", "--config", config.toString());
    var builder = new ProcessBuilder(new ArrayList<>(command));
    // nginx is outside the path of ordinary users.
    builder.environment().merge("PATH", ":/usr/sbin", String::concat);
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    var logs = new File("target/logs");
    if (!logs.isDirectory() && !logs.mkdirs()) {
      throw new IOException("cannot make " + logs);
    }
    var log = new File(logs, kind.name().toLowerCase(java.util.Locale.ROOT) + ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log).start();
    var started = new ReverseProxy(process, port);
    try {
      started.awaitListening(log);
      return started;
    } catch (Throwable e) {
      started.close();
      throw e;
    }
  }

  private static String nginx(Kind kind, int port, int target, Path folder) throws IOException {
    String example = Files.readString(Path.of("packaging/nginx.conf"));
    example = replaced(example, "server " + UPSTREAM + ";", "server 127.0.0.1:" + target + ";");
    example = replaced(example, "listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;");
    example = replaced(example, "listen [::]:443 ssl;", "");
    example =
        replaced(
            example,
            "/etc/letsencrypt/live/talk.example.org/fullchain.pem",
            "" + Certificates.CHAIN);
    example =
        replaced(
            example, "/etc/letsencrypt/live/talk.example.org/privkey.pem", "" + Certificates.KEY);
    if (!kind.path().isEmpty()) {
      example = replaced(example, "\n  location / {", "\n  location /rostrum/ {");
    }
    if (kind == Kind.NGINX_STRIPPED_PATH) {
      example =
          replaced(
              example, "\n    proxy_pass http://rostrum;", "\n    proxy_pass http://rostrum/;");
    }
    var temporary = new StringBuilder();
    for (String what : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      temporary.append("  %s_temp_path %s;\n".formatted(what, folder.resolve(what)));
    }
    return """
    daemon off;
    worker_processes 1;
    pid %s;
    events { worker_connections 512; }
    http {
      access_log off;
    %s
    %s
    }
    """
        .formatted(folder.resolve("pid"), temporary, example);
  }

  private static String caddy(Kind kind, int port, int target) throws IOException {
    String example = Files.readString(Path.of("packaging/Caddyfile"));
    String pass = "\treverse_proxy " + UPSTREAM;
    String there = "reverse_proxy 127.0.0.1:" + target;
    example =
        replaced(
            example,
            pass,
            switch (kind) {
              case CADDY_PATH -> "\t" + there.replace(" ", " /rostrum/* ");
              case CADDY_STRIPPED_PATH -> "\thandle_path /rostrum/* {\n\t\t" + there + "\n\t}";
              default -> "\t" + there;
            });
    return """
    {
      admin off
      auto_https off
    }
    """
        + replaced(
            example,
            "\ntalk.example.org {\n",
            "\nhttps://127.0.0.1:%d {\n\tbind 127.0.0.1\n\ttls %s %s\n"
                .formatted(port, Certificates.CHAIN, Certificates.KEY));
  }

  private static String replaced(String text, String what, String by) {
    if (!text.contains(what)) {
      throw new IllegalStateException("the example has no " + what);
    }
    return text.replace(what, by);
  }

  private void awaitListening(File log) {
    Awaitility.await("the proxy listens")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(log.toPath()));
              }
              try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(LOOPBACK, port), 1_000);
                return true;
              } catch (IOException e) {
                return false;
              }
            });
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
