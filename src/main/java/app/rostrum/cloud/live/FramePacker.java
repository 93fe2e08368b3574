package app.rostrum.cloud.live;

import app.rostrum.rtc.opus.OpusCodec;
import app.rostrum.rtc.opus.OpusRepacketizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts frames of a mix together into packets. A packet holds frames that follow each other without
 * a gap; silence goes alone. Not thread-safe: belongs to the turn of the mix.
 */
final class FramePacker {
  /** The most sound in a packet, so that it fits into a datagram on any path. */
  private static final int MOST_BYTES = 1100;

  private final Consumer<MixedFrame> output;
  private final OpusRepacketizer repacketizer = new OpusRepacketizer();
  private final List<MixedFrame> waiting = new ArrayList<>();

  FramePacker(Consumer<MixedFrame> output) {
    this.output = output;
  }

  /**
   * Takes a frame, and sends it as soon as there are enough for a packet.
   *
   * @param enough 1 or more
   */
  void add(MixedFrame frame, int enough) {
    if (!follows(frame)) {
      flush();
    }
    if (frame.isSilence() || waiting.isEmpty() && enough == 1) {
      output.accept(frame);
      return;
    }
    if (!repacketizer.add(frame.opus())) {
      flush();
      if (!repacketizer.add(frame.opus())) {
        output.accept(frame);
        return;
      }
    }
    waiting.add(frame);
    if (waiting.size() >= enough) {
      flush();
    }
  }

  private boolean follows(MixedFrame frame) {
    if (waiting.isEmpty()) {
      return true;
    }
    MixedFrame last = waiting.getLast();
    return !frame.isSilence()
        && !frame.marker()
        && frame.number() == last.number() + 1
        && frame.timestamp() == last.timestamp() + OpusCodec.FRAME_SAMPLES
        && repacketizer.bytes() + frame.opus().length <= MOST_BYTES;
  }

  /** Sends what waits for more. */
  void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    MixedFrame first = waiting.getFirst();
    MixedFrame loudest = waiting.stream().min(Comparator.comparingInt(MixedFrame::level)).get();
    var packet =
        new MixedFrame(
            first.number(),
            first.timestamp(),
            first.marker(),
            repacketizer.take(),
            loudest.level(),
            loudest.csrcs(),
            loudest.csrcLevels(),
            waiting.getLast().dueNanos(),
            List.copyOf(waiting));
    waiting.clear();
    output.accept(packet);
  }
}
