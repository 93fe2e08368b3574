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
  private final Authority authority;
  private final Clock clock;
  private final RandomGenerator random;
  private final AttemptLimiter limiter;
  private volatile IssuedPasscode current;

  PasscodeGate(PasscodeStore store, Authority authority, Clock clock, RandomGenerator random) {
    this.authority = authority;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.limiter = new AttemptLimiter(clock);
    IssuedPasscode kept = store.load().orElse(null);
    this.current = kept == null || expired(kept) ? issue() : kept;
  }

  IssuedPasscode current() {
    return current;
  }

  /** Issues a new passcode, all its digits drawn anew; the old one is wrong from now on. */
  synchronized IssuedPasscode renew() {
    current = issue();
    return current;
  }

  /**
   * Lets a request pass or refuses it. Only a wrong passcode is a guess: pages and programs that
   * know none send requests without one, and must not hold anybody back.
   */
  void check(HttpRequest request) {
    String given = request.header("Authorization").orElse("").replaceAll("[\\s-]", "");
    IssuedPasscode passcode = current;
    boolean right = same(passcode.digits(), given);
    if (given.isEmpty()) {
      throw incorrect();
    }
    if (!right || !authority.holdsToken(request)) {
      limit(request.remoteAddress(), right);
    }
    if (expired(passcode)) {
      throw new ApiRefusal(
          401,
          "passcode expired",
          "The passcode is older than a week and has expired. Ask for a fresh one.");
    }
  }

  private void limit(String address, boolean right) {
    // Guesses that come at once must not all be looked at before the first of them is counted.
    synchronized (limiter) {
      Optional<Duration> wait = limiter.wait(address);
      if (wait.isPresent()) {
        throw ApiRefusal.tooManyAttempts(wait.get());
      }
      if (!right) {
        limiter.failed(address);
        throw incorrect();
      }
      limiter.succeeded(address);
    }
  }

  private static ApiRefusal incorrect() {
    return new ApiRefusal(
        401, "passcode incorrect", "The passcode is wrong. Check it and try again.");
  }

  private boolean expired(IssuedPasscode passcode) {
    return !clock.instant().isBefore(passcode.expiresAt());
  }

  private IssuedPasscode issue() {
    // No address is derived from our passcodes, so that all digits are free to change.
    var fresh = new IssuedPasscode(digits(14), clock.instant());
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
