package app.rostrum.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps secrets in a stand-in for the keychain of macOS. */
class MacKeychainTest {
  private final Arena arena = Arena.ofShared();
  private StandIn mac;

  @BeforeEach
  void compile(@TempDir Path folder) throws IOException, InterruptedException {
    mac = StandIn.compile("security.c", folder, arena);
  }

  @AfterEach
  void nothingIsLeftAndNobodyWasAsked() throws Throwable {
    if (mac != null) {
      assertThat(mac.ask("not_freed")).isZero();
      assertThat(mac.ask("dialogs_shown")).isZero();
    }
    arena.close();
  }

  private MacKeychain keychain(String app) {
    return new MacKeychain(app, mac.library());
  }

  @Test
  void secretsAreKeptReplacedAndForgotten() {
    MacKeychain keychain = keychain("rostrum");
    keychain.write("name", "Zoë 🎙");
    keychain.write("größe", "");
    assertThat(keychain("rostrum").read("name")).contains("Zoë 🎙");
    keychain.write("name", "Grace");
    assertThat(keychain.read("name")).contains("Grace");
    assertThat(keychain.read("größe")).contains("");
    assertThat(keychain("rostrum-other").read("name")).isEmpty();
    keychain.forget("name");
    assertThat(keychain.read("name")).isEmpty();
    keychain.forget("name");
  }

  @Test
  void theLongestSecretIsTakenAndALongerOneRefused() {
    MacKeychain keychain = keychain("rostrum");
    String longest = "ö".repeat(MacKeychain.LONGEST / 2);
    keychain.write("passcode", longest);
    assertThat(keychain.read("passcode")).contains(longest);
    assertThatThrownBy(() -> keychain.write("passcode", longest + "!"))
        .isInstanceOf(KeychainException.class);
  }

  @Test
  void anotherVersionForgetsWithoutAQuestionWhatItMayNotRead() {
    var tried = new TriedKeychain(() -> keychain("rostrum"));
    tried.write("name", "Ada");
    mac.set("program", 1);
    var updated = new TriedKeychain(() -> keychain("rostrum"));
    assertThat(updated.read("name")).isEmpty();
    updated.write("name", "Ada");
    assertThat(updated.read("name")).contains("Ada");
  }

  @Test
  void aTrialThatWasLeftByAnotherVersionHindersNobody() {
    keychain("rostrum").write("trial", "left");
    mac.set("program", 1);
    var updated = new TriedKeychain(() -> keychain("rostrum"));
    assertThat(updated.read("name")).isEmpty();
  }

  @Test
  void aLockedKeychainIsSaidWithoutAQuestion() {
    keychain("rostrum").write("name", "Ada");
    mac.set("locked", 1);
    var tried = new TriedKeychain(() -> keychain("rostrum"));
    assertThatThrownBy(() -> tried.read("name"))
        .isInstanceOf(KeychainException.class)
        .hasMessageContaining("-25308");
    mac.set("locked", 0);
    assertThat(tried.read("name")).contains("Ada");
  }
}
