package app.rostrum.globalkeys;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The keys of a Linux desktop: by its portal, else by the X server, else not at all. */
public final class SessionKeys implements GlobalKeys {
  private final Optional<PortalKeys> portal;
  private final Optional<X11Keys> x11;
  private final Way otherwise;
  private final Set<Choice> open = ConcurrentHashMap.newKeySet();

  private SessionKeys(Optional<PortalKeys> portal, Optional<X11Keys> x11, Way otherwise) {
    this.portal = portal;
    this.x11 = x11;
    this.otherwise = otherwise;
  }

  /**
   * Returns the keys of this desktop session, on Linux or Windows.
   *
   * @param app the name of the app's desktop file, without the ending
   */
  public static GlobalKeys ofSession(String app) {
    String system = System.getProperty("os.name", "");
    if (system.startsWith("Windows")) {
      return new WindowsKeys();
    }
    return system.equals("Linux") ? of(System.getenv(), app) : NONE;
  }

  /**
   * @param environment the variables of the session
   */
  static SessionKeys of(Map<String, String> environment, String app) {
    String bus = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
    boolean wayland = !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    String home = environment.getOrDefault("HOME", "");
    Path cookies =
        Optional.ofNullable(environment.get("XAUTHORITY"))
            .filter(name -> !name.isEmpty())
            .map(Path::of)
            .orElse(Path.of(home, ".Xauthority"));
    return new SessionKeys(
        bus.startsWith("unix:")
            ? Optional.of(new PortalKeys(bus.split(";", 2)[0], app))
            : Optional.empty(),
        // There the X server hears keys only while one of its own windows has the keyboard.
        wayland
            ? Optional.empty()
            : X11Address.read(environment.getOrDefault("DISPLAY", ""))
                .map(address -> new X11Keys(address, cookies)),
        wayland ? Way.WAYLAND : Way.UNKNOWN_SYSTEM);
  }

  @Override
  public CompletableFuture<Way> way() {
    return answer(portal.map(PortalKeys::available))
        .thenCompose(
            byPortal ->
                byPortal
                    ? CompletableFuture.completedFuture(Way.PORTAL)
                    : answer(x11.map(X11Keys::available))
                        .thenApply(byServer -> byServer ? Way.X11 : otherwise));
  }

  private static CompletableFuture<Boolean> answer(Optional<CompletableFuture<Boolean>> asked) {
    return asked.orElseGet(() -> CompletableFuture.completedFuture(false));
  }

  @Override
  public Listening listen(GlobalKey key, String purpose, Listener listener) {
    var choice = new Choice();
    open.add(choice);
    way()
        .thenAccept(
            way -> {
              if (way.open()) {
                choice.take(() -> listen(way, key, purpose, listener));
              } else if (choice.isWanted()) {
                listener.ended(End.NO_WAY);
              }
            });
    return choice;
  }

  private Listening listen(Way way, GlobalKey key, String purpose, Listener listener) {
    return way == Way.PORTAL
        ? portal.orElseThrow().listen(key, purpose, listener)
        : x11.orElseThrow().listen(key, listener);
  }

  @Override
  public void close() {
    open.forEach(Choice::close);
  }

  /** Listening whose way is not known yet. */
  private final class Choice implements Listening {
    private Optional<Listening> begun = Optional.empty();
    private boolean closed;

    synchronized void take(Supplier<Listening> begin) {
      if (!closed) {
        begun = Optional.of(begin.get());
      }
    }

    synchronized boolean isWanted() {
      return !closed;
    }

    @Override
    public synchronized void close() {
      closed = true;
      open.remove(this);
      begun.ifPresent(Listening::close);
      begun = Optional.empty();
    }
  }
}
