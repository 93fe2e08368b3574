package app.rostrum.rtc;

import app.rostrum.rtc.data.DataChannels;
import app.rostrum.rtc.data.SctpParameters;
import app.rostrum.rtc.ice.IceCredentials;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.sdp.Attribute;
import app.rostrum.wire.sdp.Candidate;
import app.rostrum.wire.sdp.MediaDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An m= line of the session as this end describes it. */
sealed interface LocalSection {
  String mid();

  /** A section of sound or pictures with a codec of ours. */
  record Media(String mid, RtpTransceiver transceiver) implements LocalSection {}

  /**
   * A section of an unsupported kind or codec.
   *
   * @param codec the codec attributes that the answer echoes; empty if the section is rejected
   */
  record Foreign(
      String mid, String kind, String protocol, List<String> formats, List<Attribute> codec)
      implements LocalSection {
    static Foreign of(RemoteSession.Section section, boolean bundled) {
      MediaDescription media = section.media();
      var codecs = media.codecs();
      if (media.rejected() || !bundled || codecs.isEmpty() || !media.has("rtcp-mux")) {
        return new Foreign(
            section.mid(), media.kind(), media.protocol(), media.formats(), List.of());
      }
      String format = String.valueOf(codecs.getFirst().payloadType());
      List<Attribute> codec =
          media.attributes().stream()
              .filter(a -> a.name().equals("rtpmap") || a.name().equals("fmtp"))
              .filter(a -> a.value().startsWith(format + " "))
              .toList();
      return new Foreign(section.mid(), media.kind(), media.protocol(), List.of(format), codec);
    }

    boolean rejected() {
      return codec.isEmpty();
    }
  }

  /** The section of data channels. */
  record Data(String mid) implements LocalSection {}

  /** The transport attributes that all sections of a description share. */
  record Transport(
      IceCredentials credentials, String fingerprint, String setup, List<Candidate> candidates) {
    void addTo(List<Attribute> attributes) {
      attributes.add(new Attribute("ice-ufrag", credentials.ufrag()));
      attributes.add(new Attribute("ice-pwd", credentials.password()));
      attributes.add(new Attribute("fingerprint", fingerprint));
      attributes.add(new Attribute("setup", setup));
      for (Candidate candidate : candidates) {
        attributes.add(
            new Attribute("candidate", candidate.toString().substring("candidate:".length())));
      }
      if (!candidates.isEmpty()) {
        attributes.add(Attribute.flag("end-of-candidates"));
      }
    }
  }

  /** The name of a peer in RTCP and a=ssrc lines. */
  record Cname(String value) {}

  static MediaDescription describe(Foreign section, Transport transport) {
    List<Attribute> attributes = new ArrayList<>();
    if (!section.mid().isEmpty()) {
      attributes.add(new Attribute("mid", section.mid()));
    }
    attributes.add(Attribute.flag("inactive"));
    if (!section.rejected()) {
      attributes.add(Attribute.flag("rtcp-mux"));
      attributes.addAll(section.codec());
      transport.addTo(attributes);
    }
    return new MediaDescription(
        section.kind(),
        section.rejected() ? 0 : 9,
        section.protocol(),
        section.formats(),
        attributes);
  }

  static MediaDescription describe(
      Media section,
      Direction direction,
      List<Payload> payloads,
      RtpExtensions extensions,
      Cname cname,
      Transport transport) {
    RtpTransceiver transceiver = section.transceiver();
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("rtcp", "9 IN IP4 0.0.0.0"));
    transport.addTo(attributes);
    attributes.add(new Attribute("mid", section.mid()));
    extension(attributes, extensions.audioLevel(), RtpExtensions.AUDIO_LEVEL_URI);
    extension(attributes, extensions.csrcLevels(), RtpExtensions.CSRC_LEVELS_URI);
    extension(attributes, extensions.mid(), RtpExtensions.MID_URI);
    attributes.add(Attribute.flag(direction.name().toLowerCase(Locale.ROOT)));
    if (direction.sends()) {
      attributes.add(
          new Attribute("msid", transceiver.localStreamId() + " " + trackName(transceiver)));
    }
    attributes.add(Attribute.flag("rtcp-mux"));
    if (transceiver.kind() == MediaKind.VIDEO) {
      attributes.add(Attribute.flag("rtcp-rsize"));
    }
    payloads.forEach(payload -> payload.addTo(attributes));
    if (direction.sends()) {
      long ssrc = transceiver.announcedSsrc();
      attributes.add(new Attribute("ssrc", ssrc + " cname:" + cname.value()));
      attributes.add(
          new Attribute(
              "ssrc",
              ssrc + " msid:" + transceiver.localStreamId() + " " + trackName(transceiver)));
    }
    return new MediaDescription(
        transceiver.kind().word(),
        9,
        "UDP/TLS/RTP/SAVPF",
        payloads.stream().map(payload -> String.valueOf(payload.type())).toList(),
        attributes);
  }

  static MediaDescription describe(Data section, Transport transport) {
    List<Attribute> attributes = new ArrayList<>();
    transport.addTo(attributes);
    attributes.add(new Attribute("mid", section.mid()));
    attributes.add(new Attribute("sctp-port", String.valueOf(SctpParameters.DEFAULT_PORT)));
    attributes.add(new Attribute("max-message-size", String.valueOf(DataChannels.MAX_MESSAGE)));
    return new MediaDescription(
        "application", 9, "UDP/DTLS/SCTP", List.of("webrtc-datachannel"), attributes);
  }

  private static String trackName(RtpTransceiver transceiver) {
    String id = transceiver.localTrackId();
    return id.isEmpty() ? "track-" + transceiver.announcedSsrc() : id;
  }

  private static void extension(List<Attribute> attributes, int id, String uri) {
    if (id != 0) {
      attributes.add(new Attribute("extmap", id + " " + uri));
    }
  }

  /** Returns whether a section is part of the bundle. */
  static boolean bundled(LocalSection section, Set<String> refused) {
    return switch (section) {
      case Media ours -> !refused.contains(ours.mid());
      case Foreign foreign -> !foreign.rejected();
      case Data data -> !refused.contains(data.mid());
    };
  }
}
