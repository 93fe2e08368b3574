package app.rostrum.desktop.services;

import app.rostrum.keychain.Keychain;
import app.rostrum.keychain.KeychainException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps secrets in the desktop's keychain, or in a file of the owner's where there is none, it is
 * locked, or it does not answer in time. Once it has failed, the file is used until the program
 * ends, so that a keychain which hangs is waited for once.
 */
public final class KeptSecrets implements SecretStore {
  private static final Logger log = LoggerFactory.getLogger(KeptSecrets.class);

  private final SecretFile file;
  private final Executor background;
  private final Duration limit;
  private final Optional<Keychain> given;

  /** The keychain while it works. */
  private @Nullable Keychain keychain;

  private boolean fileWorks = true;

  /**
   * @param keychain the desktop's keychain, if it has one
   * @param file the file that is used otherwise
   * @param background runs what may block
   * @param limit the longest wait for the keychain
   */
  public KeptSecrets(Optional<Keychain> keychain, Path file, Executor background, Duration limit) {
    this.given = keychain;
    this.keychain = keychain.orElse(null);
    this.file = new SecretFile(file);
    this.background = background;
    this.limit = limit;
  }

  @Override
  public synchronized Optional<String> read(String key) {
    Keychain asked = keychain;
    Optional<String> found =
        asked == null ? Optional.empty() : ask(() -> asked.read(key)).flatMap(answer -> answer);
    // A file is left from when there was no keychain.
    return found.or(() -> inFile(() -> file.read(key)).flatMap(answer -> answer));
  }

  @Override
  public synchronized void write(String key, String value) {
    Keychain asked = keychain;
    if (asked != null
        && ask(() -> {
              asked.write(key, value);
              return true;
            })
            .isPresent()) {
      inFile(() -> forgotten(key));
    } else {
      inFile(
          () -> {
            file.write(key, value);
            return true;
          });
    }
  }

  @Override
  public synchronized void forget(String key) {
    // One that has failed may hold it all the same.
    given.ifPresent(
        asked ->
            ask(
                () -> {
                  asked.forget(key);
                  return true;
                }));
    inFile(() -> forgotten(key));
  }

  private boolean forgotten(String key) throws IOException {
    file.forget(key);
    return true;
  }

  @Override
  public synchronized Place place() {
    return keychain != null ? Place.KEYCHAIN : fileWorks ? Place.FILE : Place.MEMORY;
  }

  /** Asks the keychain; empty if it fails, and then it is not asked again. */
  private <T> Optional<T> ask(Supplier<T> question) {
    var answer = new CompletableFuture<T>();
    try {
      background.execute(
          () -> {
            try {
              answer.complete(question.get());
            } catch (RuntimeException | Error e) {
              answer.completeExceptionally(e);
            }
          });
      return Optional.of(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof KeychainException)) {
        log.warn("the keychain failed", e.getCause());
      }
      log.info("no keychain is used: {}", String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      log.info("no keychain is used: it has not answered in {}", limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.warn("the keychain cannot be asked: {}", e.toString());
    }
    keychain = null;
    return Optional.empty();
  }

  private interface FileUse<T> {
    T run() throws IOException;
  }

  private <T> Optional<T> inFile(FileUse<T> use) {
    try {
      T result = use.run();
      fileWorks = true;
      return Optional.of(result);
    } catch (IOException e) {
      log.warn("the file of name and passcode cannot be used: {}", e.toString());
      fileWorks = false;
      return Optional.empty();
    }
  }
}
