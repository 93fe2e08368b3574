package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.room.PeerUpdate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {
  private final Candidates candidates = new Candidates();
  private final List<String> added = new ArrayList<>();

  private void describe(String ufrag) {
    candidates.remoteDescription("a=ice-ufrag:" + ufrag + "\r\n", c -> added.add(c.candidate()));
  }

  private void tell(String ufrag, String... lines) {
    List<PeerUpdate.Candidate> list =
        List.of(lines).stream().map(line -> new PeerUpdate.Candidate(line, "0", 0)).toList();
    candidates.remote(new PeerUpdate.Ice(ufrag, 1, false, list), c -> added.add(c.candidate()));
  }

  @Test
  void candidatesThatComeBeforeTheirDescriptionWaitForIt() {
    tell("u1", "candidate:1");
    assertThat(added).isEmpty();
    describe("u1");
    tell("u1", "candidate:1", "candidate:2");
    assertThat(added).containsExactly("candidate:1", "candidate:2");
  }

  @Test
  void theHundredthIceRestartStillGetsItsCandidates() {
    for (int restart = 0; restart < 100; restart++) {
      describe("u" + restart);
      tell(
          "u" + restart, "candidate:a" + restart, "candidate:b" + restart, "candidate:c" + restart);
    }
    assertThat(added).hasSize(300).endsWith("candidate:c99");
  }

  @Test
  void oneDescriptionGetsALimitedNumberOfCandidates() {
    describe("u");
    for (int i = 0; i < 1000; i++) {
      tell("u", "candidate:" + i);
    }
    assertThat(added).hasSize(200);
  }
}
