package app.rostrum.cloud.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.rest.RestRouter.Reply;
import app.rostrum.web.HttpRequest;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final String URL = "https://x.twilio.com/v1/Things";
  private static final List<Integer> SEVEN = IntStream.range(0, 7).boxed().toList();

  private static RestRequest request(String... query) {
    var parameters = new HashMap<String, List<String>>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], List.of(query[i + 1]));
    }
    return new RestRequest(
        new HttpRequest("GET", "x", "/v1/Things", parameters, Map.of(), new byte[0], "127.0.0.1"),
        Map.of(),
        Map.of());
  }

  private static JsonObject thing(int number) {
    var json = new JsonObject();
    json.addProperty("n", number);
    return json;
  }

  private static List<Integer> numbers(Reply reply) {
    return body(reply).getAsJsonArray("things").asList().stream()
        .map(thing -> thing.getAsJsonObject().get("n").getAsInt())
        .toList();
  }

  private static JsonElement meta(Reply reply, String name) {
    return body(reply).getAsJsonObject("meta").get(name);
  }

  private static JsonObject body(Reply reply) {
    return Objects.requireNonNull(reply.body());
  }

  @Test
  void aPageHasLinksToItsNeighbours() {
    Reply middle =
        new Page(request("PageSize", "3", "Page", "1", "Status", "a b"), "things", URL)
            .keeping("Status", "Identity")
            .of(SEVEN, PageTest::thing);
    assertThat(numbers(middle)).containsExactly(3, 4, 5);
    assertThat(meta(middle, "previous_page_url").getAsString())
        .isEqualTo(URL + "?PageSize=3&Status=a+b&Page=0");
    assertThat(meta(middle, "next_page_url").getAsString())
        .isEqualTo(URL + "?PageSize=3&Status=a+b&Page=2");
    Reply last =
        new Page(request("PageSize", "3", "Page", "2"), "things", URL).of(SEVEN, PageTest::thing);
    assertThat(numbers(last)).containsExactly(6);
    assertThat(meta(last, "next_page_url").isJsonNull()).isTrue();
    Reply first = new Page(request(), "things", URL).of(SEVEN, PageTest::thing);
    assertThat(numbers(first)).isEqualTo(SEVEN);
    assertThat(meta(first, "page_size").getAsInt()).isEqualTo(50);
    assertThat(meta(first, "previous_page_url").isJsonNull()).isTrue();
  }

  @Test
  void sizesAndPagesAreClampedToTheirRange() {
    Reply many =
        new Page(request("PageSize", "5000", "Page", "-3"), "things", URL)
            .upTo(1000)
            .of(SEVEN, PageTest::thing);
    assertThat(meta(many, "page_size").getAsInt()).isEqualTo(1000);
    assertThat(meta(many, "page").getAsInt()).isZero();
    Reply one = new Page(request("PageSize", "0"), "things", URL).of(SEVEN, PageTest::thing);
    assertThat(numbers(one)).containsExactly(0);
    Reply beyond =
        new Page(request("PageSize", "100", "Page", "2147483647"), "things", URL)
            .of(SEVEN, PageTest::thing);
    assertThat(numbers(beyond)).isEmpty();
    assertThat(meta(beyond, "next_page_url").isJsonNull()).isTrue();
  }

  @Test
  void aSizeThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () -> new Page(request("PageSize", "many"), "things", URL).of(SEVEN, PageTest::thing))
        .isInstanceOfSatisfying(RestException.class, e -> assertThat(e.code()).isEqualTo(20001));
  }

  @Test
  void neighboursAreFoundByTokens() {
    Reply page =
        new Page(request("PageSize", "2"), "things", URL)
            .ofTokens(List.of(2, 3), PageTest::thing, null, "abc");
    assertThat(numbers(page)).containsExactly(2, 3);
    assertThat(meta(page, "url").getAsString()).isEqualTo(URL + "?PageSize=2");
    assertThat(meta(page, "next_page_url").getAsString()).isEqualTo(URL + "?PageToken=abc");
    assertThat(meta(page, "previous_page_url").isJsonNull()).isTrue();
  }
}
