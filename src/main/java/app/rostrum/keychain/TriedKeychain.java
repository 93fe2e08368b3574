package app.rostrum.keychain;

import app.rostrum.threads.Threads;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A keychain of native code, which is used once it has been seen to keep, give back and forget a
 * text. It runs on threads that nothing else needs, one at a time: a keychain that hangs holds one,
 * and everything that it is asked meanwhile is refused.
 */
final class TriedKeychain implements Keychain {
  private static final String TRIAL = "trial";

  /** Characters of one to four bytes. */
  private static final String TEXT = "Zoë · 日本 · 🎙";

  private final Supplier<Keychain> opening;
  private final AtomicBoolean busy = new AtomicBoolean();

  /** The keychain that has passed; used by one thread at a time. */
  private volatile @Nullable Keychain passed;

  /**
   * @param opening loads the native code; called with the first question, and again while the
   *     keychain has not passed
   */
  TriedKeychain(Supplier<Keychain> opening) {
    this.opening = opening;
  }

  @Override
  public Optional<String> read(String name) {
    return ask(keychain -> keychain.read(name));
  }

  @Override
  public void write(String name, String secret) {
    boolean done =
        ask(
            keychain -> {
              keychain.write(name, secret);
              return true;
            });
    assert done;
  }

  @Override
  public void forget(String name) {
    boolean done =
        ask(
            keychain -> {
              keychain.forget(name);
              return true;
            });
    assert done;
  }

  private <T> T ask(Function<Keychain, T> question) {
    if (!busy.compareAndSet(false, true)) {
      throw new KeychainException("the keychain has not answered an earlier question");
    }
    var answer = new CompletableFuture<T>();
    Threads.startDaemon("keychain", () -> answer(question, answer));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KeychainException refusal
          ? refusal
          : new KeychainException("the keychain failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeychainException("the keychain was not waited for", e);
    }
  }

  private <T> void answer(Function<Keychain, T> question, CompletableFuture<T> answer) {
    try {
      T found = question.apply(tried());
      busy.set(false);
      answer.complete(found);
    } catch (Throwable e) {
      busy.set(false);
      answer.completeExceptionally(e);
    }
  }

  private Keychain tried() {
    Keychain ready = passed;
    if (ready == null) {
      ready = opening.get();
      tryOut(ready);
      passed = ready;
    }
    return ready;
  }

  private static void tryOut(Keychain keychain) {
    keychain.write(TRIAL, TEXT);
    Optional<String> kept = keychain.read(TRIAL);
    keychain.forget(TRIAL);
    if (!kept.equals(Optional.of(TEXT)) || keychain.read(TRIAL).isPresent()) {
      throw new KeychainException("the keychain does not keep what it is given");
    }
  }
}
