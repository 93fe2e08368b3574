package app.rostrum.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.desktop.services.KeptSecrets;
import app.rostrum.desktop.services.SecretStore;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keeps secrets in a stand-in for the Credential Manager, whose structures a C compiler laid. */
class WindowsKeychainTest {
  private final Arena arena = Arena.ofShared();
  private StandIn windows;

  @BeforeEach
  void compile(@TempDir Path folder) throws IOException, InterruptedException {
    windows = StandIn.compile("wincred.c", folder, arena);
  }

  @AfterEach
  void nothingIsLeft() throws Throwable {
    if (windows != null) {
      assertThat(windows.ask("not_freed")).isZero();
    }
    arena.close();
  }

  private WindowsKeychain keychain(String app) {
    return new WindowsKeychain(app, windows.library(), "errno");
  }

  @Test
  void secretsAreKeptReplacedAndForgotten() {
    WindowsKeychain keychain = keychain("rostrum");
    keychain.write("name", "Zoë 🎙");
    keychain.write("größe", "");
    assertThat(keychain("rostrum").read("name")).contains("Zoë 🎙");
    keychain.write("name", "Grace");
    assertThat(keychain.read("name")).contains("Grace");
    assertThat(keychain.read("größe")).contains("");
    assertThat(keychain("rostrum-other").read("name")).isEmpty();
    keychain.forget("name");
    assertThat(keychain.read("name")).isEmpty();
    assertThat(keychain.read("größe")).contains("");
    keychain.forget("name");
  }

  @Test
  void theLongestSecretIsTakenAndALongerOneRefused() {
    WindowsKeychain keychain = keychain("rostrum");
    String longest = "ö".repeat(WindowsKeychain.LONGEST / 2);
    keychain.write("passcode", longest);
    assertThat(keychain.read("passcode")).contains(longest);
    assertThatThrownBy(() -> keychain.write("passcode", longest + "!"))
        .isInstanceOf(KeychainException.class);
    assertThat(keychain.read("passcode")).contains(longest);
  }

  @Test
  void aRefusalIsSaidWithItsReason() {
    WindowsKeychain keychain = keychain("rostrum");
    windows.set("refusing", 1);
    assertThatThrownBy(() -> keychain.read("name"))
        .isInstanceOf(KeychainException.class)
        .hasMessageContaining("1312");
    assertThatThrownBy(() -> keychain.write("name", "Ada")).hasMessageContaining("1312");
    assertThatThrownBy(() -> keychain.forget("name")).hasMessageContaining("1312");
  }

  @Test
  void aMissingFunctionIsSaid() {
    assertThatThrownBy(
            () ->
                new WindowsKeychain(
                    "rostrum",
                    name -> windows.library().find(name).filter(found -> !name.equals("CredFree")),
                    "errno"))
        .isInstanceOf(KeychainException.class)
        .hasMessageContaining("CredFree");
  }

  @Test
  void aKeychainThatChangesWhatItKeepsDoesNotPass() {
    var tried = new TriedKeychain(() -> keychain("rostrum"));
    windows.set("damaging", 1);
    assertThatThrownBy(() -> tried.write("name", "Ada")).isInstanceOf(KeychainException.class);
    assertThat(keychain("rostrum").read("name")).isEmpty();
    assertThat(keychain("rostrum").read("trial")).isEmpty();
  }

  @Test
  @Timeout(60)
  void aSystemThatHangsLeavesTheSecretsToTheFile(@TempDir Path folder) {
    var tried = new TriedKeychain(() -> keychain("rostrum"));
    windows.set("hanging", 1);
    try (ExecutorService background = Threads.perTask("test")) {
      var secrets =
          new KeptSecrets(
              Optional.of(tried), folder.resolve("secrets"), background, Duration.ofMillis(20));
      try {
        secrets.write("name", "Ada");
        assertThat(secrets.place()).isEqualTo(SecretStore.Place.FILE);
        assertThat(secrets.read("name")).contains("Ada");
      } finally {
        windows.set("hanging", 0);
      }
    }
    await().ignoreExceptions().until(() -> tried.read("trial").isEmpty());
  }
}
