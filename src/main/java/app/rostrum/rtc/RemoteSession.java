package app.rostrum.rtc;

import app.rostrum.rtc.data.SctpParameters;
import app.rostrum.rtc.dtls.DtlsIdentity;
import app.rostrum.rtc.ice.IceCredentials;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.sdp.Attribute;
import app.rostrum.wire.sdp.Candidate;
import app.rostrum.wire.sdp.MediaDescription;
import app.rostrum.wire.sdp.SdpException;
import app.rostrum.wire.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The other end's session description, validated before it changes anything. */
record RemoteSession(
    List<Section> sections,
    boolean bundles,
    IceCredentials credentials,
    boolean lite,
    String fingerprint,
    String setup,
    Set<Candidate> candidates,
    Map<String, Integer> extensionIds) {

  /**
   * An m= line of the other end.
   *
   * @param mid one of our own if the other end gives it none, as it may outside BUNDLE
   * @param obstacle why it is not sound or pictures that can be bundled, with a codec that we
   *     accept; empty if it is
   * @param payloads the payloads that we accept, in the other end's order
   */
  record Section(
      String mid,
      MediaDescription media,
      boolean bundled,
      String obstacle,
      List<Payload> payloads,
      RtpExtensions extensions) {
    boolean usable() {
      return obstacle.isEmpty();
    }

    /** Returns whether the other end has given the section its mid. */
    boolean named() {
      return RemoteSession.mid(media).isPresent();
    }

    /** Returns why a section that is not usable cannot be used. */
    SdpRefusedException refused() {
      String kind = MediaKind.of(media.kind()).map(k -> k.word() + " ").orElse("");
      return new SdpRefusedException("the " + kind + "section " + obstacle);
    }

    /** Returns the kind of a usable section. */
    MediaKind kind() {
      return MediaKind.of(media.kind()).orElseThrow();
    }

    /**
     * Returns the SCTP parameters of a section for data channels that can be bundled (RFC 8841).
     */
    Optional<SctpParameters> sctp() {
      boolean channels =
          media.kind().equals("application")
              && media.protocol().endsWith("/DTLS/SCTP")
              && media.formats().contains("webrtc-datachannel")
              && !media.rejected()
              && bundled;
      return channels
          ? Optional.of(
              new SctpParameters(
                  (int) number("sctp-port", 65_535, SctpParameters.DEFAULT_PORT),
                  number("max-message-size", Long.MAX_VALUE, SctpParameters.DEFAULT_MAX_MESSAGE)))
          : Optional.empty();
    }

    /** Returns the number of an attribute; another one if it has none, or one out of range. */
    long number(String attribute, long most, long otherwise) {
      try {
        return media
            .attribute(attribute)
            .map(String::strip)
            .map(Long::parseLong)
            .filter(n -> n >= 0 && n <= most)
            .orElse(otherwise);
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }

    /** Returns the id of the track that the other end sends; the mid if it names none. */
    String trackId() {
      return media.trackId().orElse(mid);
    }
  }

  private static final int LONGEST_TOKEN = 256;

  /**
   * Parses a description.
   *
   * @param accepted the codecs that this end accepts
   */
  static RemoteSession parse(String text, Set<Codec.Name> accepted) throws SdpRefusedException {
    try {
      return of(SessionDescription.parse(text), accepted);
    } catch (SdpException e) {
      throw new SdpRefusedException("malformed description: " + e.getMessage());
    }
  }

  private static RemoteSession of(SessionDescription description, Set<Codec.Name> accepted)
      throws SdpRefusedException {
    List<Section> sections = new ArrayList<>();
    Set<String> mids = new HashSet<>();
    List<String> bundle = description.bundle();
    Map<String, Integer> extensionIds = new HashMap<>();
    for (MediaDescription media : description.media()) {
      String mid = mid(media).orElse("_" + sections.size());
      if (mid.length() > LONGEST_TOKEN) {
        throw new SdpRefusedException("a section has a mid of more than 256 characters");
      }
      if (!mids.add(mid)) {
        throw new SdpRefusedException("two sections have the same mid");
      }
      extensionIds.putAll(media.extensions());
      boolean bundled =
          bundle.isEmpty() ? sections.stream().noneMatch(Section::usable) : bundle.contains(mid);
      List<Payload> payloads = payloads(media, accepted);
      String obstacle = obstacle(media, payloads, bundled, accepted);
      sections.add(new Section(mid, media, bundled, obstacle, payloads, extensions(media)));
    }
    MediaDescription carrier = carrier(description, bundle);
    return new RemoteSession(
        List.copyOf(sections),
        !bundle.isEmpty(),
        credentials(description, carrier),
        description.attribute("ice-lite").isPresent(),
        fingerprint(description, carrier),
        description.attribute(carrier, "setup").orElse("actpass"),
        candidates(description, bundle),
        extensionIds);
  }

  private static Optional<String> mid(MediaDescription media) {
    return media.mid().filter(mid -> !mid.isEmpty());
  }

  private static String obstacle(
      MediaDescription media, List<Payload> payloads, boolean bundled, Set<Codec.Name> accepted) {
    if (media.rejected()) {
      return "is rejected";
    }
    MediaKind kind = MediaKind.of(media.kind()).orElse(null);
    List<String> codecs =
        accepted.stream()
            .filter(name -> name.kind() == kind && name != Codec.Name.RED)
            .map(Codec.Name::encoding)
            .sorted()
            .toList();
    boolean data = media.kind().equals("application");
    if (codecs.isEmpty() && !(data && !bundled)) {
      return "is of a kind that this end does not take";
    }
    if (payloads.isEmpty() && !data) {
      return "has no codec that this end takes (" + String.join(", ", codecs) + ")";
    }
    if (!bundled) {
      return mid(media).isEmpty()
          ? "has no a=mid, by which it would be part of the bundle"
          : "is not part of the bundle (a=group:BUNDLE)";
    }
    return media.has("rtcp-mux") ? "" : "has no a=rtcp-mux";
  }

  /** Sound without plain Opus is of no use: some ends do not understand redundancy. */
  private static List<Payload> payloads(MediaDescription media, Set<Codec.Name> accepted) {
    MediaKind kind = MediaKind.of(media.kind()).orElse(null);
    if (kind == null) {
      return List.of();
    }
    List<Payload> payloads =
        Payload.of(media, kind).stream().filter(p -> accepted.contains(p.codec().name())).toList();
    return kind == MediaKind.AUDIO && Payload.typeOf(payloads, Codec.OPUS) < 0
        ? List.of()
        : payloads;
  }

  private static RtpExtensions extensions(MediaDescription media) {
    Map<String, Integer> ids = media.extensions();
    return new RtpExtensions(
        ids.getOrDefault(RtpExtensions.AUDIO_LEVEL_URI, 0),
        ids.getOrDefault(RtpExtensions.CSRC_LEVELS_URI, 0),
        mid(media).isPresent() ? ids.getOrDefault(RtpExtensions.MID_URI, 0) : 0);
  }

  /** Returns the section with the bundle's transport attributes: the first one not rejected. */
  private static MediaDescription carrier(SessionDescription description, List<String> bundle)
      throws SdpRefusedException {
    if (description.media().isEmpty()) {
      throw new SdpRefusedException("the description has no sections");
    }
    return Stream.concat(
            bundle.stream()
                .flatMap(
                    mid ->
                        description.media().stream().filter(m -> m.mid().equals(Optional.of(mid)))),
            description.media().stream())
        .filter(m -> !m.rejected())
        .findFirst()
        .orElseThrow(() -> new SdpRefusedException("all sections are rejected"));
  }

  private static IceCredentials credentials(SessionDescription description, MediaDescription media)
      throws SdpRefusedException {
    String ufrag = description.attribute(media, "ice-ufrag").orElse("");
    String password = description.attribute(media, "ice-pwd").orElse("");
    if (ufrag.length() < 4
        || ufrag.length() > LONGEST_TOKEN
        || password.length() < 22
        || password.length() > LONGEST_TOKEN) {
      throw new SdpRefusedException("no proper ICE credentials");
    }
    return new IceCredentials(ufrag, password);
  }

  private static String fingerprint(SessionDescription description, MediaDescription media)
      throws SdpRefusedException {
    return Stream.concat(
            media.attributes("fingerprint").stream(),
            description.attributes().stream()
                .filter(a -> a.name().equals("fingerprint"))
                .map(Attribute::value))
        .filter(v -> DtlsIdentity.isSupported(v.strip().split(" ", 2)[0]))
        .findFirst()
        .orElseThrow(() -> new SdpRefusedException("no fingerprint with a supported hash"));
  }

  private static Set<Candidate> candidates(SessionDescription description, List<String> bundle) {
    Set<Candidate> candidates = new LinkedHashSet<>();
    for (MediaDescription media : description.media()) {
      if (bundle.isEmpty() || bundle.contains(media.mid().orElse(""))) {
        candidates.addAll(media.candidates());
      }
    }
    return candidates;
  }
}
