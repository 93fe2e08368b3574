package app.rostrum.cloud.live;

/**
 * Twenty milliseconds of a mix, encoded, as every listener gets it. Shared between threads:
 * read-only.
 *
 * @param number counts the frames of the mix, those that were left out included; pauses are not
 * @param timestamp in 48 kHz units since the mix began
 * @param marker the first frame, or the first after frames were left out
 * @param opus exactly as long as the packet
 * @param level of the whole, RFC 6464
 * @param csrcs the audible speakers, loudest first, at most 15
 * @param csrcLevels RFC 6465, in the order of csrcs
 * @param dueNanos when the frame should leave, {@link System#nanoTime()}
 */
record MixedFrame(
    long number,
    long timestamp,
    boolean marker,
    byte[] opus,
    int level,
    int[] csrcs,
    byte[] csrcLevels,
    long dueNanos) {
  /** Returns whether the packet has no sound: it only keeps the listeners' clocks going. */
  boolean isSilence() {
    return opus.length <= 1;
  }
}
