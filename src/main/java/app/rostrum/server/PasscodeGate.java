package app.rostrum.server;

import app.rostrum.web.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets only requests with a passcode in (protocol notes: the passcode). The newest passcode is
 * handed out; those before it stay good until their own end, so that people have a day to learn the
 * new one, or as long as the operator gives them.
 */
final class PasscodeGate {
  /** The passcodes that are known at the same time. */
  private static final int MOST = 6;

  private final PasscodeStore store;
  private final Authority authority;
  private final Clock clock;
  private final RandomGenerator random;
  private final AttemptLimiter limiter;

  /** The newest passcode first; of those that have expired, at most the last one. */
  private volatile List<IssuedPasscode> issued;

  PasscodeGate(PasscodeStore store, Authority authority, Clock clock, RandomGenerator random) {
    this.authority = authority;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.limiter = new AttemptLimiter(clock);
    this.issued = store.load();
    renewIfDue();
  }

  /** Returns the passcodes that are good now, the newest first. */
  List<IssuedPasscode> valid() {
    return issued.stream().filter(passcode -> !expired(passcode)).toList();
  }

  /** Returns the newest passcode. */
  IssuedPasscode current() {
    return issued.getFirst();
  }

  /**
   * Issues a new passcode, all its digits drawn anew, if the newest one ends within a day. Returns
   * whether it did.
   */
  synchronized boolean renewIfDue() {
    if (!issued.isEmpty() && clock.instant().isBefore(current().renewedAt())) {
      return false;
    }
    issue(issued);
    return true;
  }

  /**
   * Issues a new passcode before it is due.
   *
   * @param keep the longest time for which the others stay good
   */
  synchronized void renew(Duration keep) {
    Instant end = clock.instant().plus(keep);
    issue(issued.stream().map(passcode -> passcode.endingBy(end)).toList());
  }

  private void issue(List<IssuedPasscode> earlier) {
    // No address is derived from our passcodes, so that all digits are free to change.
    var fresh = new IssuedPasscode(digits(14), clock.instant());
    Stream<IssuedPasscode> kept =
        IntStream.range(0, earlier.size())
            .filter(i -> i == 0 || !expired(earlier.get(i)))
            .mapToObj(earlier::get);
    List<IssuedPasscode> next = Stream.concat(Stream.of(fresh), kept).limit(MOST).toList();
    store.save(next);
    issued = next;
  }

  /**
   * Lets a request pass or refuses it. Only a wrong passcode is a guess: pages and programs that
   * know none send requests without one, and must not hold anybody back.
   */
  void check(HttpRequest request) {
    String given = request.header("Authorization").orElse("").replaceAll("[\\s-]", "");
    Optional<IssuedPasscode> found = find(given);
    if (given.isEmpty()) {
      throw incorrect();
    }
    boolean right = found.isPresent() && !expired(found.get());
    if (!right || !authority.holdsToken(request)) {
      limit(request.remoteAddress(), found, right);
    }
  }

  /** Compares with all, in a time that does not tell which one it is or how much of it is right. */
  private Optional<IssuedPasscode> find(String given) {
    Optional<IssuedPasscode> found = Optional.empty();
    for (IssuedPasscode passcode : issued) {
      if (same(passcode.digits(), given)) {
        found = Optional.of(passcode);
      }
    }
    return found;
  }

  private void limit(String address, Optional<IssuedPasscode> found, boolean right) {
    // Guesses that come at once must not all be looked at before the first of them is counted.
    synchronized (limiter) {
      Optional<Duration> wait = limiter.wait(address);
      if (wait.isPresent()) {
        throw ApiRefusal.tooManyAttempts(wait.get());
      }
      if (right) {
        limiter.succeeded(address);
      } else if (found.isPresent()) {
        // No guess, and no reason to trust the address more than before.
        throw new ApiRefusal(
            401,
            "passcode expired",
            "The passcode is older than a week and has expired. Ask for a fresh one.");
      } else {
        limiter.failed(address);
        throw incorrect();
      }
    }
  }

  private static ApiRefusal incorrect() {
    return new ApiRefusal(
        401, "passcode incorrect", "The passcode is wrong. Check it and try again.");
  }

  private boolean expired(IssuedPasscode passcode) {
    return !clock.instant().isBefore(passcode.expiresAt());
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
