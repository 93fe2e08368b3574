package app.rostrum.server;

import app.rostrum.web.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Lets only requests with the passcode in (protocol notes: the passcode). */
final class PasscodeGate {
  private final PasscodeStore store;
  private final Clock clock;
  private final RandomGenerator random;
  private final AttemptLimiter limiter;
  private volatile IssuedPasscode current;

  PasscodeGate(PasscodeStore store, Clock clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.limiter = new AttemptLimiter(clock);
    IssuedPasscode kept = store.load().orElse(null);
    this.current = kept == null || expired(kept) ? issue(Optional.ofNullable(kept)) : kept;
  }

  IssuedPasscode current() {
    return current;
  }

  /** Issues a new passcode for the same deployment; the old one is wrong from now on. */
  synchronized IssuedPasscode renew() {
    current = issue(Optional.of(current));
    return current;
  }

  void check(HttpRequest request) {
    String address = request.remoteAddress();
    String given = request.header("Authorization").orElse("").replaceAll("[\\s-]", "");
    IssuedPasscode passcode = current;
    // Guesses that come at once must not all be looked at before the first of them is counted.
    synchronized (limiter) {
      Optional<Duration> wait = limiter.wait(address);
      if (wait.isPresent()) {
        throw ApiRefusal.tooManyAttempts(wait.get());
      }
      if (!same(passcode.digits(), given)) {
        limiter.failed(address);
        throw new ApiRefusal(
            401, "passcode incorrect", "The passcode is wrong. Check it and try again.");
      }
    }
    if (expired(passcode)) {
      throw new ApiRefusal(
          401,
          "passcode expired",
          "The passcode is older than a week and has expired. Ask for a fresh one.");
    }
  }

  private boolean expired(IssuedPasscode passcode) {
    return !clock.instant().isBefore(passcode.expiresAt());
  }

  private IssuedPasscode issue(Optional<IssuedPasscode> previous) {
    String deployment = previous.map(IssuedPasscode::deployment).orElseGet(() -> digits(8));
    var fresh = new IssuedPasscode(digits(6) + deployment, clock.instant());
    store.save(fresh);
    return fresh;
  }

  private String digits(int count) {
    var text = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    return text.toString();
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
