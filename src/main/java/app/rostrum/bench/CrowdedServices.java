package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.LocalHosting.LocalHost;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.NoDevices;
import app.rostrum.media.OwnSound;
import app.rostrum.notifications.Notifications;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamState;
import app.rostrum.threads.Threads;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The services of a window without a network. Who creates a stream has a crowd in it; the streams
 * of the lobby are calm.
 */
final class CrowdedServices {
  /** The stream in which one person speaks. */
  static final String CALM = "Calm";

  /** The stream in which nobody speaks and nothing happens. */
  static final String SILENT = "Silent";

  private static final String PASSCODE = "12345678901234";
  private static final int LISTENERS = 10_000;
  private static final int SPEAKERS = 20;
  private static final int CHANGES_PER_SECOND = 100;
  private static final int FEW = 300;

  private CrowdedServices() {}

  static DesktopServices create() {
    Backend backend =
        (Backend)
            Proxy.newProxyInstance(
                Backend.class.getClassLoader(),
                new Class<?>[] {Backend.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "listStreams" -> Optional.of(List.of(summary(CALM), summary(SILENT)));
                      case "address" -> "http://127.0.0.1";
                      default ->
                          method.isDefault()
                              ? InvocationHandler.invokeDefault(proxy, method, arguments)
                              : null;
                    });
    String link = "rostrum://join?url=http%3A%2F%2F127.0.0.1%3A7420&passcode=" + PASSCODE;
    var devices = new NoDevices(AudioDevices.Problem.SYNTHETIC);
    return new DesktopServices(
        code -> new Deployment(backend, PASSCODE, link),
        () ->
            CompletableFuture.completedFuture(
                new LocalHost(URI.create("http://127.0.0.1:7420"), PASSCODE, link)),
        (ignored, identity, entry, onState) -> begin(identity, entry, onState),
        () -> devices,
        () -> OwnSound.NONE,
        PreferenceStore.inMemory(),
        SecretStore.inMemory(),
        Notifications.NONE,
        GlobalKeys.NONE,
        Optional.empty(),
        Clock.systemUTC(),
        Threads.perTask("background"),
        () -> {});
  }

  private static StreamSummary summary(String name) {
    return new StreamSummary(name, "RM1", "Speaker 1", SPEAKERS, FEW, Instant.now(), true);
  }

  private static StreamSession begin(String identity, Entry entry, Consumer<StreamState> onState) {
    String stream = entry.streamName();
    return entry.role() == Role.HOST
        ? CrowdedSession.begin(
            new CrowdedStream(stream, identity, Role.HOST, SPEAKERS, SPEAKERS, LISTENERS),
            CHANGES_PER_SECOND,
            onState)
        : CrowdedSession.begin(
            new CrowdedStream(
                stream, identity, entry.role(), 3, stream.equals(SILENT) ? 0 : 1, FEW),
            stream.equals(SILENT) ? 0 : 1,
            onState);
  }
}
