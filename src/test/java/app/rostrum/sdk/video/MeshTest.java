package app.rostrum.sdk.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.LocalAudioTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The Video client on a server that follows the protocol in another way than the embedded cloud.
 */
@Timeout(120)
class MeshTest {
  private MeshRelay relay;
  private final List<Attendee> attendees = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    relay = new MeshRelay();
  }

  @AfterEach
  void close() {
    attendees.forEach(Attendee::close);
    relay.close();
  }

  private Attendee join(String identity, double hz) throws Exception {
    Attendee attendee = Attendee.join(relay.signaling(), "mesh", identity, identity, hz, true);
    attendees.add(attendee);
    return attendee;
  }

  private static void awaitHears(Attendee listener, double hz) {
    await().untilAsserted(() -> assertThat(listener.level(hz)).isGreaterThan(-40));
  }

  @Test
  void connectionsAreOpenedAsTheServerAsks() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    Attendee carol = join("carol", 1700);
    awaitHears(carol, 440);
    awaitHears(carol, 1000);
    awaitHears(alice, 1700);
    awaitHears(bob, 1700);
    assertThat(carol.other("bob").orElseThrow().audio().getFirst().subscribed()).isTrue();
  }

  @Test
  void competingOffersSettle() throws Exception {
    Attendee alice = join("alice", 440);
    Attendee bob = join("bob", 1000);
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
    for (int round = 0; round < 5; round++) {
      LocalAudioTrack fromAlice = alice.engine().createAudioTrack("a-" + round);
      LocalAudioTrack fromBob = bob.engine().createAudioTrack("b-" + round);
      CompletableFuture.allOf(
              alice.room().publish(fromAlice, "a-" + round),
              bob.room().publish(fromBob, "b-" + round))
          .join();
      String name = "-" + round;
      await().untilAsserted(() -> assertThat(subscribed(bob, "alice", "a" + name)).isTrue());
      await().untilAsserted(() -> assertThat(subscribed(alice, "bob", "b" + name)).isTrue());
    }
    awaitHears(alice, 1000);
    awaitHears(bob, 440);
  }

  private static boolean subscribed(Attendee attendee, String identity, String track) {
    return attendee.other(identity).orElseThrow().audio().stream()
        .anyMatch(t -> t.name().equals(track) && t.subscribed());
  }
}
