package app.rostrum.wire.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaAddressTest {
  private static String description(String... candidates) {
    return "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
        + String.join("", candidates)
        + "a=mid:0\r\n";
  }

  private static String candidate(String transport, int priority, String address, int port) {
    return "a=candidate:1 1 %s %d %s %d typ host\r\n".formatted(transport, priority, address, port);
  }

  @Test
  void theUdpCandidateOfTheHighestPriorityIsTheAddress() {
    assertThat(
            MediaAddress.of(
                description(
                    candidate("tcp", 900, "192.0.2.1", 9),
                    candidate("udp", 100, "192.0.2.2", 8770),
                    candidate("UDP", 200, "192.0.2.3", 8771))))
        .contains("192.0.2.3:8771");
  }

  @Test
  void anAddressOfVersionSixIsInBrackets() {
    assertThat(MediaAddress.of(description(candidate("udp", 1, "2001:db8::7", 8770))))
        .contains("[2001:db8::7]:8770");
  }

  @Test
  void withoutAUsableCandidateThereIsNone() {
    assertThat(
            MediaAddress.of(
                description("a=candidate:nonsense\r\n", candidate("udp", 1, "192.0.2.1", 0))))
        .isEmpty();
  }
}
