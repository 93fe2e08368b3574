package app.rostrum.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.InvitationLink;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import app.rostrum.host.Reach;
import app.rostrum.host.WebhookReceivers;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.testing.FreePort;
import app.rostrum.testing.TcpProxy;
import app.rostrum.web.AddressRanges;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command at servers on loopback of which something is closed. */
@Timeout(300)
class DoctorCommandTest {
  private static final int UNUSABLE = 3;

  private OkHttpClient http = HttpClients.create();
  private Clock clock = Clock.systemUTC();
  private String output = "";
  @TempDir Path data;

  private int run(String... arguments) {
    var out = new StringWriter();
    CommandLine command = new CommandLine(new DoctorCommand(() -> http, clock));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(out));
    int code = command.execute(arguments);
    output = out.toString();
    return code;
  }

  private EmbeddedHost host(ServerTls tls) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options(
            "127.0.0.1",
            0,
            data,
            Optional.empty(),
            false,
            false,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            Reach.DEFAULT,
            tls,
            Optional.empty()),
        Clock.systemUTC(),
        (name, fields) -> {});
  }

  /** Returns the verdicts of the last run with {@code --json} by step. */
  private Map<String, String> verdicts() {
    var verdicts = new LinkedHashMap<String, String>();
    JsonObject result = JsonParser.parseString(output).getAsJsonObject();
    for (JsonElement each : result.getAsJsonArray("findings")) {
      JsonObject finding = each.getAsJsonObject();
      verdicts.put(finding.get("step").getAsString(), finding.get("verdict").getAsString());
    }
    return verdicts;
  }

  @Test
  void aServerWithAKeyOfItsOwnIsAllGoodByItsLinkAndThePasscodeIsNotTold() throws Exception {
    try (EmbeddedHost host = host(new ServerTls.SelfSigned())) {
      assertThat(run("--json", host.invitation().format())).as(output).isZero();
      assertThat(verdicts().keySet())
          .containsExactly(
              "name",
              "tcp",
              "tls",
              "web",
              "clock",
              "ready",
              "websocket",
              "passcode",
              "events",
              "sound_udp",
              "sound_tcp");
      assertThat(verdicts().values()).containsOnly("good");
      assertThat(JsonParser.parseString(output).getAsJsonObject().get("verdict").getAsString())
          .isEqualTo("good");
      assertThat(output).doesNotContain(host.passcode()).hasLineCount(1);

      assertThat(run(host.invitation().format())).isZero();
      assertThat(output)
          .contains(
              "with the key that the link names",
              "live streams: 0",
              "UDP " + host.url().getPort() + " is open: sound goes by it",
              "All is good.")
          .doesNotContain(host.passcode(), "!", "->");
    }
  }

  @Test
  void anotherKeyThanTheLinksIsAnotherComputer() throws Exception {
    try (EmbeddedHost host = host(new ServerTls.SelfSigned())) {
      InvitationLink link = host.invitation();
      var other =
          new InvitationLink(
              link.address(),
              Fingerprint.parse("A".repeat(43)),
              link.passcode(),
              link.streamName());
      assertThat(run(other.format())).isEqualTo(UNUSABLE);
      assertThat(output)
          .contains(
              "XX tls        certificate of another computer", "is not the one that the invitation")
          .doesNotContain("Rostrum ", host.passcode());
      assertThat(run(host.url().toString())).as("without the link").isEqualTo(UNUSABLE);
      assertThat(output).contains("XX tls        certificate not trusted");
    }
  }

  private static InetSocketAddress elsewhere(int port) {
    return new InetSocketAddress("127.0.0.9", port);
  }

  @Test
  void aNetworkWithoutUdpIsToldAndWhatCarriesSoundInstead() throws Exception {
    try (EmbeddedHost host = host(new ServerTls.Off())) {
      int port = host.url().getPort();
      try (var onlyTcp = new TcpProxy(elsewhere(port), port)) {
        assertThat(run("--json", "http://127.0.0.9:" + onlyTcp.port())).as(output).isEqualTo(1);
        assertThat(verdicts())
            .containsEntry("sound_udp", "poor")
            .containsEntry("sound_tcp", "good")
            .containsEntry("passcode", "untried");
        assertThat(output)
            .contains(
                "your network, or the server's firewall, blocks UDP "
                    + port
                    + "; sound goes by TCP instead",
                "open UDP " + port);
        assertThat(run("--sound-address", "127.0.0.1", "http://127.0.0.9:" + port))
            .as("sound has an address of its own")
            .isZero();
      }
      try (var onlyWeb = new TcpProxy(elsewhere(0), port)) {
        assertThat(run("--json", "http://127.0.0.9:" + onlyWeb.port())).isEqualTo(UNUSABLE);
        assertThat(verdicts())
            .containsEntry("websocket", "good")
            .containsEntry("sound_udp", "bad")
            .containsEntry("sound_tcp", "bad");
      }
    }
  }

  @Test
  void aServerThatDrainsCanBeUsedAndAWrongPasscodeCannot() throws Exception {
    try (EmbeddedHost host = host(new ServerTls.Off())) {
      String url = host.url().toString();
      Path file = Files.writeString(data.resolve("passcode"), host.passcode() + "\n");
      assertThat(run("--passcode-file", file.toString(), url)).isZero();
      host.drain(true);
      assertThat(run("--json", "--passcode", host.passcode(), url)).isEqualTo(1);
      assertThat(verdicts()).containsEntry("ready", "poor").containsEntry("passcode", "good");
      assertThat(run("--passcode", "98765432109876", url)).isEqualTo(UNUSABLE);
      assertThat(output).contains("XX passcode").doesNotContain("9876543");
    }
  }

  @Test
  void whereNothingListensOrTlsIsNotSpokenIsToldAtOnce() throws Exception {
    int port = FreePort.find();
    assertThat(run("http://127.0.0.1:" + port)).isEqualTo(UNUSABLE);
    assertThat(output).contains("XX tcp        TCP " + port, "127.0.0.1: nothing listens");
    try (EmbeddedHost host = host(new ServerTls.Off())) {
      assertThat(run("https://127.0.0.1:" + host.url().getPort())).isEqualTo(UNUSABLE);
      assertThat(output).contains("XX tls        no secure connection").doesNotContain("websocket");
    }
  }

  @Test
  void aNameThatNobodyKnowsIsTold() {
    http =
        http.newBuilder()
            .dns(
                name -> {
                  throw new UnknownHostException(name);
                })
            .build();
    assertThat(run("https://talk.example.org/rostrum")).isEqualTo(UNUSABLE);
    assertThat(output).contains("the network knows no server named talk.example.org");
  }

  private static WebServer.Builder web(String path, int status, String body) {
    return WebServer.builder()
        .handle(path, request -> HttpResponse.of(status, "text/plain; charset=utf-8", body));
  }

  private int ask(WebServer.Builder web, String... options) throws Exception {
    try (WebServer server = web.start(new InetSocketAddress("127.0.0.1", 0))) {
      var all = new ArrayList<>(List.of("--json", "http://127.0.0.1:" + server.port()));
      all.addAll(List.of(options));
      return run(all.toArray(String[]::new));
    }
  }

  @Test
  void somethingElseThanRostrumIsTold() throws Exception {
    assertThat(ask(web("/", 200, "<h1>It works!</h1>"))).isEqualTo(UNUSABLE);
    assertThat(output).contains("is not that of a server of Rostrum's");
    assertThat(ask(web("/", 502, "Bad Gateway"))).isEqualTo(UNUSABLE);
    assertThat(output).contains("the proxy has its port");
    assertThat(ask(web("/", 403, "host not allowed"))).isEqualTo(UNUSABLE);
    assertThat(output).contains("public-url");
  }

  @Test
  void anotherBackendOfTheApiIsGoodAsFarAsItCanBeTried() throws Exception {
    try (WebServer server =
        WebServer.builder()
            .handle("/", r -> HttpResponse.json(404, "{}"))
            .handle("/verify-passcode", r -> HttpResponse.json(200, "{\"verified\":true}"))
            .start(new InetSocketAddress("127.0.0.1", 0))) {
      String url = "http://127.0.0.1:" + server.port();
      assertThat(run("--json", "--passcode", "12345612341234", url)).isZero();
      assertThat(verdicts())
          .containsEntry("web", "untried")
          .containsEntry("passcode", "good")
          .containsEntry("sound_udp", "untried");
    }
  }

  @Test
  void aProxyThatHoldsEventsBackIsToldAndTheTrialIsEnded() throws Exception {
    var ended = new AtomicBoolean();
    HttpHandler player =
        request ->
            request.path().endsWith("/events")
                ? HttpResponse.of(502, "text/plain", "held")
                : HttpResponse.empty(request.method().equals("POST") ? 201 : 200)
                    .with("Location", "/whep/VJ1/s");
    String admitted = "{\"token\":\"t\",\"endpoints\":{\"player\":\"/whep/VJ1\"}}";
    ask(
        web("/version", 200, "{\"version\":\"1\"}")
            .handle("/verify-passcode", r -> HttpResponse.json(200, "{\"verified\":true}"))
            .handle("/list-streams", r -> HttpResponse.json(200, "{\"streams\":[]}"))
            .handle("/create-stream", r -> HttpResponse.json(200, admitted))
            .handle("/join-stream-as-viewer", r -> HttpResponse.json(200, admitted))
            .handle(
                "/delete-stream",
                r -> {
                  ended.set(true);
                  return HttpResponse.json(200, "{\"deleted\":true}");
                })
            .handle("/whep/", player),
        "--passcode",
        "12345612341234");
    assertThat(verdicts()).containsEntry("passcode", "good").containsEntry("events", "poor");
    assertThat(output).contains("status 502");
    assertThat(ended).isTrue();
  }

  @Test
  void aProxyThatPassesNoWebSocketsOnIsTold() throws Exception {
    assertThat(
            ask(
                web("/version", 200, "{\"version\":\"1\"}")
                    .handle("/readyz", r -> HttpResponse.of(200, "text/plain", "ready\n"))))
        .isEqualTo(UNUSABLE);
    assertThat(verdicts())
        .containsEntry("web", "good")
        .containsEntry("websocket", "bad")
        .containsEntry("sound_udp", "untried");
    assertThat(output).contains("/signaling: status 404 and not 101");
  }

  @Test
  void aServerThatSendsOnToTlsIsExaminedThere() throws Exception {
    try (EmbeddedHost host = host(new ServerTls.SelfSigned())) {
      String there = "https://127.0.0.1:" + host.url().getPort();
      assertThat(
              ask(
                  WebServer.builder()
                      .handle(
                          "/",
                          r ->
                              HttpResponse.of(301, "text/plain", "")
                                  .with("Location", there + r.path()))))
          .isEqualTo(UNUSABLE);
      assertThat(verdicts()).containsEntry("web", "poor").containsEntry("tls", "bad");
      assertThat(output).contains("sends callers on to " + there);
    }
  }

  @Test
  void aClockThatIsWrongIsTold() throws Exception {
    clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
    try (EmbeddedHost host = host(new ServerTls.Off())) {
      assertThat(run(host.url().toString())).isEqualTo(1);
      assertThat(output).contains("!  clock", "120 minutes behind that of the server");
    }
  }

  @Test
  void aWrongCommandDoesNotRepeatWhatMayBeAPasscode() {
    assertThat(run("talk 98765432109")).isEqualTo(2);
    assertThat(output).doesNotContain("98765").contains("an invitation link");
    assertThat(run("--passcode", "98765", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(output).contains("14 digits").doesNotContain("98765");
    assertThat(run("--sound-address", "talk.example.org", "http://127.0.0.1:1")).isEqualTo(2);
  }
}
