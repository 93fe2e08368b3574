package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.testing.ManualClock;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class AdminRequestsTest {
  private final ManualClock clock = new ManualClock(Instant.now());

  private final List<String> later = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private EmbeddedHost host;

  @SuppressWarnings("NullAway.Init")
  private AdminRequests requests;

  @SuppressWarnings("NullAway.Init")
  private Backend backend;

  @BeforeEach
  void start() throws IOException {
    host = EmbeddedHost.startTemporary(clock);
    requests =
        new AdminRequests(
            host,
            () -> {
              if (later.isEmpty()) {
                throw new IOException("there is no setting prot");
              }
              return later;
            });
    backend = backend(host.passcode());
  }

  @AfterEach
  void stop() {
    requests.close();
    host.close();
  }

  private Backend backend(String passcode) {
    return Backends.open(HttpClients.create(), host.url(), passcode);
  }

  private JsonObject answer(String json) {
    return JsonParser.parseString(requests.answer(json.replace('\'', '"'))).getAsJsonObject();
  }

  private JsonObject result(String json) {
    JsonObject answer = answer(json);
    assertThat(answer.has("error")).as(answer.toString()).isFalse();
    return answer.getAsJsonObject("result");
  }

  private String error(String json) {
    return answer(json).get("error").getAsString();
  }

  private static List<String> names(JsonObject people, String kind) {
    return people.getAsJsonArray(kind).asList().stream().map(name -> name.getAsString()).toList();
  }

  @Test
  void anOperatorLearnsWhatBecameOfAReload() {
    assertThat(error("{'do':'reload'}")).isEqualTo("there is no setting prot");
    later.add("port");
    assertThat(result("{'do':'reload'}")).hasToString("{\"at_the_next_start\":[\"port\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "7",
        "{'do':7}",
        "{'do':null}",
        "{'do':'shutdown'}",
        "{'do':'people'}",
        "{'do':'people','stream':{}}",
        "{'do':'renew-passcode','seconds':-1}",
        "{'do':'renew-passcode','seconds':1e300}",
        "{'do':'drain','seconds':'1'}"
      })
  void whatIsNoCommandIsRefusedAndChangesNothing(String line) {
    String passcode = host.passcode();
    assertThat(error(line)).isNotEmpty();
    assertThat(host.passcode()).isEqualTo(passcode);
    assertThat(host.readiness().state()).isEqualTo(Readiness.State.READY);
  }

  @Test
  void peopleAreSeenRemovedAndKeptOut() {
    backend.createStream("Ada", "Talk", true, true);
    String token = backend.joinAsViewer("Eve", "Talk", null).token();
    backend.raiseHand("Eve", "Talk", true, token);
    assertThat(result("{'do':'streams'}").getAsJsonArray("streams")).hasSize(1);
    assertThat(names(result("{'do':'people','stream':'Talk'}"), "raised_hands"))
        .containsExactly("Eve");
    assertThat(error("{'do':'remove','stream':'Talk','person':'Ada'}")).contains("host");
    assertThat(error("{'do':'remove','stream':'Talk','person':'Nobody'}")).contains("Nobody");
    assertThat(error("{'do':'remove','stream':'Tea','person':'Eve'}")).contains("no live stream");
    result("{'do':'remove','stream':'Talk','person':'Eve'}");
    JsonObject people = result("{'do':'people','stream':'Talk'}");
    assertThat(names(people, "kept_out")).containsExactly("Eve");
    assertThat(names(people, "raised_hands")).isEmpty();
    assertThatThrownBy(() -> backend.joinAsViewer("Eve", "Talk", null))
        .isInstanceOf(BackendException.class)
        .hasMessage("kept out");
  }

  @Test
  void aStreamIsEnded() {
    backend.createStream("Ada", "Talk", true, true);
    result("{'do':'end','stream':'Talk'}");
    assertThat(backend.listStreams().orElseThrow()).isEmpty();
    assertThat(error("{'do':'end','stream':'Talk'}"))
        .isEqualTo("There is no live stream of that name.");
  }

  @Test
  void theOldPasscodeIsGoodForAsLongAsTheOperatorSays() {
    String old = host.passcode();
    JsonObject renewed = result("{'do':'renew-passcode','seconds':3600}");
    String fresh = renewed.get("passcode").getAsString();
    assertThat(fresh).isEqualTo(host.passcode()).isNotEqualTo(old);
    assertThat(renewed.get("former_expires").getAsString())
        .isEqualTo(clock.instant().plusSeconds(3600).toString());
    backend(old).listStreams();
    backend(fresh).listStreams();
    clock.advance(Duration.ofSeconds(3601));
    assertThatThrownBy(() -> backend(old).listStreams()).hasMessage("passcode expired");
    backend(fresh).listStreams();
    result("{'do':'renew-passcode','seconds':0}");
    assertThatThrownBy(() -> backend(fresh).listStreams()).hasMessage("passcode expired");
    assertThat(result("{'do':'passcode'}").has("former_expires")).isFalse();
  }

  @Test
  void newStreamsAreRefusedDuringADrainAndTakenAfterIt() {
    backend.createStream("Ada", "Talk", true, true);
    assertThat(result("{'do':'drain'}").get("live_streams").getAsInt()).isEqualTo(1);
    assertThat(result("{'do':'status'}").get("state").getAsString()).isEqualTo("draining");
    assertThatThrownBy(() -> backend.createStream("Eve", "Tea", true, true))
        .hasMessage("no new streams");
    backend.joinAsViewer("Eve", "Talk", null);
    result("{'do':'undrain'}");
    assertThat(result("{'do':'status'}").get("state").getAsString()).isEqualTo("ready");
    backend.createStream("Eve", "Tea", true, true);
  }

  @Test
  void aMessageIsToldInEveryStreamAndInTheLobbyAndHasItsBounds() {
    backend.createStream("Ada", "Talk", true, true);
    backend.createStream("Eve", "Tea", true, true);
    assertThat(
            result("{'do':'announce','text':'We restart at 22:00','seconds':60}")
                .get("streams")
                .getAsInt())
        .isEqualTo(2);
    assertThat(backend.listLobby().orElseThrow().operatorMessage())
        .isEqualTo("We restart at 22:00");
    assertThat(error("{'do':'announce','text':'" + "x".repeat(501) + "','seconds':60}"))
        .contains("500");
    result("{'do':'announce','text':'','seconds':60}");
    clock.advance(Duration.ofSeconds(2)); // The list is made at most once a second.
    assertThat(backend.listLobby().orElseThrow().operatorMessage()).isEmpty();
  }
}
