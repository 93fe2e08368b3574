package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.exception.ApiException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioApiTest {
  private static ApiException refusal(@Nullable Integer status, @Nullable Integer code) {
    return new ApiException("refused", code, null, status, null, null, null, null);
  }

  @Test
  void status404MeansNotFoundWhateverTheCode() {
    assertThat(TwilioApi.isNotFound(new ApiException("refused without a reason", 404))).isTrue();
    assertThat(TwilioApi.isNotFound(refusal(404, 1))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {20404, 54050, 54100, 54150, 54151, 54200, 54201, 54300, 53106})
  void theCodesOfMissingObjectsMeanNotFoundWhateverTheStatus(int code) {
    assertThat(TwilioApi.isNotFound(refusal(400, code))).isTrue();
    assertThat(TwilioApi.find(() -> fail(refusal(null, code)))).isEmpty();
    TwilioApi.ifThere(() -> fail(refusal(400, code)));
  }

  @ParameterizedTest
  @CsvSource({"403,", "500, 20500", "409, 54208", "409, 54301", ","})
  void otherFailuresAreThrownOn(@Nullable Integer status, @Nullable Integer code) {
    ApiException failure = refusal(status, code);
    assertThat(TwilioApi.isNotFound(failure)).isFalse();
    assertThatThrownBy(() -> TwilioApi.find(() -> fail(failure))).isSameAs(failure);
    assertThatThrownBy(() -> TwilioApi.ifThere(() -> fail(failure))).isSameAs(failure);
  }

  @Test
  void onlyTheCodeOfACallThatHasBeenDoneAlreadyIsPassedOver() {
    TwilioApi.unless(54301, () -> fail(refusal(409, 54301)));
    ApiException other = refusal(409, 54208);
    assertThatThrownBy(() -> TwilioApi.unless(54301, () -> fail(other))).isSameAs(other);
  }

  private static boolean fail(ApiException failure) {
    throw failure;
  }
}
