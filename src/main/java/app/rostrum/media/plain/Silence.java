package app.rostrum.media.plain;

import java.util.Arrays;

/** A source without sound that never ends. */
public final class Silence implements PcmSource {
  @Override
  public boolean read(short[] frame) {
    Arrays.fill(frame, (short) 0);
    return true;
  }
}
