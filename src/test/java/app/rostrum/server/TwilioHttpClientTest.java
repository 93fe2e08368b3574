package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.twilio.http.HttpMethod;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The HTTP client of twilio-java on the versions of httpclient5 and httpcore5 that we pin. */
@Timeout(120)
class TwilioHttpClientTest {
  @Test
  void aRequestGoesOutAndItsAnswerComesBack() throws Exception {
    try (WebServer server =
        WebServer.builder()
            .handle("/", request -> HttpResponse.json(201, "{\"form\":\"" + request.text() + "\"}"))
            .start(new InetSocketAddress("127.0.0.1", 0))) {
      var request = new Request(HttpMethod.POST, "http://127.0.0.1:" + server.port() + "/v1/Rooms");
      request.setAuth("AC1", "secret");
      request.addPostParam("UniqueName", "Talk");
      Response response = new NetworkHttpClient().makeRequest(request);
      assertThat(response.getStatusCode()).isEqualTo(201);
      assertThat(response.getContent()).isEqualTo("{\"form\":\"UniqueName=Talk\"}");
    }
  }
}
