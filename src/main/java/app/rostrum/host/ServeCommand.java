package app.rostrum.host;

import app.rostrum.backend.WebAddress;
import app.rostrum.cli.Closer;
import app.rostrum.cli.JsonLines;
import app.rostrum.cli.LogOptions;
import app.rostrum.cli.Settings;
import app.rostrum.cli.UserFolders;
import app.rostrum.files.PrivateFile;
import app.rostrum.threads.RightOfWay;
import app.rostrum.threads.Signals;
import app.rostrum.threads.Threads;
import app.rostrum.web.AddressRanges;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code rostrum serve}: runs backend and embedded cloud on a server. */
@Command(
    name = "serve",
    defaultValueProvider = Settings.class,
    description = {
      "Runs the backend and the embedded cloud on a server, without windows, until interrupted.",
      "It prints the passcode, which is valid for a week, and an invitation link to hand out. A day"
          + " before a passcode ends it prints the next one; both are good until then.",
      ""
    },
    footer = {
      "",
      "The TCP port carries the API and signaling, the UDP port with the same number the sound.",
      "Streams, keys and passcode are kept in the data folder: back it up.",
      "Each option can stand in the file, as public-url = https://…, or in the environment, as"
          + " ROSTRUM_PUBLIC_URL. An option beats the environment, and this the file.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} serve                   for people on this machine",
      "  ${ROOT-COMMAND-NAME} serve --host 0.0.0.0 --tls self-signed",
      "                                               for people on this network",
      "  ${ROOT-COMMAND-NAME} serve --host 0.0.0.0 --port 443 --tls-certificate fullchain.pem"
          + " --tls-key privkey.pem",
      "  ${ROOT-COMMAND-NAME} serve --host 0.0.0.0 --public-url https://talk.example.org --data"
          + " /var/lib/rostrum"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  /** The settings that change while the server runs. */
  private static final Set<String> CHANGING = Set.of("log-level", "max-listeners", "max-streams");

  /** The data folder of a server that a package has installed. */
  private static final Path OF_PACKAGES = Path.of("/var/lib/rostrum");

  /** The longest that a stream lasts. */
  private static final int MOST_DRAIN = 12 * 3600;

  /** The time within which the server has told everybody and closed, on a slow machine, too. */
  private static final Duration CLOSING = Duration.ofSeconds(60);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The file with settings; /dev/null for none. Default: /etc/rostrum/server.conf if there"
              + " is one.")
  @Nullable Path config;

  @Option(
      names = "--check-config",
      description = "Says which settings hold and where they come from, and starts nothing.")
  boolean checkConfig;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "The address to listen on. Default: 127.0.0.1, reachable from this machine only.")
  String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "NUMBER",
      description = "The TCP and UDP port; 0 chooses a free one. Default: 8770.")
  int port = EmbeddedHost.DEFAULT_PORT;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "The folder for the server's state. Default: a folder of this user.")
  @Nullable Path data;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "The address under which people reach this server, if it is behind a proxy.")
  @Nullable String publicUrl;

  @Option(
      names = "--app-url",
      paramLabel = "URL",
      description = "The page where people get the app; invitation pages lead to it.")
  @Nullable String appUrl;

  @Mixin ReachOptions reach = new ReachOptions();

  @Mixin TlsOptions tls = new TlsOptions();

  @Option(
      names = "--trust-passcode",
      negatable = true,
      fallbackValue = "true",
      description =
          "Trusts everybody who knows the passcode, as the reference backend does. The"
              + " reference clients need this, because they do not prove who they are.")
  boolean trustPasscode;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "The IP address or network of a proxy whose X-Forwarded-For header is believed. Default:"
              + " loopback if --public-url is given, otherwise none.")
  List<String> trustedProxies = List.of();

  @Option(
      names = "--rest",
      negatable = true,
      fallbackValue = "true",
      description =
          "Serves the REST API at /rest/ on other addresses than loopback and behind a proxy, too,"
              + " and prints what Twilio's helper libraries need to use it.")
  boolean rest;

  @Option(
      names = "--rest-credentials",
      paramLabel = "FILE",
      description =
          "Writes what Twilio's helper libraries need to use the REST API into a file (mode 0600)"
              + " and does not print it.")
  @Nullable Path restCredentials;

  @Option(
      names = "--webhooks-to",
      paramLabel = "HOST",
      split = ",",
      description =
          "Receivers of webhooks that REST clients name: host names, IP addresses or networks such"
              + " as 10.1.0.0/16, beside this machine. Default: this machine only.")
  List<String> webhooksTo = List.of();

  @Option(
      names = "--passcode-file",
      paramLabel = "FILE",
      description =
          "Writes the passcode, and each later one, to a file that only this user can read, in"
              + " place of printing it. The file is deleted at the end.")
  @Nullable Path passcodeFile;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description =
          "The longest time to wait for live streams to end when the server is stopped; new streams"
              + " are refused meanwhile, and a second signal ends the wait. Default: 0, because"
              + " streams go on after a restart.")
  int drain;

  @Option(
      names = "--json",
      negatable = true,
      fallbackValue = "true",
      description = "Prints a line of JSON when ready, and one for each event, on standard output.")
  boolean json;

  @Option(
      names = "--metrics",
      paramLabel = "[ADDRESS:]PORT",
      description =
          "Serves figures for Prometheus at /metrics of this port, on loopback unless an IP address"
              + " is given. Whoever reaches it can read them. Default: nowhere.")
  @Nullable String metrics;

  @Mixin LogOptions logs = new LogOptions();

  @Mixin LimitOptions limits = new LimitOptions();

  @Override
  public Integer call() throws Exception {
    Settings.of(spec).verify(spec);
    EmbeddedHost.Options options = placed(this::options);
    HostLimits most = placed(limits::read);
    Optional<InetSocketAddress> metricsAddress = placed(this::metricsAddress);
    if (checkConfig) {
      Settings.of(spec).summary(spec).forEach(spec.commandLine().getOut()::println);
      return 0;
    }
    logs.apply();
    var supervisor = Supervisor.ofThisProcess();
    var log = new JsonLines(System.out, Clock.systemUTC(), json);
    TlsOptions.warn(options);
    try (var _ = RightOfWay.start();
        var running = EmbeddedHost.start(options, Clock.systemUTC(), log::event);
        var notice =
            new PasscodeNotice(
                running,
                System.out,
                json ? log : null,
                passcodeFile == null ? null : new PrivateFile(passcodeFile));
        var requests = new AdminRequests(running, () -> reload(running, supervisor, log));
        var _ = openAdmin(options.data(), requests);
        var closer = new Closer()) {
      running.limit(most);
      if (metricsAddress.isPresent()) {
        closer.add(MetricsServer.start(metricsAddress.get(), running.metrics()));
      }
      running.passcodes().onRenewed(notice::renewed);
      var stopping = new Stopping(running, log, Duration.ofSeconds(drain));
      for (String signal : List.of("TERM", "INT")) {
        var unused =
            Signals.on(
                signal,
                () -> {
                  supervisor.stopping(CLOSING.plusSeconds(drain));
                  stopping.signalled();
                });
      }
      var unused = Signals.on("HUP", () -> reloadForSignal(running, supervisor, log));
      // Where signals cannot be had, and for other ends.
      Threads.onShutdown(
          "stop-serving",
          () -> {
            supervisor.stopping(CLOSING);
            closer.close();
            notice.close();
            running.close();
          });
      notice.ready(restAccess(running));
      supervisor.ready("Ready at " + running.url());
      stopping.await();
    }
    return 0;
  }

  /** Names the place of a wrong setting, be it a line of the file. */
  private <T> T placed(Supplier<T> read) {
    try {
      return read.get();
    } catch (ParameterException e) {
      throw Settings.of(spec).placed(e);
    }
  }

  private void reloadForSignal(EmbeddedHost running, Supervisor supervisor, JsonLines log) {
    try {
      var unused = reload(running, supervisor, log);
    } catch (IOException e) {
      LOG.debug("told already", e);
    }
  }

  /**
   * Reads all settings again and applies those that can change while the server runs. What became
   * of it is told to all who listen.
   *
   * @return the settings that wait for the next start
   * @throws IOException if nothing has changed; its message says why
   */
  synchronized List<String> reload(EmbeddedHost running, Supervisor supervisor, JsonLines log)
      throws IOException {
    supervisor.reloading();
    String status = "Ready at " + running.url();
    try {
      ServeCommand next = again();
      HostLimits most = next.placed(next.limits::read);
      running.reload();
      List<String> later = Settings.changed(spec, next.spec);
      later.removeAll(CHANGING);
      logs.follow(next.logs);
      running.limit(most);
      log.event("reloaded", later.isEmpty() ? Map.of() : Map.of("at-the-next-start", later));
      return later;
    } catch (ParameterException | IOException e) {
      String problem = String.valueOf(e.getMessage());
      status += "; nothing has changed by the last reload: " + problem;
      LOG.error("Nothing has changed by the reload: {}", problem);
      log.event("not-reloaded", Map.of("problem", problem));
      throw new IOException(problem, e);
    } finally {
      supervisor.ready(status);
    }
  }

  /**
   * Reads the settings as they are now.
   *
   * @throws ParameterException if they cannot be used
   */
  private ServeCommand again() {
    var next = new ServeCommand();
    CommandLine root = spec.root().commandLine();
    Stream<String> given = root.getParseResult().originalArgs().stream();
    var unused =
        new CommandLine(next)
            .setDefaultValueProvider(Settings.of(spec).again())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExpandAtFiles(false)
            .parseArgs(given.skip(spec.parent() == null ? 0 : 1).toArray(String[]::new));
    Settings.of(next.spec).verify(next.spec);
    var unusedOptions = next.placed(next::options);
    var unusedAddress = next.placed(next::metricsAddress);
    return next;
  }

  /**
   * Returns the data folder that the settings of this machine name; if there are none, this user's,
   * or that of the packages.
   */
  public static Path configuredData() {
    var serve = new CommandLine(new ServeCommand()).getCommandSpec();
    String named = Settings.of(serve).defaultValue(serve.findOption("--data"));
    if (named != null) {
      return Path.of(named);
    }
    boolean packaged =
        !Files.exists(defaultData()) && Files.exists(OF_PACKAGES, LinkOption.NOFOLLOW_LINKS);
    return packaged ? OF_PACKAGES : defaultData();
  }

  private static Path defaultData() {
    return UserFolders.data().resolve("server");
  }

  /**
   * Returns the settings of the host.
   *
   * @throws ParameterException whose message begins with the option that is wrong
   */
  private EmbeddedHost.Options options() {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535");
    }
    if (drain < 0 || drain > MOST_DRAIN) {
      throw new ParameterException(
          spec.commandLine(), "--drain must be 0 to " + MOST_DRAIN + " seconds");
    }
    Optional<URI> reachedAt = Optional.ofNullable(publicUrl).flatMap(WebAddress::parseBase);
    if (publicUrl != null && reachedAt.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--public-url must be an http or https address");
    }
    return new EmbeddedHost.Options(
        host,
        port,
        data == null ? defaultData() : data,
        reachedAt,
        trustPasscode,
        rest,
        proxies(),
        receivers(),
        reach.read(),
        tls.read(reachedAt),
        page("--app-url", appUrl));
  }

  private Optional<URI> page(String option, @Nullable String address) {
    Optional<URI> page = Optional.ofNullable(address).flatMap(WebAddress::parse);
    if (address != null && page.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), option + " must be an http or https address");
    }
    return page;
  }

  /** Opens the operator's socket. A server goes on without one, where the system has none. */
  private static AutoCloseable openAdmin(Path data, AdminRequests requests) {
    try {
      return AdminSocket.open(data, requests::answer);
    } catch (IOException | UnsupportedOperationException e) {
      LOG.warn("this server takes no commands of \"admin\"", e);
      return () -> {};
    }
  }

  /** Writes the credentials into their file, or returns them to be shown, if that is wanted. */
  private Map<String, String> restAccess(EmbeddedHost running) throws IOException {
    Path file = restCredentials;
    if (file == null) {
      return rest ? running.rest().map(RestAccess::variables).orElseThrow() : Map.of();
    }
    RestAccess access =
        running
            .rest()
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "--rest-credentials needs --rest beyond loopback or behind a proxy"));
    new PrivateFile(file)
        .write(RestAccess.lines(access.variables()).getBytes(StandardCharsets.UTF_8));
    return Map.of();
  }

  private Optional<InetSocketAddress> metricsAddress() {
    try {
      return Optional.ofNullable(metrics).map(MetricsServer::parse);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--metrics must be a port, or an IP address and a port: " + metrics);
    }
  }

  private WebhookReceivers receivers() {
    try {
      return WebhookReceivers.parse(webhooksTo);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--webhooks-to must be host names, IP addresses or networks: "
              + String.join(",", webhooksTo));
    }
  }

  private AddressRanges proxies() {
    if (trustedProxies.isEmpty()) {
      return publicUrl == null ? AddressRanges.NONE : AddressRanges.LOOPBACK;
    }
    try {
      return new AddressRanges(trustedProxies);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--trusted-proxy must be IP addresses or networks: " + String.join(",", trustedProxies));
    }
  }
}
