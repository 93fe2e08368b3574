package app.rostrum.wire.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A media section ({@code m=}).
 *
 * @param kind audio, video, application…
 * @param port 0 if the section is rejected, or bundled only
 * @param formats payload types, or the single word of a data channel section
 * @param attributes in their order
 */
public record MediaDescription(
    String kind, int port, String protocol, List<String> formats, List<Attribute> attributes) {
  /** Directions in the words of RFC 8866. */
  private static final Set<String> DIRECTIONS =
      Set.of("sendrecv", "sendonly", "recvonly", "inactive");

  public MediaDescription {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
  }

  /** Returns the value of the first attribute with this name. */
  public Optional<String> attribute(String name) {
    return Attributes.first(attributes, name);
  }

  /** Returns the values of all attributes with this name. */
  public List<String> attributes(String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value).toList();
  }

  /** Returns whether there is an attribute with this name. */
  public boolean has(String name) {
    return attribute(name).isPresent();
  }

  /** Returns the section's identification tag (a=mid, RFC 5888). */
  public Optional<String> mid() {
    return attribute("mid");
  }

  /** Returns whether the section is refused or stopped (RFC 3264, section 8.2). */
  public boolean rejected() {
    return port == 0 && !has("bundle-only");
  }

  /** Returns sendrecv, sendonly, recvonly or inactive; sendrecv if the section does not say. */
  public String direction() {
    return attributes.stream()
        .map(Attribute::name)
        .filter(DIRECTIONS::contains)
        .findFirst()
        .orElse("sendrecv");
  }

  /** Returns whether the description's author sends in this section. */
  public boolean sends() {
    return !rejected() && direction().startsWith("send");
  }

  /** Returns whether the description's author receives in this section. */
  public boolean receives() {
    return !rejected() && (direction().equals("sendrecv") || direction().equals("recvonly"));
  }

  /** Returns the codecs in the order of the m= line; malformed lines are left out. */
  public List<RtpMap> codecs() {
    Map<Integer, RtpMap> maps = new LinkedHashMap<>();
    for (String value : attributes("rtpmap")) {
      try {
        RtpMap map = RtpMap.parse(value);
        maps.put(map.payloadType(), map);
      } catch (SdpException e) {
        // A codec that cannot be read does not affect the others.
      }
    }
    List<RtpMap> codecs = new ArrayList<>();
    for (String format : formats) {
      try {
        RtpMap map = maps.get((int) Numbers.parse(format, 0, 127));
        if (map != null) {
          codecs.add(map);
        }
      } catch (SdpException e) {
        // A format that is not a payload type has no rtpmap.
      }
    }
    return codecs;
  }

  /** Returns the parameters of a codec (a=fmtp); empty if it has none. */
  public String parameters(int payloadType) {
    String prefix = payloadType + " ";
    return attributes("fmtp").stream()
        .filter(v -> v.startsWith(prefix))
        .map(v -> v.substring(prefix.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Returns the feedback that a codec's receiver may send (a=rtcp-fb), as {@code nack pli}. */
  public Set<String> feedback(int payloadType) {
    Set<String> kinds = new LinkedHashSet<>();
    for (String value : attributes("rtcp-fb")) {
      String[] words = value.split(" ", 2);
      if (words.length == 2
          && (words[0].equals("*") || words[0].equals(String.valueOf(payloadType)))) {
        kinds.add(words[1].strip());
      }
    }
    return kinds;
  }

  /**
   * Returns the SSRCs of the first a=ssrc-group of a kind, in its order; empty if there is none.
   */
  public List<Long> ssrcGroup(String semantics) {
    for (String value : attributes("ssrc-group")) {
      String[] words = value.split(" +", -1);
      if (words[0].equals(semantics)) {
        List<Long> ssrcs = new ArrayList<>();
        try {
          for (int i = 1; i < words.length; i++) {
            ssrcs.add(Numbers.parse(words[i], 0, 0xFFFFFFFFL));
          }
          return List.copyOf(ssrcs);
        } catch (SdpException e) {
          // An incomplete group is worse than none.
          return List.of();
        }
      }
    }
    return List.of();
  }

  /** Returns the ids of header extensions by URI; malformed lines are left out. */
  public Map<String, Integer> extensions() {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String value : attributes("extmap")) {
      String[] words = value.split(" ", -1);
      String id = words[0].split("/", 2)[0];
      try {
        if (words.length >= 2) {
          ids.putIfAbsent(words[1], (int) Numbers.parse(id, 1, 14));
        }
      } catch (SdpException e) {
        // Ids above 14 need the two-byte form, which we do not write: not negotiated.
      }
    }
    return ids;
  }

  /** Returns the second token of a=msid, or of a=ssrc…msid if there is no such line. */
  public Optional<String> trackId() {
    Optional<String> msid = attribute("msid");
    if (msid.isEmpty()) {
      msid =
          attributes("ssrc").stream()
              .filter(v -> v.contains(" msid:"))
              .map(v -> v.substring(v.indexOf(" msid:") + 6))
              .findFirst();
    }
    return msid.map(v -> v.split(" ", -1))
        .filter(w -> w.length >= 2 && !w[1].isBlank())
        .map(w -> w[1]);
  }

  /** Returns the SSRCs named in a=ssrc lines, unsigned. */
  public Set<Long> ssrcs() {
    Set<Long> ssrcs = new LinkedHashSet<>();
    for (String value : attributes("ssrc")) {
      try {
        ssrcs.add(Numbers.parse(value.split(" ", 2)[0], 0, 0xFFFFFFFFL));
      } catch (SdpException e) {
        // A line without a number names no source.
      }
    }
    return ssrcs;
  }

  /** Returns the candidates; malformed ones are left out. */
  public List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (String value : attributes("candidate")) {
      try {
        candidates.add(Candidate.parse(value));
      } catch (SdpException e) {
        // Other candidates may work.
      }
    }
    return candidates;
  }
}
