package app.rostrum.rtc.ice;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The user name fragment and password of one ICE generation (RFC 8445, section 5.3). */
public record IceCredentials(String ufrag, String password) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  public static IceCredentials random(SecureRandom random) {
    return new IceCredentials(text(random, 8), text(random, 24));
  }

  private static String text(SecureRandom random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  public byte[] key() {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** Leaves out the password, which is a secret. */
  @Override
  public String toString() {
    return "IceCredentials[" + ufrag + "]";
  }
}
