package app.rostrum.rtc;

import app.rostrum.rtc.data.SctpParameters;
import app.rostrum.wire.rtp.RtpExtensions;
import app.rostrum.wire.sdp.Attribute;
import app.rostrum.wire.sdp.MediaDescription;
import app.rostrum.wire.sdp.SessionDescription;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer of one peer (RFC 9429): assigns transceivers to m= lines and applies what both
 * ends agreed on. Guarded by the peer's lock.
 */
final class SdpNegotiation {
  private static final int MAX_EXTENSION_ID = 14;

  /** The sections of received packets, as the last exchange agreed. */
  record Routes(
      Map<Long, RtpTransceiver> bySsrc,
      Map<String, RtpTransceiver> byMid,
      List<RtpTransceiver> receiving,
      int midExtension) {
    static final Routes NONE = new Routes(Map.of(), Map.of(), List.of(), 0);
  }

  /**
   * A local offer that awaits its answer.
   *
   * @param directions the direction offered for each transceiver
   * @param fresh the transceivers that have their mid from this offer
   */
  private record Offer(
      List<LocalSection> sections,
      Map<RtpTransceiver, Direction> directions,
      Set<RtpTransceiver> fresh) {}

  private final boolean lite;
  private final LocalSection.Cname cname;
  private final RtpTransceiver.PeerContext peer;
  private final long sessionId;
  private long version = 1;
  private final List<RtpTransceiver> transceivers = new ArrayList<>();
  private List<LocalSection> sections = List.of();
  private @Nullable Offer pending;
  private final PayloadTypes payloadTypes = new PayloadTypes();
  private final Map<String, Integer> extensionIds = new HashMap<>();
  private final Set<Integer> usedExtensionIds = new HashSet<>();
  private Routes routes = Routes.NONE;
  private boolean dataWanted;
  private @Nullable SctpParameters data;

  SdpNegotiation(
      boolean lite,
      LocalSection.Cname cname,
      SecureRandom random,
      RtpTransceiver.PeerContext peer) {
    this.lite = lite;
    this.cname = cname;
    this.peer = peer;
    this.sessionId = random.nextLong() >>> 2;
  }

  RtpTransceiver add(MediaKind kind, Direction direction, String trackId, List<Codec> codecs) {
    RtpTransceiver transceiver = new RtpTransceiver(kind, direction, trackId, codecs, peer);
    transceivers.add(transceiver);
    return transceiver;
  }

  List<RtpTransceiver> transceivers() {
    return List.copyOf(transceivers);
  }

  Routes routes() {
    return routes;
  }

  /** Offers data channels from the next offer on. */
  void wantData() {
    dataWanted = true;
  }

  /** Returns the other end's SCTP parameters, once both ends have agreed on data channels. */
  Optional<SctpParameters> data() {
    return Optional.ofNullable(data);
  }

  /** Returns whether the other end has declined data channels. */
  boolean dataRefused() {
    return data == null && sections.stream().anyMatch(LocalSection.Data.class::isInstance);
  }

  // --- Offering ---

  String offer(LocalSection.Transport transport) {
    rollback();
    List<LocalSection> offered = new ArrayList<>(sections);
    Set<RtpTransceiver> fresh = new HashSet<>();
    Set<String> taken =
        sections.stream().map(LocalSection::mid).collect(Collectors.toCollection(HashSet::new));
    for (RtpTransceiver transceiver : transceivers) {
      if (transceiver.mid().isEmpty()) {
        String mid = freeMid(taken);
        taken.add(mid);
        transceiver.assignMid(mid);
        fresh.add(transceiver);
        offered.add(new LocalSection.Media(mid, transceiver));
      }
    }
    if (dataWanted && offered.stream().noneMatch(LocalSection.Data.class::isInstance)) {
      offered.add(new LocalSection.Data(freeMid(taken)));
    }
    Map<RtpTransceiver, Direction> directions = new HashMap<>();
    List<MediaDescription> media = new ArrayList<>();
    for (LocalSection section : offered) {
      media.add(
          switch (section) {
            case LocalSection.Foreign foreign -> LocalSection.describe(foreign, transport);
            case LocalSection.Data channels -> LocalSection.describe(channels, transport);
            case LocalSection.Media ours -> {
              Direction direction = ours.transceiver().wanted(lite);
              RtpExtensions supported = extensions(ours.transceiver().kind());
              directions.put(ours.transceiver(), direction);
              yield LocalSection.describe(
                  ours,
                  direction,
                  payloadTypes.offered(ours.transceiver().codecs()),
                  supported,
                  cname,
                  transport);
            }
          });
    }
    pending = new Offer(List.copyOf(offered), directions, fresh);
    return write(offered, media, Set.of());
  }

  private RtpExtensions extensions(MediaKind kind) {
    boolean audio = kind == MediaKind.AUDIO;
    return new RtpExtensions(
        audio ? extensionId(RtpExtensions.AUDIO_LEVEL_URI) : 0,
        audio ? extensionId(RtpExtensions.CSRC_LEVELS_URI) : 0,
        extensionId(RtpExtensions.MID_URI));
  }

  private static String freeMid(Set<String> taken) {
    int number = taken.size();
    while (taken.contains(String.valueOf(number))) {
      number++;
    }
    return String.valueOf(number);
  }

  /** Within a bundle an id has one meaning (RFC 9143, section 7.2): the other end's are kept. */
  private int extensionId(String uri) {
    Integer known = extensionIds.get(uri);
    if (known != null) {
      return known;
    }
    for (int id = 1; id <= MAX_EXTENSION_ID; id++) {
      if (usedExtensionIds.add(id)) {
        extensionIds.put(uri, id);
        return id;
      }
    }
    return 0;
  }

  void rollback() {
    Offer offer = pending;
    if (offer != null) {
      offer.fresh().forEach(t -> t.assignMid(null));
      pending = null;
    }
  }

  void checkAnswer(RemoteSession remote) throws SdpRefusedException {
    Offer offer = pending;
    if (offer == null) {
      throw new SdpRefusedException("no offer is pending");
    }
    if (remote.sections().size() != offer.sections().size()) {
      throw new SdpRefusedException("answer has another number of sections");
    }
    for (int i = 0; i < offer.sections().size(); i++) {
      RemoteSession.Section theirs = remote.sections().get(i);
      if (theirs.named()
          && !theirs.mid().equals(offer.sections().get(i).mid())
          && !theirs.media().rejected()) {
        throw new SdpRefusedException("answer has other mids");
      }
      if (!theirs.usable()
          && !theirs.media().rejected()
          && offer.sections().get(i) instanceof LocalSection.Media) {
        throw theirs.refused();
      }
    }
  }

  /** Returns the codecs of a kind that the other end has described, in its order. */
  List<Codec> remoteCodecs(MediaKind kind) {
    return payloadTypes.known(kind);
  }

  /** Applies a checked answer; returns the transceivers whose receiving side changed. */
  List<RtpTransceiver> acceptAnswer(RemoteSession remote) {
    Offer offer = Objects.requireNonNull(pending);
    pending = null;
    sections = offer.sections();
    learn(remote);
    List<RtpTransceiver> changed = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i) instanceof LocalSection.Media ours) {
        RemoteSession.Section theirs = remote.sections().get(i);
        Direction direction = Objects.requireNonNull(offer.directions().get(ours.transceiver()));
        settle(ours.transceiver(), direction, theirs, changed);
        // Chromium leaves nack for Opus out of its answers but uses and obeys it all the same.
        ours.transceiver().offeredRetransmission();
      } else if (sections.get(i) instanceof LocalSection.Data) {
        data = remote.sections().get(i).sctp().orElse(data);
      }
    }
    route(remote);
    return changed;
  }

  private static void settle(
      RtpTransceiver transceiver,
      Direction ours,
      RemoteSession.Section theirs,
      List<RtpTransceiver> changed) {
    boolean theySend = theirs.usable() && theirs.media().sends();
    boolean theyReceive = theirs.usable() && theirs.media().receives();
    transceiver.setRemoteSends(theySend);
    Direction agreed =
        RtpTransceiver.direction(ours.sends() && theyReceive, ours.receives() && theySend);
    if (transceiver.settle(agreed, theirs)) {
      changed.add(transceiver);
    }
  }

  private void learn(RemoteSession remote) {
    extensionIds.putAll(remote.extensionIds());
    usedExtensionIds.addAll(remote.extensionIds().values());
    payloadTypes.learn(remote);
  }

  // --- Answering ---

  void checkOffer(RemoteSession remote) throws SdpRefusedException {
    if (remote.sections().size() < sections.size()) {
      throw new SdpRefusedException("offer has fewer sections than before");
    }
    for (int i = 0; i < sections.size(); i++) {
      RemoteSession.Section theirs = remote.sections().get(i);
      boolean same = theirs.mid().equals(sections.get(i).mid());
      boolean recycled =
          sections.get(i) instanceof LocalSection.Foreign foreign && foreign.rejected();
      if (!same && !recycled && !theirs.media().rejected()) {
        throw new SdpRefusedException("offer has other mids than before");
      }
    }
    if (remote.sections().stream().noneMatch(s -> s.usable() || s.sctp().isPresent())) {
      throw refusal(remote.sections());
    }
  }

  /** Refuses an offer for what is wrong with its sound, or else with the first of its sections. */
  private static SdpRefusedException refusal(List<RemoteSession.Section> unusable) {
    List<RemoteSession.Section> wanted =
        unusable.stream().filter(section -> !section.media().rejected()).toList();
    return wanted.stream()
        .filter(section -> section.media().kind().equals(MediaKind.AUDIO.word()))
        .findFirst()
        .orElseGet(wanted::getFirst)
        .refused();
  }

  /**
   * An answer.
   *
   * @param changed the transceivers whose receiving side changed
   */
  record Answer(String description, List<RtpTransceiver> changed) {}

  Answer answer(RemoteSession remote, LocalSection.Transport transport) {
    rollback();
    learn(remote);
    List<LocalSection> answered = new ArrayList<>();
    List<MediaDescription> media = new ArrayList<>();
    List<RtpTransceiver> changed = new ArrayList<>();
    Set<String> refused = new HashSet<>();
    for (int i = 0; i < remote.sections().size(); i++) {
      RemoteSession.Section theirs = remote.sections().get(i);
      LocalSection before = i < sections.size() ? sections.get(i) : null;
      if (before instanceof LocalSection.Media ours && !theirs.usable()) {
        // The other end has stopped or spoiled the section: its line stays, rejected.
        refused.add(ours.mid());
        settle(ours.transceiver(), Direction.INACTIVE, theirs, changed);
        answered.add(ours);
        media.add(rejected(theirs));
      } else if (theirs.usable()) {
        RtpTransceiver transceiver =
            before instanceof LocalSection.Media ours ? ours.transceiver() : pair(theirs);
        transceiver.assignMid(theirs.mid());
        LocalSection.Media section = new LocalSection.Media(theirs.mid(), transceiver);
        Direction agreed =
            RtpTransceiver.direction(
                transceiver.wanted(lite).sends() && theirs.media().receives(),
                (lite || transceiver.wanted(lite).receives()) && theirs.media().sends());
        answered.add(section);
        media.add(
            LocalSection.describe(
                section, agreed, answered(theirs), theirs.extensions(), cname, transport));
        settle(transceiver, agreed, theirs, changed);
      } else if (theirs.sctp().isPresent()
          && answered.stream().noneMatch(LocalSection.Data.class::isInstance)) {
        data = theirs.sctp().get();
        LocalSection.Data section = new LocalSection.Data(theirs.mid());
        answered.add(section);
        media.add(LocalSection.describe(section, transport));
      } else {
        LocalSection.Foreign foreign = LocalSection.Foreign.of(theirs, theirs.bundled());
        answered.add(foreign);
        media.add(LocalSection.describe(foreign, transport));
      }
      if (!theirs.named()) {
        media.set(i, withoutMid(media.get(i)));
      }
    }
    sections = List.copyOf(answered);
    route(remote);
    return new Answer(write(answered, media, remote.bundles() ? refused : null), changed);
  }

  /** An answer has a=mid if and only if the offer has it (RFC 9429, section 5.3.1). */
  private static MediaDescription withoutMid(MediaDescription media) {
    return new MediaDescription(
        media.kind(),
        media.port(),
        media.protocol(),
        media.formats(),
        media.attributes().stream().filter(a -> !a.name().equals("mid")).toList());
  }

  /** Returns the payloads for an answer: those offered, with our own parameters of Opus. */
  private static List<Payload> answered(RemoteSession.Section theirs) {
    return theirs.payloads().stream()
        .map(
            p ->
                p.codec().equals(Codec.OPUS)
                    ? new Payload(p.type(), p.codec(), p.codec().parameters(), p.feedback())
                    : p)
        .toList();
  }

  private static MediaDescription rejected(RemoteSession.Section theirs) {
    List<Attribute> attributes = new ArrayList<>();
    if (!theirs.mid().isEmpty()) {
      attributes.add(new Attribute("mid", theirs.mid()));
    }
    attributes.add(Attribute.flag("inactive"));
    MediaDescription media = theirs.media();
    return new MediaDescription(media.kind(), 0, media.protocol(), media.formats(), attributes);
  }

  /** Returns a transceiver without a section that fits this one, or else a new receiving one. */
  private RtpTransceiver pair(RemoteSession.Section theirs) {
    for (RtpTransceiver transceiver : transceivers) {
      Direction wanted = transceiver.wanted(lite);
      if (transceiver.mid().isEmpty()
          && transceiver.kind() == theirs.kind()
          && (wanted.sends() ? theirs.media().receives() : theirs.media().sends())) {
        return transceiver;
      }
    }
    return add(
        theirs.kind(),
        Direction.RECVONLY,
        "",
        theirs.payloads().stream().map(Payload::codec).toList());
  }

  // --- Both ---

  private void route(RemoteSession remote) {
    Map<Long, RtpTransceiver> bySsrc = new HashMap<>();
    Map<String, RtpTransceiver> byMid = new LinkedHashMap<>();
    int midExtension = 0;
    for (int i = 0; i < sections.size(); i++) {
      RemoteSession.Section theirs = remote.sections().get(i);
      if (sections.get(i) instanceof LocalSection.Media ours
          && ours.transceiver().currentDirection().receives()) {
        byMid.put(ours.mid(), ours.transceiver());
        theirs.media().ssrcs().forEach(ssrc -> bySsrc.put(ssrc, ours.transceiver()));
        midExtension = Math.max(midExtension, theirs.extensions().mid());
      }
    }
    routes =
        new Routes(
            Map.copyOf(bySsrc), Map.copyOf(byMid), List.copyOf(byMid.values()), midExtension);
  }

  private String write(
      List<LocalSection> described,
      List<MediaDescription> media,
      @Nullable Set<String> outsideBundle) {
    List<Attribute> attributes = new ArrayList<>();
    if (outsideBundle != null) {
      String bundle =
          described.stream()
              .filter(s -> LocalSection.bundled(s, outsideBundle))
              .map(s -> " " + s.mid())
              .collect(Collectors.joining());
      attributes.add(new Attribute("group", "BUNDLE" + bundle));
    }
    if (lite) {
      attributes.add(Attribute.flag("ice-lite"));
    }
    attributes.add(new Attribute("msid-semantic", " WMS"));
    return new SessionDescription(sessionId, version++, attributes, media).write();
  }
}
