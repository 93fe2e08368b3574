package app.rostrum.cloud.rest;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpRequest;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Paths, queries and forms of every making: a resource reads them, or they are refused. */
@Tag("fuzz")
class RestRequestFuzzTest {
  private static final String CREDENTIALS = "Basic QUMxOnNlY3JldA==";
  private static final RestRouter ROUTER =
      new RestRouter((user, password) -> true)
          .on("video", "POST", "/v1/Rooms/{room}/{item}", RestRequestFuzzTest::read);

  /** Reads parameters of each kind, as the resources do. */
  private static Reply read(RestRequest request) {
    var body = new JsonObject();
    body.addProperty("path", request.resourcePath() + request.path("room") + request.path("item"));
    body.addProperty("page", request.queryNumber("PageSize").orElse(0));
    body.addProperty("number", request.number("N").orElse(0));
    body.addProperty("long", request.longNumber("L").orElse(0L));
    body.addProperty("flag", request.flag("F").orElse(false));
    body.addProperty("required", request.required("R"));
    return Reply.ok(body);
  }

  @FuzzTest(maxDuration = "30s")
  void parametersAreReadOrRefused(byte[] data) {
    String[] parts = new String(data, StandardCharsets.UTF_8).split("\n", 3);
    if (parts.length < 3) {
      return;
    }
    var response =
        ROUTER.handle(
            new HttpRequest(
                "POST",
                "localhost",
                "/rest/video/v1/Rooms/" + parts[0],
                FormFields.parse(parts[1]),
                Map.of("authorization", CREDENTIALS),
                parts[2].getBytes(StandardCharsets.UTF_8),
                "127.0.0.1"));
    assertThat(response.status()).isIn(200, 400, 404);
  }
}
