package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import org.junit.jupiter.api.Test;

class InProcessHttpClientTest {
  @Test
  void aHandlerThatThrowsAnErrorAnswers500() {
    var client =
        new InProcessHttpClient(
            request -> {
              throw new AssertionError("thrown by a test");
            });
    var answer = client.makeRequest(new Request(HttpMethod.GET, "https://video.twilio.com/v1"));
    assertThat(answer.getStatusCode()).isEqualTo(500);
  }
}
