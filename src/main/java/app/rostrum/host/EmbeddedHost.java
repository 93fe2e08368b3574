package app.rostrum.host;

import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.WebAddress;
import app.rostrum.cli.Backends;
import app.rostrum.cli.Closer;
import app.rostrum.cloud.PendingWebhooks;
import app.rostrum.cloud.TurnServers;
import app.rostrum.cloud.WebhookSender;
import app.rostrum.cloud.embedded.EmbeddedCloud;
import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.cloud.store.Store;
import app.rostrum.cloud.store.StoreException;
import app.rostrum.files.TemporaryFolder;
import app.rostrum.host.tls.ServerCertificate;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.rtc.MediaPort;
import app.rostrum.server.BackendSettings;
import app.rostrum.server.Operator;
import app.rostrum.server.PasscodeStore;
import app.rostrum.server.ReferenceBackend;
import app.rostrum.threads.Threads;
import app.rostrum.threads.Timers;
import app.rostrum.web.AddressRanges;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.WebServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reference backend and the embedded cloud in this process, behind one port. */
public final class EmbeddedHost implements Stopping.Server, AutoCloseable {
  /** The port to use unless another one is wanted. */
  public static final int DEFAULT_PORT = 8770;

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedHost.class);

  /** The port of the network's side to try first. */
  public static final int DEFAULT_LAN_PORT = 8771;

  /**
   * The address of the backend's webhooks, which are called without a network. It is not the public
   * one, which may be another after a restart.
   */
  private static final URI BACKEND = URI.create("http://backend.invalid");

  /** Twice the audience that one machine is for; each holds about 3 KiB of heap. */
  private static final int MOST_ABSENT = 20_000;

  private static final Duration LONGEST_STREAM = Duration.ofHours(12);
  private static final Duration PASSCODE_CHECK = Duration.ofMinutes(1);
  private static final Duration ADDRESS_CHECK = Duration.ofMinutes(5);
  private static final Duration CERTIFICATE_CHECK = Duration.ofMinutes(1);

  /**
   * The settings of a host.
   *
   * @param host the address to listen on
   * @param port TCP and UDP; 0 picks one that is free for both
   * @param data a folder that no other host uses; created if missing
   * @param publicUrl the address under which people reach it, if it is not the one to listen on
   * @param trustPasscode whether the passcode alone authorizes every request
   * @param rest whether the REST API is served on other addresses than loopback, too
   * @param trustedProxies the proxies that are believed which address a request comes from
   * @param webhooksTo the receivers of webhooks that REST clients name
   * @param reach how sound reaches it
   * @param tls how it protects what is said to it
   * @param appPage the page where people get the app
   */
  public record Options(
      String host,
      int port,
      Path data,
      Optional<URI> publicUrl,
      boolean trustPasscode,
      boolean rest,
      AddressRanges trustedProxies,
      WebhookReceivers webhooksTo,
      Reach reach,
      ServerTls tls,
      Optional<URI> appPage) {
    /** Creates settings with REST on loopback only, and a proxy there if people use another URL. */
    public Options(
        String host, int port, Path data, Optional<URI> publicUrl, boolean trustPasscode) {
      this(
          host,
          port,
          data,
          publicUrl,
          trustPasscode,
          false,
          publicUrl.isPresent() ? AddressRanges.LOOPBACK : AddressRanges.NONE,
          WebhookReceivers.LOOPBACK,
          Reach.DEFAULT,
          new ServerTls.Off(),
          Optional.empty());
    }
  }

  private final Closer opened;
  private final HostAddress address;
  private final int port;
  private final Optional<RestAccess> rest;
  private final Optional<ServerCertificate> certificate;
  private final Store store;
  private final EmbeddedCloud cloud;
  private final MediaAddresses mediaAddresses;
  private final MediaPort media;
  private final WebServer web;
  private final ReferenceBackend backend;
  private final HostPasscodes passcodes;
  private final Readiness readiness = new Readiness();
  private final Health health;
  private final HttpHandler durableBackend;
  private final Path data;
  private final Clock clock;
  private final Instant started;
  private final SecureRandom random = new SecureRandom();
  private @Nullable LanSide lan;
  private boolean closed;

  /**
   * Starts a host and returns when it can be used.
   *
   * @param events receives the names and fields of events; called from any thread
   * @throws IOException if the port or the folder is in use, or the database cannot be used, then
   *     mostly a {@link HostException}; its message tells a person how to go on
   */
  public static EmbeddedHost start(
      Options options, Clock clock, BiConsumer<String, Map<String, ?>> events) throws IOException {
    return start(options, clock, events, Duration.ZERO, new Closer());
  }

  /** Starts a host on loopback, on any free port, whose data is deleted when it is closed. */
  public static EmbeddedHost startTemporary(Clock clock) throws IOException {
    return startTemporary(clock, Duration.ZERO);
  }

  /**
   * Starts a temporary host as if it were on a slow disk, for measurements.
   *
   * @param syncDelay the time that each sync of the database takes beside its own
   */
  public static EmbeddedHost startTemporary(Clock clock, Duration syncDelay) throws IOException {
    return startTemporary(clock, syncDelay, TemporaryFolder.create("rostrum"));
  }

  static EmbeddedHost startTemporary(Clock clock, TemporaryFolder data) throws IOException {
    return startTemporary(clock, Duration.ZERO, data);
  }

  private static EmbeddedHost startTemporary(Clock clock, Duration syncDelay, TemporaryFolder data)
      throws IOException {
    var opened = new Closer();
    opened.add(data);
    var options = new Options("127.0.0.1", 0, data.path(), Optional.empty(), false);
    return start(options, clock, (name, fields) -> {}, syncDelay, opened);
  }

  private static EmbeddedHost start(
      Options options,
      Clock clock,
      BiConsumer<String, Map<String, ?>> events,
      Duration syncDelay,
      Closer opened)
      throws IOException {
    try {
      return new EmbeddedHost(options, clock, events, syncDelay, opened);
    } catch (StoreException e) {
      throw HostException.of(e);
    }
  }

  private EmbeddedHost(
      Options options,
      Clock clock,
      BiConsumer<String, Map<String, ?>> events,
      Duration syncDelay,
      Closer opened)
      throws IOException {
    this.opened = opened;
    this.data = options.data();
    this.clock = clock;
    this.started = clock.instant();
    try {
      opened.add(FolderLock.of(data));
      if (new Replacement(data, clock).finish()) {
        LOG.warn("the backup is in place whose restoring was interrupted");
      }
      store =
          opened.add(
              Store.open(
                  data.resolve(Backup.DATABASE), () -> LockSupport.parkNanos(syncDelay.toNanos())));
      InstallationKeys keys = InstallationKeys.load(store, random);
      certificate = ServerCertificate.of(options.tls(), data, clock, random);
      mediaAddresses = mediaAddresses(options);
      media = opened.add(bindMedia(options, mediaAddresses));
      port = media.port();
      address = new HostAddress(options.host(), port, options.publicUrl(), certificate);
      Threads.startDaemon("media-warm-up", MediaPort::warmUp);
      var backendRef = new AtomicReference<ReferenceBackend>();
      var urlRef = new AtomicReference<URI>();
      WebhookSender.Transport toBackend =
          WebhookSender.inProcess(
              request -> {
                ReferenceBackend target = backendRef.get();
                if (target == null) {
                  throw new IllegalStateException("the backend has not started yet");
                }
                return target.handle(request);
              });
      var outgoing =
          opened.add(
              new OutgoingWebhooks(options.webhooksTo(), Dns.SYSTEM, OutgoingWebhooks.PATIENCE));
      var webhooks =
          new WebhookSender(
              keys.authToken(),
              (target, form, headers) ->
                  (isBackend(target) ? toBackend : outgoing).deliver(target, form, headers),
              WebhookSender.RETRY,
              // The backend makes up for what it missed, so its calls need no commits.
              new PendingWebhooks(store, clock, target -> !isBackend(target)));
      cloud =
          opened.add(
              new EmbeddedCloud(
                  new EmbeddedCloud.Dependencies(
                      store,
                      media,
                      new ReportedWebhooks(webhooks, events),
                      urlRef::get,
                      new EmbeddedCloud.Account(
                          keys.accountSid(),
                          keys.authToken(),
                          keys.apiKeySid(),
                          keys.apiKeySecret()),
                      clock,
                      random,
                      turnServers(options.reach(), clock))));
      backend =
          opened.add(
              ReferenceBackend.onCloud(
                  settings(
                      options,
                      address.servesPages(),
                      keys,
                      new StoredPasscodes(store),
                      clock,
                      random),
                  cloud.rest()));
      backendRef.set(backend);
      health = new Health(readiness, store::isUsable);
      durableBackend = cloud.durable(backend);
      // Closed before the backend and the cloud, to which it delivers.
      opened.add(webhooks);
      urlRef.set(address.url());
      rest =
          servesRest(options)
              ? Optional.of(new RestAccess(URI.create(address.url() + "/rest"), keys))
              : Optional.empty();
      web =
          opened.add(
              web(options, health.addTo(WebServer.builder().handle("/", pages(options)), port))
                  .start(new InetSocketAddress(options.host(), port)));
      backend.prepare();
      var announcements =
          opened.add(
              new Announcements(
                  Backends.local(), address.here(certificate.map(ServerCertificate::current))));
      passcodes = HostPasscodes.of(backend, announcements);
      Timers timers = opened.add(Timers.create("passcode"));
      timers
          .on(task -> Threads.startVirtual("passcode-renewal", task))
          .every(PASSCODE_CHECK, passcodes::renewIfDue);
      timers
          .on(task -> Threads.startVirtual("address-renewal", task))
          .every(ADDRESS_CHECK, mediaAddresses::look);
      certificate.ifPresent(
          own -> {
            own.use(
                identity -> {
                  web.renew(identity);
                  announcements.move(address.here(Optional.of(identity)));
                });
            timers
                .on(task -> Threads.startVirtual("certificate-renewal", task))
                .every(CERTIFICATE_CHECK, own::look);
          });
      readiness.advance(Readiness.State.READY);
    } catch (Throwable e) {
      opened.close();
      throw e;
    }
  }

  private HttpHandler pages(Options options) {
    return address.servesPages()
        ? new InvitationPage(durableBackend, options.appPage())
        : durableBackend;
  }

  private WebServer.Builder web(Options options, WebServer.Builder web)
      throws UnknownHostException {
    boolean rest = servesRest(options);
    Optional<URI> named = address.named();
    web.trustProxies(options.trustedProxies());
    web.below(named.map(URI::getRawPath).orElse(""));
    certificate.ifPresent(own -> web.tlsForAll(own.current()));
    if (isLoopback(options)) {
      String publicHost = named.map(WebAddress::host).orElse("").toLowerCase(Locale.ROOT);
      web.onlyHosts(
          host ->
              LocalNames.isLocal(host)
                  || (!publicHost.isEmpty() && host.equals(publicHost))
                  || (rest && RestRouter.isTwilios(host)));
      if (named.isEmpty()) {
        web.onlyOrigins(LocalNames::isLocalOrigin);
      }
    }
    return rest ? cloud.addTo(web) : cloud.addWithoutRest(web);
  }

  private static TurnServers turnServers(Reach reach, Clock clock) throws IOException {
    Reach.Turn turn = reach.turn().orElse(null);
    return turn == null ? TurnServers.NONE : new TurnServers(turn.urls(), turn.secret(), clock);
  }

  private static boolean servesRest(Options options) throws UnknownHostException {
    // A proxy's requests come over loopback, too, so a public address closes REST as well.
    return options.rest() || (isLoopback(options) && options.publicUrl().isEmpty());
  }

  private static boolean isLoopback(Options options) throws UnknownHostException {
    return InetAddress.getByName(options.host()).isLoopbackAddress();
  }

  private static BackendSettings settings(
      Options options,
      boolean invitationPages,
      InstallationKeys keys,
      PasscodeStore passcode,
      Clock clock,
      SecureRandom random) {
    return new BackendSettings(
        keys.accountSid(),
        keys.authToken(),
        keys.apiKeySid(),
        keys.apiKeySecret(),
        () -> BACKEND,
        passcode,
        LONGEST_STREAM,
        options.trustPasscode(),
        Optional.of(
            new BackendSettings.ServiceEndpoints(
                EmbeddedCloud.SIGNALING_PATH,
                EmbeddedCloud.TWILSOCK_PATH,
                EmbeddedCloud.WHEP_PATH)),
        Optional.empty(),
        invitationPages,
        MOST_ABSENT,
        clock,
        random);
  }

  private static MediaAddresses mediaAddresses(Options options) throws IOException {
    try {
      return MediaAddresses.of(
          InetAddress.getByName(options.host()),
          options.reach().publicAddresses(),
          options.publicUrl(),
          LinkAddresses.ofThisMachine());
    } catch (MediaAddresses.UnreachableException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Opens the UDP port. The TCP port has the same number. */
  private static MediaPort bindMedia(Options options, MediaAddresses addresses) throws IOException {
    try {
      return PortPair.open(options.host(), options.port(), addresses);
    } catch (BindException e) {
      throw new HostException(
          HostException.Reason.PORT_IN_USE,
          "port %d of %s is in use; choose another with --port"
              .formatted(options.port(), options.host()),
          e);
    }
  }

  private static boolean isBackend(URI target) {
    return BACKEND.getHost().equals(target.getHost());
  }

  /** Returns the address under which people reach the host. */
  public URI url() {
    return address.url();
  }

  /** Returns the TCP and UDP port in use. */
  int port() {
    return port;
  }

  /** Returns the digits of the newest passcode. */
  public String passcode() {
    return passcodes.newest();
  }

  /** Returns the passcodes that are good, and their renewal. */
  HostPasscodes passcodes() {
    return passcodes;
  }

  /** Returns a link with address and passcode. */
  public InvitationLink invitation() {
    return address.invitation(new Passcode(passcode()));
  }

  /**
   * Reads the certificate's files again now, if there are any, and asks for the addresses of the
   * public name.
   *
   * @throws IOException if the certificate cannot be used, so that the one before stays
   */
  void reload() throws IOException {
    Threads.startVirtual("address-renewal", mediaAddresses::look);
    if (certificate.isPresent()) {
      certificate.get().reload();
    }
  }

  /**
   * Lets people in the network in, by TLS with this installation's own certificate; does nothing if
   * they are in already. Those on this machine notice nothing.
   *
   * @param port TCP and UDP; another one if it is in use; 0 picks one
   * @throws IOException if no port can be opened, or the certificate cannot be kept
   */
  public LanAccess openToNetwork(int port) throws IOException {
    return openToNetwork(new LanSide.Options("", port), LinkAddresses.ofThisMachine());
  }

  synchronized LanAccess openToNetwork(LanSide.Options options, LinkAddresses links)
      throws IOException {
    if (closed) {
      throw new IOException("the host is closed");
    }
    LanSide open = lan;
    if (open == null) {
      open =
          LanSide.open(
              options,
              ServerCertificate.ofNetwork(data, clock, random),
              links,
              cloud,
              health,
              durableBackend);
      lan = open;
    }
    return open.access();
  }

  /** Renews the certificate for people in the network, if that is due. */
  synchronized void renewNetworkCertificate() {
    if (lan != null) {
      lan.renewCertificate();
    }
  }

  /** Lets nobody of the network in any more, and cuts off those who are. */
  public synchronized void closeToNetwork() {
    if (lan != null) {
      lan.close();
      lan = null;
    }
  }

  /** Returns the way by which people in the network come in; empty if they cannot. */
  public synchronized Optional<LanAccess> network() {
    return Optional.ofNullable(lan).map(LanSide::access);
  }

  /** Returns an invitation by each of the addresses, without a stream. */
  public List<InvitationLink> networkInvitations(LanAccess access) {
    return access.addresses().stream()
        .map(
            address ->
                new InvitationLink(
                    Optional.of(access.url(address)),
                    Optional.of(access.fingerprint()),
                    new Passcode(passcode()),
                    Optional.empty()))
        .toList();
  }

  /** Returns the powers of this host's operator. */
  Operator operator() {
    return backend.operator();
  }

  /** Returns what an operator wants to see first, by names that programs read. */
  Map<String, Object> status() {
    return HostStatus.of(this, data, started, certificate);
  }

  /**
   * Writes a backup of all that is kept, while people use the host.
   *
   * @return the file, which waits to be collected
   */
  Path backup() throws IOException {
    try {
      store.sync();
    } catch (StoreException e) {
      throw new IOException(e.getMessage(), e);
    }
    return Backup.write(data);
  }

  /** Takes no new streams, or takes them again. Those that are live go on. */
  @Override
  public void drain(boolean on) {
    backend.refuseNewStreams(on);
    if (on) {
      readiness.advance(Readiness.State.DRAINING);
    } else {
      readiness.undrain();
    }
  }

  @Override
  public int liveStreams() {
    return backend.liveStreams();
  }

  @Override
  public boolean isAnybodyThere() {
    return cloud.rooms().participants() > 0 || cloud.live().statistics().listeners() > 0;
  }

  @Override
  public boolean isLobbyOccupied(Duration time) {
    return backend.listedWithin(time);
  }

  @Override
  public void announceRestartToLobby(Duration away) {
    readiness.advance(Readiness.State.STOPPING);
    backend.announceRestart(away);
  }

  @Override
  public void announceRestart(Duration away) {
    cloud.announceRestart(away);
  }

  /** Returns how the REST API is used; empty if it is not served. */
  Optional<RestAccess> rest() {
    return rest;
  }

  /** Returns the embedded cloud, for measurements. */
  public EmbeddedCloud cloud() {
    return cloud;
  }

  /** Takes on no more than that from now on. What is there goes on. */
  void limit(HostLimits limits) {
    cloud.live().limitListeners(limits.listeners());
    backend.limitStreams(limits.streams());
  }

  /** Returns what {@code /readyz} answers. */
  public Readiness readiness() {
    return readiness;
  }

  /** Returns the server's figures, for those who watch over it. */
  Metrics metrics() {
    return new Metrics(new Metrics.Sources(cloud, backend, store, media, web, readiness::state));
  }

  /** Returns what the database has done so far. */
  public Store.Statistics storage() {
    return store.statistics();
  }

  /** Stops the host. Streams in progress stay in the data folder and continue at the next start. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    readiness.advance(Readiness.State.STOPPING);
    closeToNetwork();
    opened.close();
  }
}
