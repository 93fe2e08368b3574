package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.media.MediaRoute;
import app.rostrum.media.MediaRoute.Candidate;
import app.rostrum.media.MediaRoute.Transport;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteReaderTest {
  private final Map<String, RTCStats> report = new HashMap<>();

  private static final class Entry extends RTCStats {
    Entry(String id, RTCStatsType type, Map<String, Object> attributes) {
      super(0, type, id, attributes);
    }
  }

  private void add(String id, RTCStatsType type, Map<String, Object> attributes) {
    report.put(id, new Entry(id, type, attributes));
  }

  /** Adds what libwebrtc reports of a connection by TURN, beside a pair that is not in use. */
  private void addRelay(String relayProtocol) {
    add("T", RTCStatsType.TRANSPORT, Map.of("selectedCandidatePairId", "P2"));
    add("P1", RTCStatsType.CANDIDATE_PAIR, pair("L1"));
    add("P2", RTCStatsType.CANDIDATE_PAIR, pair("L2"));
    add("L1", RTCStatsType.LOCAL_CANDIDATE, Map.of("candidateType", "host", "protocol", "udp"));
    add(
        "L2",
        RTCStatsType.LOCAL_CANDIDATE,
        Map.of("candidateType", "relay", "protocol", "udp", "relayProtocol", relayProtocol));
    add("R", RTCStatsType.REMOTE_CANDIDATE, Map.of("candidateType", "prflx", "protocol", "udp"));
  }

  private static Map<String, Object> pair(String local) {
    return Map.of("localCandidateId", local, "remoteCandidateId", "R", "nominated", true);
  }

  @Test
  void aRelayIsReachedByItsOwnTransport() {
    addRelay("tls");
    add("O", RTCStatsType.OUTBOUND_RTP, Map.of("codecId", "C"));
    add("C", RTCStatsType.CODEC, Map.of("mimeType", "audio/opus"));
    assertThat(new RouteReader(report).read())
        .contains(new MediaRoute("opus", Transport.TLS, Candidate.RELAY, Candidate.PRFLX));
  }

  @Test
  void thereIsNoneBeforeAPairIsInUseAndNoneOfUnknownWords() {
    assertThat(new RouteReader(report).read()).isEmpty();
    addRelay("carrier pigeon");
    assertThat(new RouteReader(report).read()).isEmpty();
    addRelay("tcp");
    assertThat(new RouteReader(report).read().orElseThrow().codec()).isEmpty();
  }

  @Test
  void aRelayBehindANatIsARelay() {
    addRelay("tcp");
    add(
        "L2",
        RTCStatsType.LOCAL_CANDIDATE,
        Map.of("candidateType", "prflx", "protocol", "udp", "relayProtocol", "tcp"));
    assertThat(new RouteReader(report).read().orElseThrow().relayed()).isTrue();
  }
}
