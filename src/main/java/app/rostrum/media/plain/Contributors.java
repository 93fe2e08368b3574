package app.rostrum.media.plain;

import app.rostrum.media.PeerConnection.Contributor;
import app.rostrum.wire.rtp.RtpPacket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The speakers who were in the mix lately. Time is an argument; not safe for concurrent use. */
final class Contributors {
  private static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private record Entry(int level, long at) {}

  private final Map<Integer, Entry> heard = new LinkedHashMap<>();

  void onPacket(RtpPacket packet, long now) {
    int[] csrcs = packet.csrcs();
    if (csrcs.length == 0 && heard.isEmpty()) {
      return;
    }
    heard.values().removeIf(old -> now - old.at > RECENT_NANOS);
    byte[] levels = packet.csrcLevels();
    for (int i = 0; i < csrcs.length; i++) {
      // Without RFC 6465 only the level of the whole mix is known.
      int level = i < levels.length ? levels[i] & 0x7F : packet.audioLevel();
      heard.put(csrcs[i], new Entry(level, now));
    }
  }

  List<Contributor> recent(long now) {
    var recent = new ArrayList<Contributor>();
    heard.forEach(
        (csrc, last) -> {
          if (now - last.at <= RECENT_NANOS) {
            recent.add(new Contributor(csrc & 0xFFFF_FFFFL, AudioLevel.linear(last.level)));
          }
        });
    return recent;
  }
}
