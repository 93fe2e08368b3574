package app.rostrum.keychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TriedKeychainTest {
  private final AtomicInteger opened = new AtomicInteger();
  private final MemoryKeychain memory = new MemoryKeychain();
  private final TriedKeychain tried =
      new TriedKeychain(
          () -> {
            opened.incrementAndGet();
            return memory;
          });

  private static class MemoryKeychain implements Keychain {
    private final Map<String, String> secrets = new HashMap<>();
    private volatile Runnable before = () -> {};

    @Override
    public Optional<String> read(String name) {
      before.run();
      return Optional.ofNullable(secrets.get(name));
    }

    @Override
    public void write(String name, String secret) {
      before.run();
      secrets.put(name, secret);
    }

    @Override
    public void forget(String name) {
      before.run();
      secrets.remove(name);
    }
  }

  @Test
  void aKeychainThatPassesIsTriedOnceAndUsed() {
    tried.write("name", "Ada");
    assertThat(memory.secrets).containsOnlyKeys("name");
    assertThat(tried.read("name")).contains("Ada");
    tried.forget("name");
    assertThat(tried.read("name")).isEmpty();
    assertThat(opened).hasValue(1);
  }

  @Test
  void aKeychainThatForgetsAtOnceDoesNotPass() {
    var sieve =
        new TriedKeychain(
            () ->
                new MemoryKeychain() {
                  @Override
                  public void write(String name, String secret) {}
                });
    assertThatThrownBy(() -> sieve.write("name", "Ada")).isInstanceOf(KeychainException.class);
  }

  @Test
  void aKeychainThatNeverForgetsDoesNotPass() {
    var elephant =
        new TriedKeychain(
            () ->
                new MemoryKeychain() {
                  @Override
                  public void forget(String name) {}
                });
    assertThatThrownBy(() -> elephant.read("name")).isInstanceOf(KeychainException.class);
  }

  @Test
  void aLibraryThatIsMissingIsSaid() {
    var missing =
        new TriedKeychain(
            () -> {
              throw new UnsatisfiedLinkError("no such library");
            });
    assertThatThrownBy(() -> missing.read("name"))
        .isInstanceOf(KeychainException.class)
        .hasMessageContaining("no such library");
  }

  @Test
  void aKeychainThatHangsHoldsOneThreadAndRefusesTheRest() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var hanging = new CompletableFuture<Void>();
    memory.before =
        () -> {
          asked.countDown();
          hanging.join();
        };
    CompletableFuture<Optional<String>> first =
        CompletableFuture.supplyAsync(() -> tried.read("name"));
    asked.await();
    assertThatThrownBy(() -> tried.forget("name"))
        .isInstanceOf(KeychainException.class)
        .hasMessageContaining("earlier question");
    hanging.complete(null);
    assertThat(first.join()).isEmpty();
    await().untilAsserted(() -> assertThat(tried.read("name")).isEmpty());
  }

  @Test
  void eachSystemHasItsOwn() {
    assertThat(Keychains.ofDesktop("Windows 11", "rostrum"))
        .containsInstanceOf(TriedKeychain.class);
    assertThat(Keychains.ofDesktop("Mac OS X", "rostrum")).containsInstanceOf(TriedKeychain.class);
    Keychain absent = Keychains.ofDesktop("Windows 11", "rostrum").orElseThrow();
    assertThatThrownBy(() -> absent.read("name")).isInstanceOf(KeychainException.class);
    Keychain neither = Keychains.ofDesktop("Mac OS X", "rostrum").orElseThrow();
    assertThatThrownBy(() -> neither.read("name")).isInstanceOf(KeychainException.class);
  }
}
