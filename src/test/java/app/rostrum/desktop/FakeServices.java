package app.rostrum.desktop;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.NearbyHost;
import app.rostrum.backend.Passcode;
import app.rostrum.desktop.services.Deployment;
import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.LocalHosting;
import app.rostrum.desktop.services.LocalHosting.Invitation;
import app.rostrum.desktop.services.LocalHosting.LocalHost;
import app.rostrum.desktop.services.LocalHosting.Network;
import app.rostrum.desktop.services.PreferenceStore;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.desktop.services.SignIn;
import app.rostrum.desktop.services.StreamSessions;
import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.media.AudioDevices;
import app.rostrum.notifications.Notifications;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.threads.Threads;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The services below the screens, as fakes that a test controls. */
public final class FakeServices {
  public static final String PASSCODE = "12345678901234";
  public static final String LINK =
      "rostrum://join?url=http%3A%2F%2F192.168.1.20%3A7420&passcode=12345678901234";

  /** A session that was begun. */
  public record Begun(
      String identity,
      String streamName,
      Role role,
      StreamSettings setting,
      boolean microphoneOn,
      Consumer<StreamState> onState,
      FakeSession controls) {}

  public final FakeBackend backend = new FakeBackend();
  public final List<Begun> begun = new CopyOnWriteArrayList<>();
  public final PreferenceStore preferences = PreferenceStore.inMemory();
  public final SecretStore secrets = SecretStore.inMemory();
  public final AtomicBoolean exited = new AtomicBoolean();
  public volatile Supplier<CompletableFuture<LocalHost>> hosting =
      () ->
          CompletableFuture.completedFuture(
              new LocalHost(URI.create("http://192.168.1.20:7420"), PASSCODE, LINK));
  public volatile Consumer<String> verify =
      code -> {
        if (!code.replace(" ", "").equals(PASSCODE) && !code.equals(LINK)) {
          throw new BackendException(
              BackendException.Kind.PASSCODE,
              "passcode incorrect",
              "The passcode used to validate application users is incorrect.",
              null);
        }
      };

  /** Tells who looks which hosts are in the network. */
  public volatile Consumer<List<NearbyHost>> nearby = hosts -> {};

  public volatile String passcode = PASSCODE;
  public volatile String link = LINK;

  /** The network's side of the computer, as it is, and as it is after the next change. */
  public volatile Network network = Network.SHUT;

  public volatile Function<Boolean, CompletableFuture<Network>> letNetworkIn =
      in -> CompletableFuture.completedFuture(in ? OPEN : Network.SHUT);

  /** A network in which this computer has two addresses. */
  public static final Network OPEN =
      new Network(
          true,
          7421,
          List.of(
              new Invitation("192.168.1.20", networkLink("192.168.1.20")),
              new Invitation("fd00::20", networkLink("[fd00::20]"))));

  private static String networkLink(String host) {
    return new InvitationLink(
            Optional.of(URI.create("https://" + host + ":7421")),
            Optional.of(new Fingerprint("fPbZkx0D1wyV3C8CLYsC4oEmGzOFl-cQUvV8YxgjHnA")),
            new Passcode(PASSCODE),
            Optional.empty())
        .format();
  }

  public final LocalHosting local =
      new LocalHosting() {
        @Override
        public CompletableFuture<LocalHost> start() {
          return hosting.get();
        }

        @Override
        public CompletableFuture<Network> letNetworkIn(boolean in) {
          return letNetworkIn
              .apply(in)
              .whenComplete((now, failure) -> network = now == null ? network : now);
        }

        @Override
        public Network network() {
          return network;
        }
      };

  /** Wraps the fake sessions. */
  public volatile UnaryOperator<StreamSessions> around = sessions -> sessions;

  public volatile Supplier<AudioDevices> devices = FakeDevices::new;

  public GlobalKeys globalKeys = GlobalKeys.NONE;
  public final FakeOwnSound ownSound = new FakeOwnSound();

  private StreamSession begin(
      Backend server, String identity, Entry entry, Consumer<StreamState> onState) {
    var session =
        new Begun(
            identity,
            entry.streamName(),
            entry.role(),
            entry.setting(),
            entry.microphoneOn(),
            onState,
            new FakeSession());
    begun.add(session);
    return session.controls();
  }

  /** Returns the services with virtual threads, as the launcher makes them. */
  public DesktopServices services() {
    return services(Threads.perTask("background"), Clock.systemUTC());
  }

  public DesktopServices services(Executor background, Clock clock) {
    return new DesktopServices(
        new SignIn() {
          @Override
          public Deployment signIn(String code) {
            verify.accept(code);
            return new Deployment(backend, passcode, link);
          }

          @Override
          public Looking lookNearby(Consumer<List<NearbyHost>> found) {
            nearby = found;
            return () -> nearby = hosts -> {};
          }
        },
        local,
        around.apply(this::begin),
        () -> devices.get(),
        () -> ownSound,
        preferences,
        secrets,
        Notifications.NONE,
        globalKeys,
        Optional.empty(),
        clock,
        background,
        () -> exited.set(true));
  }
}
