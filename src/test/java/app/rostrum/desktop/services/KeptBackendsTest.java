package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.InvitationLink;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptBackendsTest {
  private final SecretStore secrets = SecretStore.inMemory();
  private final KeptBackends backends = new KeptBackends(secrets);

  private static String link(int number, int length) {
    return "rostrum://join?url=https://%d.example/%s&passcode=12345678901234"
        .formatted(number, "a".repeat(length));
  }

  @Test
  void theLastSixAreKept() {
    IntStream.range(0, 8).forEach(i -> backends.remember(link(i, 10)));
    assertThat(backends.read())
        .extracting(read -> read.address().map(URI::getHost).orElseThrow())
        .containsExactly(
            "7.example", "6.example", "5.example", "4.example", "3.example", "2.example");
  }

  @Test
  void fewerLongOnesAreKeptSoThatAKeychainTakesThem() {
    IntStream.range(0, 4).forEach(i -> backends.remember(link(i, 1_000)));
    assertThat(backends.read())
        .extracting(read -> read.address().map(URI::getHost).orElseThrow())
        .containsExactly("3.example", "2.example");
    assertThat(secrets.read("backends").orElseThrow()).hasSizeLessThanOrEqualTo(2_560);
    assertThat(backends.read()).allMatch(read -> InvitationLink.parse(read.format()).isPresent());
  }
}
