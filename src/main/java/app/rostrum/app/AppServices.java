package app.rostrum.app;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.WebAddress;
import app.rostrum.cli.Backends;
import app.rostrum.cli.Closer;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.ServerClock;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.EngineSessions;
import app.rostrum.desktop.services.FilePreferences;
import app.rostrum.desktop.services.HostingException;
import app.rostrum.desktop.services.HostingSessions;
import app.rostrum.desktop.services.KeptSecrets;
import app.rostrum.desktop.services.LocalHosting;
import app.rostrum.desktop.services.MicrophonePreferences;
import app.rostrum.desktop.services.PasscodeSignIn;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.services.SignIn;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.HostException;
import app.rostrum.host.LanAccess;
import app.rostrum.host.LinkAddresses;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.keychain.Keychain;
import app.rostrum.media.Processing;
import app.rostrum.nearby.Presence;
import app.rostrum.nearby.Search;
import app.rostrum.notifications.Notifications;
import app.rostrum.threads.Once;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The services of the desktop app: this machine's sound, an embedded cloud and preferences. */
public final class AppServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppServices.class);

  /** The longest time for which the process outlives its window to tidy up. */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  /** The longest wait for the desktop's keychain, which may hang or ask the person. */
  private static final Duration KEYCHAIN_PATIENCE = Duration.ofSeconds(2);

  private final ExecutorService background = Threads.perTask("background");
  private final ServerClock clock = new ServerClock(Clock.systemUTC());

  /** Not before it is needed: it reads the certificates that the system trusts. */
  private final Once<OkHttpClient> http =
      new Once<>(() -> HttpClients.create().newBuilder().addInterceptor(clock).build());

  private final int hostPort;
  private final int lanPort;
  private final Path data;
  private final Path config;
  private final PreferenceStore preferences;
  private final Supplier<MediaEngines.Sound> openSound;
  private final EngineSessions sessions;
  private MediaEngines.@Nullable Sound sound;
  private final LinkAddresses links = LinkAddresses.ofThisMachine();
  private @Nullable EmbeddedHost host;
  private @Nullable Presence presence;

  /**
   * @param data the folder of the embedded cloud of "host on this computer"
   * @param config the folder of the preferences
   * @param processing the processing of the microphone's sound unless the person chooses
   */
  public AppServices(Path data, Path config, Processing processing) {
    this(EmbeddedHost.DEFAULT_PORT, EmbeddedHost.DEFAULT_LAN_PORT, data, config, processing);
  }

  /**
   * @param hostPort the port to try first for people on this computer
   * @param lanPort the port to try first for people in the network
   */
  public AppServices(int hostPort, int lanPort, Path data, Path config, Processing processing) {
    this(
        hostPort,
        lanPort,
        data,
        config,
        preferences -> {
          var microphone = new MicrophonePreferences(processing);
          return MediaEngines.forPerson(() -> microphone.in(preferences));
        });
  }

  /**
   * @param openSound opens this machine's sound; called at most once
   */
  AppServices(
      int hostPort,
      int lanPort,
      Path data,
      Path config,
      Function<PreferenceStore, MediaEngines.Sound> openSound) {
    this.hostPort = hostPort;
    this.lanPort = lanPort;
    this.data = data;
    this.config = config;
    this.preferences = new FilePreferences(config.resolve("preferences.properties"));
    this.openSound = () -> openSound.apply(preferences);
    this.sessions = new EngineSessions(http, () -> sound().engine(), clock);
  }

  /**
   * Returns the services for a window, which remembers name and passcode in a file and looks for
   * nobody in the network.
   *
   * @param exit ends the program after the window is gone
   */
  public DesktopServices forDesktop(Runnable exit) {
    return forDesktop(
        signIn(), exit, Optional.empty(), Notifications.NONE, GlobalKeys.NONE, Optional.empty());
  }

  /**
   * Returns the services for a window.
   *
   * @param exit ends the program after the window is gone
   * @param keychain remembers name and passcode, if it can
   * @param notifications shows what happens while the window is not in front; closed by the caller
   * @param globalKeys hears the talk key while the window is not in front; closed by the caller
   * @param log the file of the log, if there is one
   */
  DesktopServices forDesktop(
      Runnable exit,
      Optional<Keychain> keychain,
      Notifications notifications,
      GlobalKeys globalKeys,
      Optional<Path> log) {
    return forDesktop(new NearbySignIn(signIn()), exit, keychain, notifications, globalKeys, log);
  }

  private SignIn signIn() {
    return new PasscodeSignIn(http, Backends.locator());
  }

  private DesktopServices forDesktop(
      SignIn signIn,
      Runnable exit,
      Optional<Keychain> keychain,
      Notifications notifications,
      GlobalKeys globalKeys,
      Optional<Path> log) {
    return new DesktopServices(
        signIn,
        new Hosting(),
        new HostingSessions(
            sessions, new KeptHosting(data.resolve("hosting.properties"), clock, this::isOwn)),
        () -> sound().devices(),
        () -> new EngineSound(sound().engine()),
        preferences,
        new KeptSecrets(
            keychain, config.resolve("sign-in.properties"), background, KEYCHAIN_PATIENCE),
        notifications,
        globalKeys,
        log,
        clock,
        background,
        exit);
  }

  /** Returns this machine's sound; the first call loads native code. */
  private synchronized MediaEngines.Sound sound() {
    MediaEngines.Sound ready = sound;
    if (ready == null) {
      ready = openSound.get();
      ready.problem().ifPresent(problem -> LOG.warn("sound: {}", problem));
      sound = ready;
    }
    return ready;
  }

  /** Signs in, and looks for other computers in the network. */
  private final class NearbySignIn implements SignIn {
    private final SignIn signIn;

    NearbySignIn(SignIn signIn) {
      this.signIn = signIn;
    }

    @Override
    public Deployment signIn(String passcodeOrLink) {
      return signIn.signIn(passcodeOrLink);
    }

    @Override
    public Looking lookNearby(Consumer<List<NearbyHost>> found) {
      return Search.start(links::get, hosts -> found.accept(others(hosts)))::close;
    }

    private List<NearbyHost> others(List<NearbyHost> hosts) {
      Optional<Fingerprint> own =
          running().flatMap(EmbeddedHost::network).map(LanAccess::fingerprint);
      return hosts.stream().filter(host -> !own.equals(Optional.of(host.fingerprint()))).toList();
    }
  }

  /** Tells the network of this computer, or not any more. */
  private synchronized void announce(Optional<LanAccess> access) {
    if (presence != null) {
      presence.close();
      presence = null;
    }
    access.ifPresent(
        open ->
            presence =
                Presence.announce(computerName(), open.port(), open.fingerprint(), links::get));
  }

  private static String computerName() {
    String known =
        Stream.of("COMPUTERNAME", "HOSTNAME")
            .map(System::getenv)
            .filter(Objects::nonNull)
            .findFirst()
            .orElseGet(AppServices::nameInNetwork);
    return known.replaceFirst("\\..*", "");
  }

  private static String nameInNetwork() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "Rostrum";
    }
  }

  /** Hosts on this computer, and lets the network in when the person wants it. */
  private final class Hosting implements LocalHosting {
    @Override
    public CompletableFuture<LocalHost> start() {
      return inBackground(
          () -> {
            EmbeddedHost running = hosting();
            return new LocalHost(running.url(), running.passcode(), running.invitation().format());
          });
    }

    @Override
    public CompletableFuture<Network> letNetworkIn(boolean in) {
      return inBackground(
          () -> {
            EmbeddedHost running = hosting();
            if (in) {
              announce(Optional.of(running.openToNetwork(lanPort)));
            } else {
              announce(Optional.empty());
              running.closeToNetwork();
            }
            return networkOf(running);
          });
    }

    @Override
    public Network network() {
      return running().map(Hosting::networkOf).orElse(Network.SHUT);
    }

    private static Network networkOf(EmbeddedHost host) {
      return host.network()
          .map(
              access ->
                  new Network(
                      true,
                      access.port(),
                      host.networkInvitations(access).stream()
                          .map(
                              link ->
                                  new Invitation(
                                      link.address().map(WebAddress::host).orElse(""),
                                      link.format()))
                          .toList()))
          .orElse(Network.SHUT);
    }

    private static HostingException.Reason reason(HostException.Reason reason) {
      return switch (reason) {
        case PORT_IN_USE -> HostingException.Reason.PORT_IN_USE;
        case FOLDER_IN_USE -> HostingException.Reason.FOLDER_IN_USE;
        case FOLDER_UNWRITABLE -> HostingException.Reason.FOLDER_UNWRITABLE;
        case DISK_FULL -> HostingException.Reason.DISK_FULL;
        case DATA_DAMAGED -> HostingException.Reason.DATA_DAMAGED;
        case DATA_NEWER -> HostingException.Reason.DATA_NEWER;
      };
    }

    private <T> CompletableFuture<T> inBackground(Callable<T> task) {
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return task.call();
            } catch (HostException e) {
              throw new CompletionException(new HostingException(reason(e.reason()), data, e));
            } catch (Exception e) {
              throw new CompletionException(e);
            }
          },
          background);
    }
  }

  private synchronized Optional<EmbeddedHost> running() {
    return Optional.ofNullable(host);
  }

  /** Returns whether "host on this computer" runs at this address. */
  private synchronized boolean isOwn(String address) {
    return host != null && host.url().toString().equals(address);
  }

  private synchronized EmbeddedHost hosting() throws IOException {
    EmbeddedHost running = host;
    if (running == null) {
      running = start(hostPort);
      host = running;
    }
    return running;
  }

  /**
   * Starts on the usual port, so that a restarted app is found again, or on any free one if another
   * program has it.
   */
  private EmbeddedHost start(int port) throws IOException {
    try {
      return EmbeddedHost.start(
          new EmbeddedHost.Options("127.0.0.1", port, data, Optional.empty(), false),
          Clock.systemUTC(),
          AppServices::log);
    } catch (HostException e) {
      if (port == 0 || e.reason() != HostException.Reason.PORT_IN_USE) {
        throw e;
      }
      return start(0);
    }
  }

  private static void log(String event, Map<String, ?> fields) {
    LOG.info("{} {}", event, fields);
  }

  @Override
  public void close() {
    sessions.finish(SETTLING);
    closeAll();
  }

  private synchronized void closeAll() {
    try (var closer = new Closer()) {
      closer.add(background::shutdown);
      if (host != null) {
        closer.add(host);
      }
      if (presence != null) {
        closer.add(presence);
      }
      if (sound != null) {
        closer.add(sound);
      }
    }
  }
}
