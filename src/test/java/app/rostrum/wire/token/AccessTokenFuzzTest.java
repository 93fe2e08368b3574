package app.rostrum.wire.token;

import app.rostrum.testing.Jwt;
import app.rostrum.wire.token.AccessToken.TokenException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Signs the fuzzer's input, so that it passes the check of the signature. */
@Tag("fuzz")
class AccessTokenFuzzTest {
  private static final String SECRET = "secret";

  @FuzzTest(maxDuration = "30s")
  void onlyTheDocumentedExceptionEscapes(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    String jwt = Jwt.of(text.substring(0, Math.max(0, end)), text.substring(end + 1), SECRET);
    for (String candidate : new String[] {jwt, text}) {
      try {
        AccessToken token =
            AccessToken.verify(candidate, key -> Optional.of(SECRET), Instant.EPOCH);
        if (token.identity().isEmpty() || !token.expires().isAfter(Instant.EPOCH)) {
          throw new AssertionError("accepted without identity or expiry");
        }
      } catch (TokenException e) {
        // The documented refusal.
      }
      AccessToken.readExpiry(candidate);
    }
  }
}
