package app.rostrum.rtc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The payload types of one connection. A number keeps the meaning that the other end gave it, so
 * that within a bundle it has only one (RFC 9143, section 9.1).
 */
final class PayloadTypes {
  private static final int OPUS = 111;

  /** The range of dynamic payload types (RFC 3551, section 6). */
  private static final int FIRST = 96;

  private static final int LAST = 127;

  /** More free numbers for RTP that shares its port with RTCP (RFC 5761, section 4). */
  private static final int FIRST_MORE = 35;

  private static final int LAST_MORE = 63;

  private static final int MAX_CODECS = 64;

  private final Map<Codec, Integer> types = new LinkedHashMap<>();
  private final Set<Codec> theirs = new LinkedHashSet<>();
  private final Set<Integer> used = new HashSet<>();

  void learn(RemoteSession remote) {
    for (RemoteSession.Section section : remote.sections()) {
      section.media().codecs().forEach(map -> used.add(map.payloadType()));
      for (Payload payload : section.payloads()) {
        if (types.containsKey(payload.codec()) || types.size() < MAX_CODECS) {
          types.put(payload.codec(), payload.type());
          theirs.add(payload.codec());
        }
      }
    }
  }

  List<Codec> known(MediaKind kind) {
    return theirs.stream().filter(codec -> codec.kind() == kind).toList();
  }

  /** Returns the payloads of codecs for an offer. */
  List<Payload> offered(List<Codec> codecs) {
    List<Payload> payloads = new ArrayList<>();
    for (Codec codec : codecs) {
      int type = type(codec);
      if (type >= 0) {
        payloads.add(Payload.offered(type, codec, type(Codec.OPUS)));
      }
    }
    return payloads;
  }

  private int type(Codec codec) {
    Integer known = types.get(codec);
    if (known != null) {
      return known;
    }
    int type = codec.equals(Codec.OPUS) && !used.contains(OPUS) ? OPUS : free();
    if (type >= 0) {
      used.add(type);
      types.put(codec, type);
    }
    return type;
  }

  private int free() {
    for (int type = FIRST; type <= LAST; type++) {
      if (!used.contains(type) && type != OPUS) {
        return type;
      }
    }
    for (int type = FIRST_MORE; type <= LAST_MORE; type++) {
      if (!used.contains(type)) {
        return type;
      }
    }
    return -1;
  }
}
