package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.sync.ServiceSettings;
import com.twilio.constant.EnumConstants;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backend and the embedded cloud on a disk that is full for a moment. */
@NullUnmarked
class FullDiskTest {
  private static final int ENOUGH = 50;

  @TempDir private Path home;
  private RealCloud cloud;
  private BackendHarness api;

  @BeforeEach
  void start() throws IOException {
    cloud = new RealCloud(home.resolve("cloud.db"));
    api = new BackendHarness(cloud);
    cloud.tell(api.backend);
  }

  @AfterEach
  void stop() {
    api.close();
    cloud.close();
  }

  private void restart() throws IOException {
    stop();
    start();
  }

  private Response request(HttpMethod method, String path, String... form) {
    var request = new Request(method, "sync", "/v1/Services" + path);
    request.setAuth(FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN);
    request.setContentType(EnumConstants.ContentType.FORM_URLENCODED);
    for (int i = 0; i < form.length; i += 2) {
      request.addPostParam(form[i], form[i + 1]);
    }
    return new InProcessHttpClient(cloud).makeRequest(request);
  }

  @Test
  void aRefusedDocumentIsNotThereAndALaterOneIs() throws IOException {
    String service = cloud.sync().create(ServiceSettings.DEFAULTS).sid();
    String documents = "/" + service + "/Documents";
    String data = "{\"text\":\"" + "x".repeat(12_000) + "\"}";
    cloud.fillDisk();
    Response refused = request(HttpMethod.POST, documents, "UniqueName", "refused", "Data", data);
    assertThat(refused.getStatusCode()).isEqualTo(507);
    assertThat(refused.getContent())
        .contains("\"code\":20507", "\"status\":507", "disk of the server is full")
        .doesNotContain(home.toString());
    assertThat(
            request(HttpMethod.POST, documents, "UniqueName", "later", "Data", data)
                .getStatusCode())
        .isEqualTo(201);
    for (int i = 0; i < 2; i++) {
      assertThat(request(HttpMethod.GET, documents + "/refused").getStatusCode()).isEqualTo(404);
      assertThat(request(HttpMethod.GET, documents + "/later").getStatusCode()).isEqualTo(200);
      restart();
    }
  }

  @Test
  void aHostIsToldAndNothingOfTheStreamStays() throws IOException {
    cloud.fillDisk();
    BackendHarness.Answer answer = api.create("Alice", "Talk 0");
    int last = 0;
    while (answer.status() == 200 && last < ENOUGH) {
      last++;
      answer = api.create("Alice", "Talk " + last);
    }
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.explanation()).contains("disk is full");
    String refused = "Talk " + last;
    assertThat(streams()).doesNotContain('"' + refused + '"');
    assertThat(api.create("Alice", refused).status()).isEqualTo(200);
    restart();
    assertThat(streams()).contains('"' + refused + '"');
  }

  private String streams() {
    api.clock.advance(Duration.ofSeconds(5));
    return api.call("/list-streams", "{}").body().toString();
  }
}
