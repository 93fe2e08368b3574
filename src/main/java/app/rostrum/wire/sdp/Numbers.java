package app.rostrum.wire.sdp;

/** Parses decimal numbers within bounds. */
final class Numbers {
  private Numbers() {}

  static long parse(String text, long min, long max) throws SdpException {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new SdpException("not a number");
    }
    try {
      long value = Long.parseLong(text);
      if (value < min || value > max) {
        throw new SdpException("number out of range");
      }
      return value;
    } catch (NumberFormatException e) {
      throw new SdpException("number out of range");
    }
  }
}
