package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.services.SecretStore.Place;
import app.rostrum.keychain.Keychain;
import app.rostrum.keychain.KeychainException;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSecretsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final ExecutorService background = Threads.perTask("test");
  private final FakeKeychain keychain = new FakeKeychain();

  private static final class FakeKeychain implements Keychain {
    private final Map<String, String> secrets = new HashMap<>();
    private Runnable before = () -> {};

    @Override
    public synchronized Optional<String> read(String name) {
      before.run();
      return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public synchronized void write(String name, String secret) {
      before.run();
      secrets.put(name, secret);
    }

    @Override
    public synchronized void forget(String name) {
      before.run();
      secrets.remove(name);
    }
  }

  private Path file() {
    return folder.resolve("sign-in.properties");
  }

  private KeptSecrets secrets(Optional<Keychain> keychain, Duration limit) {
    return new KeptSecrets(keychain, file(), background, limit);
  }

  @AfterEach
  void end() {
    background.shutdownNow();
  }

  @Test
  void theKeychainKeepsThemWhereThereIsOne() {
    KeptSecrets secrets = secrets(Optional.of(keychain), LONG);
    secrets.write("name", "Ada");
    assertThat(secrets.place()).isEqualTo(Place.KEYCHAIN);
    assertThat(keychain.secrets).containsEntry("name", "Ada");
    assertThat(file()).doesNotExist();
    assertThat(secrets(Optional.of(keychain), LONG).read("name")).contains("Ada");
  }

  @Test
  void withoutOneAFileOfTheOwnersKeepsThem() throws IOException {
    KeptSecrets secrets = secrets(Optional.empty(), LONG);
    secrets.write("name", "Ada");
    secrets.write("passcode", "12345678901234");
    assertThat(secrets.place()).isEqualTo(Place.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(secrets(Optional.empty(), LONG).read("passcode")).contains("12345678901234");
  }

  @Test
  void aFileThatOthersCanReadIsTakenFromThem() throws IOException {
    Files.writeString(file(), "name=Ada\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(secrets(Optional.empty(), LONG).read("name")).contains("Ada");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void aLockedKeychainIsReplacedByTheFile() {
    keychain.before =
        () -> {
          throw new KeychainException("the keychain is locked");
        };
    KeptSecrets secrets = secrets(Optional.of(keychain), LONG);
    secrets.write("name", "Ada");
    assertThat(secrets.place()).isEqualTo(Place.FILE);
    assertThat(secrets.read("name")).contains("Ada");
  }

  @Test
  void aKeychainThatDoesNotAnswerIsWaitedForOnce() {
    var answer = new CompletableFuture<Void>();
    keychain.before = answer::join;
    KeptSecrets secrets = secrets(Optional.of(keychain), Duration.ofMillis(20));
    assertThat(secrets.read("name")).isEmpty();
    assertThat(secrets.place()).isEqualTo(Place.FILE);
    answer.complete(null);
    secrets.write("name", "Ada");
    assertThat(keychain.secrets).isEmpty();
    assertThat(secrets.read("name")).contains("Ada");
  }

  @Test
  void theFileIsEmptiedOnceTheKeychainWorks() {
    secrets(Optional.empty(), LONG).write("name", "Ada");
    KeptSecrets secrets = secrets(Optional.of(keychain), LONG);
    assertThat(secrets.read("name")).contains("Ada");
    secrets.write("name", "Ada");
    assertThat(file()).doesNotExist();
  }

  @Test
  void forgettingLeavesNothingBehind() {
    secrets(Optional.empty(), LONG).write("name", "Ada");
    keychain.secrets.put("name", "Ada");
    KeptSecrets secrets = secrets(Optional.of(keychain), LONG);
    secrets.forget("name");
    assertThat(keychain.secrets).isEmpty();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aKeychainThatHasFailedIsAskedToForgetAllTheSame() {
    keychain.before =
        () -> {
          throw new KeychainException("the keychain is locked");
        };
    KeptSecrets secrets = secrets(Optional.of(keychain), LONG);
    assertThat(secrets.read("name")).isEmpty();
    keychain.before = () -> {};
    keychain.secrets.put("name", "Ada");
    secrets.forget("name");
    assertThat(keychain.secrets).isEmpty();
  }

  @Test
  void aDiskThatFailsIsSaid() throws IOException {
    Files.createDirectory(file());
    Files.writeString(file().resolve("full"), "");
    KeptSecrets secrets = secrets(Optional.empty(), LONG);
    secrets.write("name", "Ada");
    assertThat(secrets.place()).isEqualTo(Place.MEMORY);
  }

  @Test
  void aDamagedFileCountsAsEmpty() throws IOException {
    Files.writeString(file(), "name=\\uZZZZ");
    KeptSecrets secrets = secrets(Optional.empty(), LONG);
    assertThat(secrets.read("name")).isEmpty();
    secrets.write("name", "Ada");
    assertThat(secrets.read("name")).contains("Ada");
  }
}
