package app.rostrum.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnServersTest {
  @Test
  void credentialsAreThoseOfTheSharedSecretAndEndAfterADay() {
    var servers =
        new TurnServers(
            List.of("turn:turn.example.org", "turns:turn.example.org:443?transport=tcp"),
            "north",
            Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC));
    TurnServers.Access access = servers.issue().orElseThrow();
    assertThat(access.username()).isEqualTo("1700086400");
    // printf %s 1700086400 | openssl dgst -sha1 -hmac north -binary | base64
    assertThat(access.credential()).isEqualTo("K+RlgFj3QLvB7WAVHfjfgMgyBeA=");
    assertThat(access.links())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("<turn:turn.example.org>; rel=\"ice-server\"; username=\"1700086400\"; ");
    assertThat(servers.toString() + access).doesNotContain("north", access.credential());
    assertThat(TurnServers.NONE.issue()).isEmpty();
  }
}
