package app.rostrum.rtc.sctp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two associations over a simulated network, on a clock that the test moves. */
@Timeout(120)
class AssociationTest {
  private static final Link.Weather BAD = new Link.Weather(0.1, 0.05, 20, 30, 0);
  private static final Delivery UNORDERED =
      new Delivery(false, Delivery.UNLIMITED, Delivery.UNLIMITED);

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> payloads(Link.End end, int stream) {
    return end.messages.stream()
        .filter(m -> m.stream() == stream)
        .map(SctpMessage::payload)
        .toList();
  }

  @Test
  void bothEndsMayOpenAtOnce() {
    Link link = new Link(1, Link.Weather.FINE);
    link.connect();
    assertThat(link.a.events).containsExactly("established");
    assertThat(link.b.events).containsExactly("established");
  }

  @Test
  void oneEndMayOpenFirst() {
    Link link = new Link(1, Link.Weather.FINE);
    link.a.association.connect(link.now);
    link.run(1, () -> link.a.established() && link.b.established());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theHandshakeSurvivesABadNetwork(long seed) {
    Link link = new Link(seed, new Link.Weather(0.4, 0.3, 20, 200, 0));
    link.a.association.connect(link.now);
    link.b.association.connect(link.now);
    link.a.send(0, bytes(10, 1), Delivery.RELIABLE);
    link.b.send(1, bytes(10, 2), Delivery.RELIABLE);
    link.run(200, () -> link.a.messages.size() == 1 && link.b.messages.size() == 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 1131, 1132, 1133, 2264, 65_536, 262_144})
  void aMessageOfAnySizeArrives(int size) {
    Link link = new Link(1, Link.Weather.FINE);
    link.connect();
    link.a.send(0, bytes(size, size), Delivery.RELIABLE);
    link.run(10, () -> link.b.messages.size() == 1);
    assertThat(link.b.messages.getFirst().payload()).isEqualTo(bytes(size, size));
    link.run(5, () -> link.a.association.buffered() == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everythingArrivesInOrderOverABadNetwork(long seed) {
    Link link = new Link(seed, BAD);
    link.connect();
    Random random = new Random(seed);
    List<List<byte[]>> there = new ArrayList<>();
    List<byte[]> back = new ArrayList<>();
    for (int stream = 0; stream < 4; stream++) {
      there.add(new ArrayList<>());
    }
    for (int i = 0; i < 200; i++) {
      byte[] data = bytes(1 + random.nextInt(i % 10 == 0 ? 20_000 : 800), i);
      there.get(i % 4).add(data);
      link.a.send(i % 4, data, Delivery.RELIABLE);
      if (i % 5 == 0) {
        byte[] answer = bytes(1 + random.nextInt(3000), i + 1000);
        back.add(answer);
        link.b.send(7, answer, Delivery.RELIABLE);
      }
      link.pass(0.01);
    }
    link.run(120, () -> link.b.messages.size() == 200 && link.a.messages.size() == back.size());
    for (int stream = 0; stream < 4; stream++) {
      assertThat(payloads(link.b, stream)).containsExactlyElementsOf(there.get(stream));
    }
    assertThat(payloads(link.a, 7)).containsExactlyElementsOf(back);
    link.run(30, () -> link.a.association.buffered() + link.b.association.buffered() == 0);
  }

  @Test
  void unorderedMessagesDoNotWaitForEachOther() {
    Link link = new Link(3, new Link.Weather(0.2, 0, 20, 0, 0));
    link.connect();
    for (int i = 0; i < 100; i++) {
      link.a.send(0, new byte[] {(byte) i}, UNORDERED);
      link.pass(0.005);
    }
    link.run(30, () -> link.b.messages.size() == 100);
    List<Integer> order = link.b.messages.stream().map(m -> (int) m.payload()[0]).toList();
    assertThat(order).doesNotHaveDuplicates().isNotEqualTo(order.stream().sorted().toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutRetransmissionsWhatIsLostStaysLostAndTheRestGoesOn(boolean ordered) {
    Link link = new Link(5, new Link.Weather(0.2, 0, 20, 0, 0));
    link.connect();
    Delivery once = new Delivery(ordered, 0, Delivery.UNLIMITED);
    for (int i = 0; i < 200; i++) {
      link.a.send(0, bytes(i % 7 == 0 ? 3000 : 50, i), once);
      link.pass(0.02);
    }
    link.weather = Link.Weather.FINE;
    link.a.send(0, bytes(9, 9), Delivery.RELIABLE);
    link.run(30, () -> link.a.association.buffered() == 0);
    int arrived = link.b.messages.size();
    assertThat(arrived).isBetween(100, 190);
    assertThat(link.b.messages.getLast().payload()).isEqualTo(bytes(9, 9));
    if (ordered) {
      int at = 0;
      for (SctpMessage message : link.b.messages.subList(0, arrived - 1)) {
        while (!Arrays.equals(bytes(at % 7 == 0 ? 3000 : 50, at), message.payload())) {
          at++;
        }
        at++;
      }
      assertThat(at).isLessThanOrEqualTo(200);
    }
  }

  @Test
  void anExpiredMessageIsNotSentAndTheNextOneIs() {
    Link link = new Link(1, Link.Weather.FINE);
    link.connect();
    link.b.deaf = true;
    Delivery brief = new Delivery(true, Delivery.UNLIMITED, 100_000_000);
    for (int i = 0; i < 50; i++) {
      link.a.send(0, bytes(5000, i), brief);
    }
    link.pass(2);
    link.b.deaf = false;
    link.a.send(0, bytes(7, 7), brief);
    link.run(30, () -> !link.b.messages.isEmpty() && link.a.association.buffered() == 0);
    assertThat(link.b.messages).hasSize(1);
    assertThat(link.b.messages.getFirst().payload()).isEqualTo(bytes(7, 7));
  }

  @Test
  void aStreamCanBeUsedAgainAfterEachReset() {
    Link link = new Link(8, BAD);
    link.connect();
    for (int round = 1; round <= 3; round++) {
      int wanted = round;
      for (int i = 0; i < 20; i++) {
        link.a.send(2, bytes(2000, i), Delivery.RELIABLE);
      }
      link.a.association.resetStream(2, link.now);
      link.run(
          60,
          () ->
              link.a.events.stream().filter("out[2]"::equals).count() == wanted
                  && link.b.events.stream().filter("in[2]"::equals).count() == wanted);
      assertThat(link.b.messages).hasSize(20 * round);
    }
  }

  @Test
  void messagesSentDuringAResetArriveAfterIt() {
    Link link = new Link(8, Link.Weather.FINE);
    link.connect();
    link.a.send(2, bytes(10, 1), Delivery.RELIABLE);
    link.run(5, () -> link.a.association.buffered() == 0);
    link.a.association.resetStream(2, link.now);
    link.a.send(2, bytes(10, 2), Delivery.RELIABLE);
    link.a.send(2, bytes(10, 3), Delivery.RELIABLE);
    link.run(5, () -> link.b.messages.size() == 3 && link.a.association.buffered() == 0);
    assertThat(link.b.events).contains("in[2]");
    link.a.send(2, bytes(10, 4), Delivery.RELIABLE);
    link.run(5, () -> link.b.messages.size() == 4);
  }

  @Test
  void shuttingDownDeliversWhatWaits() {
    Link link = new Link(4, BAD);
    link.connect();
    link.a.send(0, bytes(100_000, 1), Delivery.RELIABLE);
    link.b.send(0, bytes(50_000, 2), Delivery.RELIABLE);
    link.a.association.shutdown(link.now);
    assertThat(link.a.send(0, bytes(1, 1), Delivery.RELIABLE)).isFalse();
    link.run(
        60,
        () ->
            link.a.association.state() == Association.State.ENDED
                && link.b.association.state() == Association.State.ENDED);
    assertThat(link.a.messages).hasSize(1);
    assertThat(link.b.messages).hasSize(1);
  }

  @Test
  void anAbortEndsTheOtherSide() {
    Link link = new Link(4, Link.Weather.FINE);
    link.connect();
    link.a.association.abort("enough");
    link.run(1, () -> link.b.association.state() == Association.State.ENDED);
    assertThat(link.b.events).contains("ended: aborted by the other end");
  }

  @Test
  void silenceEndsTheAssociation() {
    Link link = new Link(4, Link.Weather.FINE);
    link.connect();
    link.b.deaf = true;
    link.a.deaf = true;
    link.run(400, () -> link.a.association.state() == Association.State.ENDED);
    assertThat(link.a.events).contains("ended: no answer");
  }

  @Test
  void aSlowReaderStopsTheSenderAndNothingIsLost() {
    Link link = new Link(4, Link.Weather.FINE);
    link.connect();
    link.b.slow = true;
    for (int i = 0; i < 40; i++) {
      link.a.send(0, bytes(100_000, i), Delivery.RELIABLE);
    }
    link.pass(20);
    int held = link.b.messages.size();
    assertThat(held).isBetween(5, 20);
    assertThat(link.a.events).containsExactly("established");
    link.b.slow = false;
    link.b.messages.forEach(m -> link.b.association.consumed(m.charge(), link.now));
    link.run(30, () -> link.b.messages.size() == 40);
  }

  @Test
  void theSenderFindsTheSpeedOfANarrowPath() {
    // 1 MB/s with a queue of 100 ms: 5 MB take 5 s at best.
    Link link = new Link(4, new Link.Weather(0, 0, 20, 0, 1_000_000));
    link.connect();
    long begun = link.now;
    for (int i = 0; i < 50; i++) {
      link.a.send(0, bytes(100_000, i), Delivery.RELIABLE);
    }
    link.run(30, () -> link.b.messages.size() == 50);
    assertThat((link.now - begun) / 1e9).isLessThan(8);
    assertThat(link.a.sent).isLessThan(6_000);
  }
}
