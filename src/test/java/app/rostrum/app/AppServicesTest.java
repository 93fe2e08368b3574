package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.desktop.services.DesktopServices;
import app.rostrum.desktop.services.HostingException;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.HostException;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.IceServer;
import app.rostrum.media.LocalAudioTrack;
import app.rostrum.media.MediaEngine;
import app.rostrum.media.NoDevices;
import app.rostrum.media.PeerConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppServicesTest {
  @TempDir Path folder;

  /** An engine as broken as native code can be. */
  private static final class BrokenEngine implements MediaEngine {
    @Override
    public LocalAudioTrack createAudioTrack(String id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public PeerConnection connect(List<IceServer> servers, PeerConnection.Listener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      throw new UnsatisfiedLinkError("the library is gone");
    }
  }

  private AppServices withBrokenSound() {
    return withBrokenSound(EmbeddedHost.DEFAULT_PORT);
  }

  private AppServices withBrokenSound(int hostPort) {
    return new AppServices(
        hostPort,
        0,
        folder.resolve("host"),
        folder,
        preferences ->
            new MediaEngines.Sound(
                new BrokenEngine(),
                new NoDevices(AudioDevices.Problem.NO_LIBRARY),
                Optional.empty()));
  }

  private void startHost() throws IOException {
    EmbeddedHost.start(
            new EmbeddedHost.Options(
                "127.0.0.1", 0, folder.resolve("host"), Optional.empty(), false),
            Clock.systemUTC(),
            (name, fields) -> {})
        .close();
  }

  @Test
  void theReasonWhyHostingFailsIsForThePersonToRead() throws Exception {
    try (var running =
            EmbeddedHost.start(
                new EmbeddedHost.Options(
                    "127.0.0.1", 0, folder.resolve("host"), Optional.empty(), false),
                Clock.systemUTC(),
                (name, fields) -> {});
        AppServices services = withBrokenSound()) {
      assertThat(running.url()).isNotNull();
      assertThat(services.forDesktop(() -> {}).hosting().start())
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              HostingException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(HostingException.Reason.FOLDER_IN_USE);
                assertThat(e.folder()).isEqualTo(folder.resolve("host").toString());
              });
    }
  }

  @Test
  void hostingTakesAnotherPortWhereTheUsualOneIsInUse() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AppServices services = withBrokenSound(taken.getLocalPort())) {
      assertThat(services.forDesktop(() -> {}).hosting().start())
          .succeedsWithin(Duration.ofSeconds(30))
          .asString()
          .doesNotContain(":" + taken.getLocalPort());
    }
  }

  @Test
  void eachReasonOfAHostIsOneForThePersonToRead() {
    assertThat(HostException.Reason.values())
        .extracting(HostException.Reason::name)
        .containsExactly(
            Stream.of(HostingException.Reason.values())
                .map(HostingException.Reason::name)
                .toArray(String[]::new));
  }

  @Test
  void closingEndsTheHostedEventThoughTheSoundFails() throws Exception {
    AppServices services = withBrokenSound();
    DesktopServices desktop = services.forDesktop(() -> {});
    desktop.hosting().start().join();
    assertThat(desktop.devices().get().problem()).isPresent();
    assertThatThrownBy(this::startHost).hasMessageContaining("another Rostrum");

    services.close();

    startHost();
    assertThatThrownBy(() -> desktop.background().execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
