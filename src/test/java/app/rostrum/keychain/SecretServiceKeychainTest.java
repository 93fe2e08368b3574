package app.rostrum.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import app.rostrum.testing.SessionBus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keeps secrets in a real GNOME Keyring on a session bus of the test's own, where installed. */
@Timeout(120)
class SecretServiceKeychainTest {
  @TempDir Path home;
  private final List<Process> started = new ArrayList<>();
  private SessionBus bus;

  private Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
    builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
    builder.environment().put("DBUS_SESSION_BUS_ADDRESS", bus.address());
    builder.environment().remove("DISPLAY");
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    started.add(process);
    return process;
  }

  @BeforeEach
  void startTheBus() throws IOException {
    assumeTrue(SessionBus.installed("dbus-daemon", "gnome-keyring-daemon"));
    bus = SessionBus.start(home);
  }

  private void startTheKeyring() throws IOException {
    Process keyring =
        start("gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets");
    keyring.getOutputStream().write("password".getBytes(StandardCharsets.UTF_8));
    keyring.getOutputStream().close();
    await().ignoreExceptions().until(() -> keychain().read("anything").isEmpty());
  }

  private SecretServiceKeychain keychain() {
    return new SecretServiceKeychain(bus.address(), "rostrum-test");
  }

  @AfterEach
  void stop() {
    started.reversed().forEach(Process::destroyForcibly);
    if (bus != null) {
      bus.close();
    }
  }

  @Test
  void secretsAreKeptReplacedAndForgotten() throws IOException {
    startTheKeyring();
    SecretServiceKeychain keychain = keychain();
    keychain.write("name", "Zoë 🎙");
    keychain.write("passcode", "12345678901234");
    assertThat(keychain().read("name")).contains("Zoë 🎙");
    keychain.write("name", "Grace");
    assertThat(keychain().read("name")).contains("Grace");
    assertThat(new SecretServiceKeychain(bus.address(), "another app").read("name")).isEmpty();
    keychain.forget("name");
    assertThat(keychain().read("name")).isEmpty();
    assertThat(keychain().read("passcode")).contains("12345678901234");
    keychain.forget("name");
  }

  @Test
  void aBusWithoutAKeyringIsSaid() {
    assertThatThrownBy(() -> keychain().read("name")).isInstanceOf(KeychainException.class);
  }

  @Test
  void aBusThatIsNotThereIsSaid() {
    var keychain = new SecretServiceKeychain("unix:path=" + home.resolve("none"), "rostrum-test");
    assertThatThrownBy(() -> keychain.read("name")).isInstanceOf(KeychainException.class);
  }
}
