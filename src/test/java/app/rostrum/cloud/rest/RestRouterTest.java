package app.rostrum.cloud.rest;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.Refusal;
import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestRouterTest {
  private final RestRouter router =
      new RestRouter((user, password) -> user.equals("AC1") && password.equals("secret:1"))
          .on("video", "GET", "/v1/Rooms/{room}", RestRouterTest::room)
          .on("video", "POST", "/v1/Rooms", request -> Reply.created(body(request, "Name")))
          .on("video", "DELETE", "/v1/Rooms/{room}", request -> Reply.deleted())
          .on(
              "sync",
              "GET",
              "/v1/Refused",
              request -> {
                throw new Refusal(409, 54301, "Unique name already exists");
              })
          .on(
              "sync",
              "GET",
              "/v1/Missing",
              request -> {
                throw new Refusal(404, 20404, "The requested resource /Part was not found");
              });

  private static Reply room(RestRequest request) {
    var json = new JsonObject();
    json.addProperty("room", request.path("room"));
    return Reply.ok(json);
  }

  private static JsonObject body(RestRequest request, String field) {
    var json = new JsonObject();
    json.addProperty("name", request.required(field));
    return json;
  }

  private HttpResponse send(String method, String host, String path, String form) {
    return send(method, host, path, form, "AC1:secret:1");
  }

  private HttpResponse send(
      String method, String host, String path, String form, String credentials) {
    String authorization =
        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    return router.handle(
        new HttpRequest(
            method,
            host,
            path,
            Map.of(),
            Map.of("authorization", authorization),
            form.getBytes(StandardCharsets.UTF_8),
            "127.0.0.1"));
  }

  private static void assertRefused(HttpResponse response, int status, int code) {
    JsonObject error = JsonParser.parseString(response.text()).getAsJsonObject();
    assertThat(response.status()).as(response.text()).isEqualTo(status);
    assertThat(error.get("status").getAsInt()).isEqualTo(status);
    assertThat(error.get("code").getAsInt()).isEqualTo(code);
    assertThat(error.get("message").getAsString()).isNotBlank();
    assertThat(error.get("more_info").getAsString()).endsWith("/" + code);
  }

  @Test
  void aProductIsFoundByItsHostAndByItsPath() {
    assertThat(send("GET", "video.twilio.com", "/v1/Rooms/a%2Fb+c", "").text())
        .isEqualTo("{\"room\":\"a/b+c\"}");
    assertThat(send("GET", "127.0.0.1", "/rest/video/v1/Rooms/RM1", "").text())
        .isEqualTo("{\"room\":\"RM1\"}");
    assertRefused(send("GET", "sync.twilio.com", "/v1/Rooms/RM1", ""), 404, 20404);
  }

  @Test
  void fieldsOfTheFormAreDecoded() {
    HttpResponse created = send("POST", "video.twilio.com", "/v1/Rooms", "Name=gr%C3%BCn+1");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text()).isEqualTo("{\"name\":\"grün 1\"}");
    assertRefused(send("POST", "video.twilio.com", "/v1/Rooms", "name=x"), 400, 20001);
    HttpResponse deleted = send("DELETE", "video.twilio.com", "/v1/Rooms/RM1", "");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
  }

  @Test
  void requestsWithoutTheRightCredentialsAreRefused() {
    for (String credentials : new String[] {"AC1:wrong", "AC2:secret:1", "AC1", ":", ""}) {
      HttpResponse response = send("GET", "video.twilio.com", "/v1/Rooms/x", "", credentials);
      assertRefused(response, 401, 20003);
      assertThat(response.headers()).containsKey("WWW-Authenticate");
    }
  }

  @Test
  void otherPathsMethodsAndProductsAreRefused() {
    assertRefused(send("GET", "video.twilio.com", "/v1/Nothing", ""), 404, 20404);
    assertRefused(send("GET", "video.twilio.com", "/v1/Rooms/", ""), 404, 20404);
    assertRefused(send("GET", "127.0.0.1", "/rest/video", ""), 404, 20404);
    assertRefused(send("PATCH", "video.twilio.com", "/v1/Rooms/x", ""), 405, 20004);
  }

  /** The paths that clients saw at Twilio begin after the version. */
  @Test
  void whatIsMissingIsNamedByItsPathAsAtTwilioWhicheverWayTheRequestCame() {
    String refusal = "\"message\":\"The requested resource /Rooms/a%2Fb/Tracks was not found\"";
    assertThat(send("GET", "video.twilio.com", "/v1/Rooms/a%2Fb/Tracks", "").text())
        .contains(refusal);
    assertThat(send("GET", "127.0.0.1", "/rest/video/v1/Rooms/a%2Fb/Tracks", "").text())
        .contains(refusal);
    assertThat(send("GET", "127.0.0.1", "/rest/sync/v1/Missing", "").text())
        .contains("\"code\":20404", "The requested resource /Missing was not found");
  }

  @Test
  void aProductsRefusalKeepsItsCode() {
    assertRefused(send("GET", "sync.twilio.com", "/v1/Refused", ""), 409, 54301);
  }
}
