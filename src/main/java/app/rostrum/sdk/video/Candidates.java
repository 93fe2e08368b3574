package app.rostrum.sdk.video;

import app.rostrum.wire.room.PeerUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The local and remote ICE candidates of one connection (protocol notes, section 4.4). */
final class Candidates {
  private static final int MAX_REMOTE = 200;

  private final List<PeerUpdate.Candidate> local = new ArrayList<>();
  private String localUfrag = "";
  private int localRevision;
  private final Map<String, List<PeerUpdate.Candidate>> early = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private String remoteUfrag = "";
  private boolean remoteIsLite;

  /** Returns the value of the first a=ice-ufrag of a description; empty if there is none. */
  static String ufrag(String sdp) {
    return sdp.lines()
        .filter(line -> line.startsWith("a=ice-ufrag:"))
        .map(line -> line.substring("a=ice-ufrag:".length()).trim())
        .findFirst()
        .orElse("");
  }

  void localDescription(String sdp) {
    String ufrag = ufrag(sdp);
    if (!ufrag.equals(localUfrag)) {
      if (!localUfrag.isEmpty()) {
        local.clear(); // An ICE restart; candidates before the first description stay.
      }
      localUfrag = ufrag;
    }
  }

  /** Adds a local candidate. The lists that are sent are cumulative. */
  void addLocal(PeerUpdate.Candidate candidate) {
    local.add(candidate);
    localRevision++;
  }

  /** Returns all local candidates so far; empty if the server needs none. */
  Optional<PeerUpdate.Ice> toSend() {
    return remoteIsLite || local.isEmpty() || localUfrag.isEmpty()
        ? Optional.empty()
        : Optional.of(new PeerUpdate.Ice(localUfrag, localRevision, false, List.copyOf(local)));
  }

  /** Takes a remote description, and adds the candidates that waited for it. */
  void remoteDescription(String sdp, Consumer<PeerUpdate.Candidate> add) {
    remoteUfrag = ufrag(sdp);
    remoteIsLite = sdp.contains("a=ice-lite");
    List<PeerUpdate.Candidate> waiting = early.remove(remoteUfrag);
    early.clear();
    known.removeIf(candidate -> !candidate.startsWith(remoteUfrag + " "));
    if (waiting != null) {
      waiting.forEach(add);
    }
  }

  /**
   * Adds new remote candidates. They are compared by text, because a sender may shorten its list.
   */
  void remote(PeerUpdate.Ice ice, Consumer<PeerUpdate.Candidate> add) {
    for (PeerUpdate.Candidate candidate : ice.candidates()) {
      if (candidate.candidate().isEmpty()
          || known.size() >= MAX_REMOTE
          || !known.add(ice.ufrag() + " " + candidate.candidate())) {
        continue;
      }
      if (ice.ufrag().equals(remoteUfrag)) {
        add.accept(candidate);
      } else {
        early.computeIfAbsent(ice.ufrag(), u -> new ArrayList<>()).add(candidate);
      }
    }
  }
}
