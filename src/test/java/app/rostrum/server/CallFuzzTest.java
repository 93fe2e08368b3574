package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.names.NameRule;
import app.rostrum.web.HttpRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** Bodies of the backend's calls: each parameter is read as it may be used, or refused. */
@Tag("fuzz")
class CallFuzzTest {
  private static final List<Function<Call, Object>> PARAMETERS =
      List.of(
          Call::identity,
          Call::streamName,
          Call::roomName,
          Call::roomSid,
          call -> call.flag("hand_raised"),
          call -> call.optionalFlag("chat_enabled"));

  @FuzzTest(maxDuration = "30s")
  void parametersAreNormalizedOrRefused(byte[] body) {
    Call call;
    try {
      call = Call.read(new HttpRequest("POST", "h", "/", Map.of(), Map.of(), body, "192.0.2.1"));
    } catch (ApiRefusal refusal) {
      assertThat(refusal.status()).isIn(400, 413);
      return;
    }
    for (Function<Call, Object> parameter : PARAMETERS) {
      try {
        if (parameter.apply(call) instanceof String text) {
          assertThat(text).isNotEmpty().isEqualTo(NameRule.normalize(text));
        }
      } catch (ApiRefusal refusal) {
        assertThat(refusal.status()).isEqualTo(400);
      }
    }
  }
}
