package app.rostrum.cloud.twilsock;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Continuation tokens: the SID of an endpoint, signed for one identity with HMAC-SHA256. A client
 * that connects again presents its token to remain the same endpoint, also after the server was
 * restarted.
 *
 * @param secret of the API key that signed the client's access token
 */
record ContinuationTokens(String secret) {
  private static final Pattern FORM = Pattern.compile("(EP[0-9a-f]{32})\\.([0-9a-f]{64})");

  String issue(String endpointId, String identity) {
    return endpointId + "." + HexFormat.of().formatHex(signature(endpointId, identity));
  }

  /** Returns the endpoint's SID; empty if the token was not issued to this identity. */
  Optional<String> endpointId(String token, String identity) {
    Matcher form = FORM.matcher(token);
    if (!form.matches()) {
      return Optional.empty();
    }
    String endpointId = form.group(1);
    byte[] presented = HexFormat.of().parseHex(form.group(2));
    return MessageDigest.isEqual(presented, signature(endpointId, identity))
        ? Optional.of(endpointId)
        : Optional.empty();
  }

  private byte[] signature(String endpointId, String identity) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(
          ("continuation:" + endpointId + ":" + identity).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks HmacSHA256", e);
    }
  }

  /** Keeps the secret out of logs. */
  @Override
  public String toString() {
    return "ContinuationTokens";
  }
}
