package app.rostrum.cloud;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes SIDs: two letters and 32 hexadecimal digits. */
public final class Sids {
  private final RandomGenerator random;

  public Sids(RandomGenerator random) {
    this.random = random;
  }

  public String next(String prefix) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return prefix + HexFormat.of().formatHex(bytes);
  }
}
