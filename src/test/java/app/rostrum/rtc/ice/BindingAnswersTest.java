package app.rostrum.rtc.ice;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingAnswersTest {
  private static final byte[] ID = "request-no-1".getBytes(StandardCharsets.US_ASCII);
  private static final int SOFTWARE = 0x8022;

  private final BindingAnswers answers = new BindingAnswers(0);

  private static InetSocketAddress from(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
  }

  private static StunMessage request(StunAttribute... attributes) {
    return new StunMessage(StunMessage.Kind.REQUEST, ID, List.of(attributes));
  }

  private static StunMessage padded() {
    return request(new StunAttribute.Other(SOFTWARE, new byte[32]));
  }

  private boolean isAnswered(StunMessage message, String address, long now) {
    return answers.to(message, message.write(null).length, from(address), now).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
  void theAnswerIsTheAddressOfTheSenderAndNothingElse(String address) throws Exception {
    int length = padded().write(null).length;
    byte[] answer = answers.to(padded(), length, from(address), 0).orElseThrow();
    StunMessage read = StunMessage.parse(answer, 0, answer.length);
    assertThat(read.kind()).isEqualTo(StunMessage.Kind.SUCCESS);
    assertThat(read.transactionId()).isEqualTo(ID);
    assertThat(read.attributes()).hasSize(1);
    var mapped = read.attribute(StunAttribute.XorMappedAddress.class).orElseThrow();
    assertThat(mapped.address()).isEqualTo(InetAddress.ofLiteral(address).getAddress());
    assertThat(mapped.port()).isEqualTo(40_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::7"})
  void noAnswerIsLongerThanItsRequest(String address) {
    int answered = 0;
    for (int padding = 0; padding < 200; padding += 4) {
      StunMessage request =
          padding == 0 ? request() : request(new StunAttribute.Other(SOFTWARE, new byte[padding]));
      int length = request.write(null).length;
      byte[] answer =
          new BindingAnswers(0).to(request, length, from(address), 0).orElse(new byte[0]);
      assertThat(answer.length).isLessThanOrEqualTo(length);
      answered += answer.length > 0 ? 1 : 0;
    }
    assertThat(answered).isGreaterThan(20);
    assertThat(isAnswered(request(), address, 0)).as("an ordinary STUN client's").isFalse();
  }

  @ParameterizedTest
  @EnumSource(value = StunMessage.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "REQUEST")
  void onlyRequestsAreAnsweredSoThatNoTwoPortsGoOnForEver(StunMessage.Kind kind) {
    var other = new StunMessage(kind, ID, padded().attributes());
    assertThat(isAnswered(other, "192.0.2.7", 0)).isFalse();
  }

  @Test
  void checksOfIceAreNotAnsweredForTheirAgent() {
    var padding = new StunAttribute.Other(SOFTWARE, new byte[32]);
    for (StunAttribute attribute :
        List.of(
            new StunAttribute.Username("abcd:efgh"),
            new StunAttribute.IceControlling(1),
            new StunAttribute.Priority(1),
            new StunAttribute.UseCandidate(),
            new StunAttribute.Other(0x0026, new byte[4]))) {
      assertThat(isAnswered(request(padding, attribute), "192.0.2.7", 0))
          .as(attribute.toString())
          .isFalse();
    }
  }

  private int answered(String address, int requests, long now) {
    int count = 0;
    for (int i = 0; i < requests; i++) {
      count += isAnswered(padded(), address, now) ? 1 : 0;
    }
    return count;
  }

  @Test
  void aNetworkHasFewAnswersInATimeAndTakesNoneOfOthers() {
    assertThat(answered("2001:db8::1", 15, 0)).isEqualTo(15);
    assertThat(answered("2001:db8::ffff", 100, 1)).isEqualTo(BindingAnswers.OF_NETWORK - 15);
    assertThat(answered("2001:db8:0:1::1", 100, 2)).isEqualTo(BindingAnswers.OF_NETWORK);
    assertThat(answered("192.0.2.1", 100, 3)).isEqualTo(BindingAnswers.OF_NETWORK);
    assertThat(answered("192.0.2.2", 1, BindingAnswers.WINDOW - 1)).isEqualTo(1);
    assertThat(answered("192.0.2.1", 1, BindingAnswers.WINDOW - 1)).isZero();
    assertThat(answered("192.0.2.1", 100, BindingAnswers.WINDOW))
        .isEqualTo(BindingAnswers.OF_NETWORK);
  }

  private int flood(String range, int requests, long now) {
    int count = 0;
    for (int i = 0; i < requests; i++) {
      count += answered(range + "." + i / 256 % 256 + "." + i % 256, 1, now);
    }
    return count;
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.51", "2001:db8"})
  void aRangeOfAddressesTakesFewAnswersOfOthers(String range) {
    int count = 0;
    for (int i = 0; i < 5000; i++) {
      String address =
          range.contains(":") ? range + ":" + i + "::1" : range + "." + i / 256 + "." + i % 256;
      count += answered(address, 1, i);
    }
    assertThat(count).isEqualTo(BindingAnswers.OF_RANGE);
    assertThat(answered("192.0.2.2", 5, 5000)).isEqualTo(5);
    assertThat(answered("2001:db9::1", 5, 5000)).isEqualTo(5);
  }

  @Test
  void aFloodFromEverywhereLeavesASteadyRate() {
    int first = 0;
    for (int range = 0; range < 100; range++) {
      first += flood("10." + range, 100, 0);
    }
    assertThat(first).isEqualTo(BindingAnswers.SAVED);
    assertThat(answered("192.0.2.2", 1, BindingAnswers.EACH - 1)).isZero();
    assertThat(answered("192.0.2.2", 2, BindingAnswers.EACH)).isEqualTo(1);
    int more = 0;
    for (int second = 1; second <= 9; second++) {
      for (int range = 100; range < 200; range++) {
        more += flood("10." + range, 1, second * 1_000_000_000L);
      }
    }
    assertThat(more).as("50 a second").isEqualTo(9 * 50 - 1);
  }

  @Test
  void aProxyAtLoopbackStandsForEverybody() {
    assertThat(answered("127.0.0.1", 1000, 0)).isEqualTo(BindingAnswers.SAVED);
    assertThat(answered("127.0.0.1", 1000, 2 * BindingAnswers.WINDOW))
        .as("no more is saved up than that")
        .isEqualTo(BindingAnswers.SAVED);
  }
}
