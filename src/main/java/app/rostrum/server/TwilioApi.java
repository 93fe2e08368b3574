package app.rostrum.server;

import com.twilio.constant.EnumConstants;
import com.twilio.exception.ApiConnectionException;
import com.twilio.exception.ApiException;
import com.twilio.exception.RestException;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The parts that the four services' REST APIs have in common. */
final class TwilioApi {
  /** Codes for "not found": Twilio's general one and those of Sync's objects. */
  private static final Set<Integer> NOT_FOUND =
      Set.of(20404, 54050, 54100, 54150, 54151, 54200, 54201, 54300, 53106);

  private final TwilioRestClient client;

  TwilioApi(TwilioRestClient client) {
    this.client = client;
  }

  TwilioRestClient client() {
    return client;
  }

  /** Sends a request that the library has no resource class for. */
  InputStream send(Request request, Map<String, String> form) {
    if (request.getMethod() == HttpMethod.POST) {
      request.setContentType(EnumConstants.ContentType.FORM_URLENCODED);
      form.forEach(request::addPostParam);
    }
    Response response = client.request(request);
    if (response == null) {
      throw new ApiConnectionException("no answer from the REST API");
    }
    if (!TwilioRestClient.SUCCESS.test(response.getStatusCode())) {
      RestException refusal =
          RestException.fromJson(response.getStream(), client.getObjectMapper());
      throw refusal == null
          ? new ApiException("refused without a reason", response.getStatusCode())
          : new ApiException(refusal);
    }
    return response.getStream();
  }

  static boolean isNotFound(ApiException e) {
    return Objects.equals(e.getStatusCode(), 404)
        || (e.getCode() != null && NOT_FOUND.contains(e.getCode()));
  }

  /** Returns whether the embedded cloud had no room for a change; Twilio never says so. */
  static boolean isDiskFull(ApiException e) {
    return Objects.equals(e.getStatusCode(), 507);
  }

  static boolean hasCode(ApiException e, int code) {
    return Objects.equals(e.getCode(), code);
  }

  /** Returns the result of a call; empty if the resource is not found. */
  static <T> Optional<T> find(Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (ApiException e) {
      if (isNotFound(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Runs a call on a resource that may be gone already. */
  static void ifThere(Runnable call) {
    find(
        () -> {
          call.run();
          return true;
        });
  }

  /** Runs a call that Twilio answers with this code if it has been done already. */
  static void unless(int code, Runnable call) {
    try {
      call.run();
    } catch (ApiException e) {
      if (!hasCode(e, code)) {
        throw e;
      }
    }
  }
}
