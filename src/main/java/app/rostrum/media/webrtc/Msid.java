package app.rostrum.media.webrtc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tracks that a session description names (RFC 8830). A section is identified by its mid; the
 * track id is the second token of {@code a=msid}.
 */
final class Msid {
  private Msid() {}

  /** Returns track ids by mid, of the sections that send audio and have an msid. */
  static Map<String, String> sending(String sdp) {
    var tracks = new LinkedHashMap<String, String>();
    for (String section : sections(sdp)) {
      String mid = value(section, "a=mid:");
      String id = token(value(section, "a=msid:"), 1);
      if (mid != null && id != null && audio(section) && sends(section)) {
        tracks.put(mid, id);
      }
    }
    return tracks;
  }

  /**
   * Writes track ids into a description. A sender that carries another track than the one it was
   * made for, or was made before there was one, otherwise keeps its first id.
   *
   * @param trackOf returns the track's id by mid; null leaves the section as it is
   */
  static String rewrite(String sdp, Function<String, @Nullable String> trackOf) {
    return sections(sdp).stream()
        .map(
            section -> {
              String mid = value(section, "a=mid:");
              String id = mid == null ? null : trackOf.apply(mid);
              return id == null ? section : rewriteSection(section, id);
            })
        .collect(Collectors.joining());
  }

  private static String rewriteSection(String section, String id) {
    return section
        .lines()
        .map(
            line -> {
              boolean own = line.startsWith("a=msid:");
              boolean ofSource = line.startsWith("a=ssrc:") && line.contains(" msid:");
              int space = line.lastIndexOf(' ');
              return (own || ofSource) && space > 0 ? line.substring(0, space + 1) + id : line;
            })
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static List<String> sections(String sdp) {
    return List.of(sdp.split("(?m)^(?=m=)"));
  }

  private static boolean audio(String section) {
    return section.startsWith("m=audio ") && !section.startsWith("m=audio 0 ");
  }

  private static boolean sends(String section) {
    return section
        .lines()
        .map(String::strip)
        .noneMatch(line -> line.equals("a=recvonly") || line.equals("a=inactive"));
  }

  private static @Nullable String value(String section, String prefix) {
    return section
        .lines()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .map(line -> line.substring(prefix.length()).strip())
        .orElse(null);
  }

  private static @Nullable String token(@Nullable String value, int index) {
    if (value == null) {
      return null;
    }
    String[] tokens = value.split(" ");
    return tokens.length > index && !tokens[index].isBlank() ? tokens[index] : null;
  }
}
