package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.web.WebServer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Path DASHBOARD = Path.of("packaging/grafana.json");

  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(\\{[a-z]+=\"[^\"\\\\\n]*\"(?:,[a-z]+=\"[^\"\\\\\n]*\")*})? (-?[0-9.E-]+)");

  private final OkHttpClient http = HttpClients.create();
  @TempDir Path data;
  private EmbeddedHost host;
  private Backend backend;
  private WebServer metrics;

  @BeforeEach
  void start() throws Exception {
    host =
        EmbeddedHost.start(
            new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false),
            Clock.systemUTC(),
            (name, fields) -> {});
    backend = Backends.open(http, host.url(), host.passcode());
    metrics = MetricsServer.start(new InetSocketAddress("127.0.0.1", 0), host.metrics());
  }

  @AfterEach
  void stop() {
    metrics.close();
    host.close();
  }

  private Response get(String path, String hostName) throws Exception {
    return http.newCall(
            new Request.Builder()
                .url("http://127.0.0.1:" + metrics.port() + path)
                .header("Host", hostName)
                .build())
        .execute();
  }

  private String page() throws Exception {
    try (Response response = get("/metrics", "localhost")) {
      assertThat(response.code()).isEqualTo(200);
      assertThat(response.header("Content-Type"))
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
      return response.body().string();
    }
  }

  /** Reads the text format strictly; returns the values by name and labels. */
  private Map<String, Double> scrape() throws Exception {
    var values = new LinkedHashMap<String, Double>();
    var types = new HashMap<String, String>();
    String helped = "";
    for (String line : page().lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        helped = words[2];
        assertThat(words[3]).as(line).endsWith(".");
      } else if (line.startsWith("# TYPE ")) {
        assertThat(words[2]).as("described before its type").isEqualTo(helped);
        assertThat(types.put(words[2], words[3])).as("one type: " + line).isNull();
        assertThat(words[3]).isIn("counter", "gauge", "histogram", "summary");
        assertThat(words[3].equals("counter")).as(line).isEqualTo(words[2].endsWith("_total"));
      } else {
        var sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).as("belongs to its family: " + line).startsWith(helped);
        String series = line.substring(0, line.lastIndexOf(' '));
        assertThat(values.put(series, Double.valueOf(sample.group(3)))).as(series).isNull();
      }
    }
    types.forEach(
        (name, type) -> {
          if (type.equals("histogram")) {
            assertThat(values.get(name + "_bucket{le=\"+Inf\"}"))
                .isEqualTo(values.get(name + "_count"));
          }
        });
    return values;
  }

  @Test
  void whatHappensIsCounted() throws Exception {
    Map<String, Double> before = scrape();
    assertThat(before)
        .containsEntry("rostrum_ready", 1.0)
        .containsEntry("rostrum_streams", 0.0)
        .containsEntry("rostrum_joins_total{role=\"listener\"}", 0.0)
        .containsKey("jvm_memory_used_bytes{area=\"heap\"}")
        .containsKey("jvm_threads_current");
    StreamCredentials hanna = backend.createStream("Hanna", "Talk", true);
    var unused = backend.joinAsViewer("Lena", "Talk", null);
    assertThatThrownBy(() -> backend.joinAsViewer("Hanna", "Talk", null))
        .isInstanceOf(BackendException.class);
    assertThatThrownBy(() -> Backends.open(http, host.url(), "48151623421010").verifyPasscode())
        .isInstanceOf(BackendException.class);
    Map<String, Double> after = scrape();
    assertThat(after)
        .containsEntry("rostrum_streams", 1.0)
        .containsEntry("rostrum_rooms", 1.0)
        .containsEntry("rostrum_joins_total{role=\"host\"}", 1.0)
        .containsEntry("rostrum_joins_total{role=\"listener\"}", 1.0)
        .containsEntry(
            "rostrum_refusals_total{part=\"backend\",reason=\"passcode incorrect\"}", 1.0);
    for (String grows :
        List.of(
            "rostrum_store_commits_total",
            "rostrum_store_sync_seconds_count",
            "rostrum_store_sync_seconds_sum")) {
      assertThat(after.get(grows)).as(grows).isGreaterThan(before.get(grows));
    }
    backend.deleteStream("Talk", hanna.token());
    assertThat(scrape()).containsEntry("rostrum_streams", 0.0);
    host.readiness().advance(Readiness.State.DRAINING);
    assertThat(scrape()).containsEntry("rostrum_ready", 0.0);
  }

  @Test
  void peopleAndStreamsAddNoSeriesAndAreNotNamed() throws Exception {
    StreamCredentials first = backend.createStream("Person0", "Stream0", true);
    var unused = backend.joinAsViewer("Guest0", "Stream0", null);
    int series = scrape().size();
    for (int i = 1; i < 6; i++) {
      var credentials = backend.createStream("Person" + i, "Stream" + i, true);
      assertThat(credentials.roomSid()).isNotEqualTo(first.roomSid());
      var unusedViewer = backend.joinAsViewer("Guest" + i, "Stream" + i, null);
    }
    assertThat(scrape()).hasSize(series);
    assertThat(page())
        .doesNotContain("Person", "Stream0", "Guest", host.passcode(), first.roomSid(), "127.0.0");
  }

  @Test
  void onlyTheMetricsAreThereAndOnLoopbackOnlyUnderALocalName() throws Exception {
    try (Response response = get("/", "localhost")) {
      assertThat(response.code()).isEqualTo(404);
    }
    try (Response response = get("/metrics", "evil.example")) {
      assertThat(response.code()).isEqualTo(403);
    }
  }

  @Test
  void anAddressInUseIsAnErrorThatNamesTheOption() {
    var taken = new InetSocketAddress("127.0.0.1", metrics.port());
    assertThatThrownBy(() -> MetricsServer.start(taken, host.metrics()))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("127.0.0.1:" + metrics.port())
        .hasMessageContaining("--metrics");
  }

  @Test
  void anAddressIsLoopbackUnlessItSaysAnother() {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    assertThat(MetricsServer.parse("9464")).isEqualTo(new InetSocketAddress(loopback, 9464));
    assertThat(MetricsServer.parse("[::1]:9464"))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("::1"), 9464));
    assertThat(MetricsServer.parse("0.0.0.0:1").getAddress().isAnyLocalAddress()).isTrue();
  }

  /** Each label of a panel, and of its legend, is one that the panel's metric has there. */
  @Test
  void theDashboardUsesLabelsThatThereAre() throws Exception {
    assertThatThrownBy(() -> Backends.open(http, host.url(), "48151623421010").verifyPasscode())
        .isInstanceOf(BackendException.class);
    var labels = new HashMap<String, Set<String>>();
    for (String series : scrape().keySet()) {
      Set<String> of =
          labels.computeIfAbsent(
              series.replaceAll("\\{.*", ""), name -> new HashSet<>(Set.of("instance", "job")));
      of.addAll(found("([a-z]+)=\"", series));
    }
    int checked = 0;
    JsonElement dashboard = JsonParser.parseString(Files.readString(DASHBOARD));
    for (JsonElement panel : dashboard.getAsJsonObject().getAsJsonArray("panels")) {
      for (JsonElement element : panel.getAsJsonObject().getAsJsonArray("targets")) {
        JsonObject target = element.getAsJsonObject();
        String expression = target.get("expr").getAsString();
        List<String> metrics = found("\\b((?:rostrum|jvm|process)_[a-z_]+)", expression);
        assertThat(metrics).as(expression).hasSize(1);
        Set<String> had = labels.get(metrics.getFirst());
        List<String> kept =
            found("\\bby \\(([a-z, ]+)\\)", expression).stream()
                .flatMap(names -> Stream.of(names.split(", *")))
                .toList();
        assertThat(had).as(expression).containsAll(found("([a-z]+)=~?\"", expression));
        assertThat(had).as(expression).containsAll(kept);
        if (target.has("legendFormat")) {
          List<String> shown = found("\\{\\{([a-z]+)}}", target.get("legendFormat").getAsString());
          assertThat(kept.isEmpty() ? had : kept).as(expression).containsAll(shown);
          checked += shown.size();
        }
      }
    }
    assertThat(checked).isPositive();
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1)).toList();
  }

  /** Each metric of the dashboard is one that a server has. */
  @Test
  void theDashboardShowsMetricsThatThereAre() throws Exception {
    assertThatThrownBy(() -> Backends.open(http, host.url(), "48151623421010").verifyPasscode())
        .isInstanceOf(BackendException.class);
    List<String> known =
        scrape().keySet().stream().map(series -> series.replaceAll("\\{.*", "")).toList();
    var expressions = new ArrayList<String>();
    JsonElement dashboard = JsonParser.parseString(Files.readString(DASHBOARD));
    for (JsonElement panel : dashboard.getAsJsonObject().getAsJsonArray("panels")) {
      for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
        expressions.add(target.getAsJsonObject().get("expr").getAsString());
      }
    }
    assertThat(expressions).hasSizeGreaterThan(20);
    List<String> shown =
        expressions.stream()
            .flatMap(
                expression ->
                    Pattern.compile("\\b(rostrum|jvm|process)_[a-z_]+")
                        .matcher(expression)
                        .results()
                        .map(MatchResult::group))
            .distinct()
            .toList();
    assertThat(known).containsAll(shown);
    assertThat(shown)
        .as("and of our own, all")
        .containsAll(
            known.stream()
                .filter(name -> name.startsWith("rostrum_"))
                .map(name -> name.replaceAll("seconds_(sum|count)$", "seconds_bucket"))
                .distinct()
                .toList());
  }
}
