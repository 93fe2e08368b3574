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
   * @param usable whether it is sound or pictures that can be bundled, with a codec that we accept
   * @param payloads the payloads that we accept, in the other end's order
   */
  record Section(
      String mid,
      MediaDescription media,
      boolean bundled,
      boolean usable,
      List<Payload> payloads,
      RtpExtensions extensions) {
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

    private long number(String attribute, long most, long otherwise) {
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
      String mid = media.mid().orElse("");
      if (mid.isEmpty() && !media.rejected() || mid.length() > LONGEST_TOKEN) {
        throw new SdpRefusedException("section without a proper mid");
      }
      if (!mid.isEmpty() && !mids.add(mid)) {
        throw new SdpRefusedException("two sections have the same mid");
      }
      extensionIds.putAll(media.extensions());
      boolean bundled =
          bundle.isEmpty() ? sections.stream().noneMatch(Section::usable) : bundle.contains(mid);
      List<Payload> payloads = payloads(media, accepted);
      boolean usable = !payloads.isEmpty() && !media.rejected() && bundled && media.has("rtcp-mux");
      sections.add(new Section(mid, media, bundled, usable, payloads, extensions(media)));
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
        ids.getOrDefault(RtpExtensions.MID_URI, 0));
  }

  /** Returns the section with the bundle's transport attributes: the first one not rejected. */
  private static MediaDescription carrier(SessionDescription description, List<String> bundle)
      throws SdpRefusedException {
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
