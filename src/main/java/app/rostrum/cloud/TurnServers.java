package app.rostrum.cloud;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * TURN servers for those whose network lets nothing else through, with credentials that end by
 * themselves: those of coturn's {@code use-auth-secret} (draft-uberti-behave-turn-rest-00).
 * Thread-safe.
 *
 * @param urls as {@code turn:turn.example.org:3478?transport=tcp}; empty if there is no server
 * @param secret shared with the servers
 */
public record TurnServers(List<String> urls, String secret, Clock clock) {
  /** Longer than the longest stream, whose people may have to connect anew. */
  static final Duration GOOD_FOR = Duration.ofHours(24);

  /** No server. */
  public static final TurnServers NONE = new TurnServers(List.of(), "", Clock.systemUTC());

  /**
   * The way to the servers for one person.
   *
   * @param username the second in which it ends
   */
  public record Access(List<String> urls, String username, String credential) {
    /** Leaves out the credential. */
    @Override
    public String toString() {
      return "Access" + urls;
    }

    /** Returns the values of {@code Link} headers (RFC 9725, section 4.6). */
    public List<String> links() {
      return urls.stream()
          .map(
              url ->
                  "<%s>; rel=\"ice-server\"; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                      .formatted(url, username, credential))
          .toList();
    }
  }

  /** Issues credentials, to be handed to admitted people only; empty without a server. */
  public Optional<Access> issue() {
    if (urls.isEmpty()) {
      return Optional.empty();
    }
    String username = String.valueOf(clock.instant().plus(GOOD_FOR).getEpochSecond());
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] tag = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
      return Optional.of(new Access(urls, username, Base64.getEncoder().encodeToString(tag)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /** Leaves out the secret. */
  @Override
  public String toString() {
    return "TurnServers" + urls;
  }
}
