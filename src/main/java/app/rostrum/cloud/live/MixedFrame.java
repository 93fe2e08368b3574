package app.rostrum.cloud.live;

import java.util.List;

/**
 * Sound of a mix as it goes to every listener in one packet: twenty milliseconds, or several times
 * that for a crowd. Shared between threads: read-only.
 *
 * @param number of the first frame; counts those of the mix that were left out, too, but no pauses
 * @param timestamp of the first frame, in 48 kHz units since the mix began
 * @param marker whether it is the first, or the first after frames were left out
 * @param opus exactly as long as the packet
 * @param level of the whole, RFC 6464
 * @param csrcs the audible speakers, loudest first, at most 15
 * @param csrcLevels RFC 6465, in the order of csrcs
 * @param dueNanos when the last frame should leave, {@link System#nanoTime()}
 * @param parts the frames of a packet that has several, each alone; empty if it has one
 */
record MixedFrame(
    long number,
    long timestamp,
    boolean marker,
    byte[] opus,
    int level,
    int[] csrcs,
    byte[] csrcLevels,
    long dueNanos,
    List<MixedFrame> parts) {
  /** Returns the number of frames of 20 ms. */
  int frames() {
    return Math.max(1, parts.size());
  }

  /** Returns whether the packet has no sound: it only keeps the listeners' clocks going. */
  boolean isSilence() {
    return opus.length <= 1;
  }
}
