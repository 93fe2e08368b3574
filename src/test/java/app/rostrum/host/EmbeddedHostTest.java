package app.rostrum.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.InvitationLink;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.desktop.services.PasscodeSignIn;
import app.rostrum.files.TemporaryFolder;
import app.rostrum.host.tls.ServerTls;
import app.rostrum.testing.ManualClock;
import app.rostrum.web.AddressRanges;
import app.rostrum.web.FormFields;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.WebServer;
import com.google.gson.JsonParser;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedHostTest {
  private final OkHttpClient http = HttpClients.create();
  private final List<String> events = new CopyOnWriteArrayList<>();
  @TempDir Path data;

  private EmbeddedHost start(int port) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options("127.0.0.1", port, data, Optional.empty(), false),
        Clock.systemUTC(),
        this::heard);
  }

  private void heard(String name, Map<String, ?> fields) {
    events.add(name + " " + fields.get("stream"));
  }

  @Test
  void keysPasscodeAndStreamsOutliveARestart() throws Exception {
    String passcode;
    StreamCredentials host;
    int port;
    try (EmbeddedHost first = start(0)) {
      passcode = first.passcode();
      port = first.url().getPort();
      host = Backends.open(http, first.url(), passcode).createStream("Hanna", "Talk", true);
    }
    try (EmbeddedHost second = start(port)) {
      assertThat(second.passcode()).isEqualTo(passcode);
      assertThat(second.passcodes().expires())
          .isAfter(Clock.systemUTC().instant().plus(Duration.ofDays(6)));
      Backend backend = Backends.open(http, second.url(), passcode);
      assertThat(backend.listStreams().orElseThrow())
          .singleElement()
          .satisfies(stream -> assertThat(stream.streamName()).isEqualTo("Talk"));
      assertThat(backend.joinAsViewer("Lena", "Talk", null).roomSid()).isEqualTo(host.roomSid());
      backend.deleteStream("Talk", host.token());
    }
    assertThat(events).contains("room-created Talk", "room-ended Talk");
  }

  @Test
  void thePasscodeAloneFindsIt() throws Exception {
    try (EmbeddedHost running = start(0)) {
      Backends.open(http, "", running.passcode()).orElseThrow().verifyPasscode();
      assertThat(
              new PasscodeSignIn(() -> http, Backends.locator())
                  .signIn(Passcode.grouped(running.passcode()))
                  .invitationLink())
          .contains("127.0.0.1%3A" + running.url().getPort());
    }
    assertThat(Backends.open(http, "", "not a passcode")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "0.0.0.0", "::1", "::"})
  void thePasscodeAloneFindsItWhateverAddressItListensOn(String address) throws Exception {
    assumeThat(canBind(address)).isTrue();
    var options = new EmbeddedHost.Options(address, 0, data, Optional.empty(), false);
    try (var running = EmbeddedHost.start(options, Clock.systemUTC(), this::heard)) {
      Backends.open(http, "", running.passcode()).orElseThrow().verifyPasscode();
    }
  }

  private static boolean canBind(String address) {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void aTemporaryHostDeletesItsData() throws Exception {
    var folder = TemporaryFolder.create("rostrum-host");
    try (EmbeddedHost running = EmbeddedHost.startTemporary(Clock.systemUTC(), folder)) {
      Backends.open(http, running.url(), running.passcode()).verifyPasscode();
      assertThat(folder.path().resolve("rostrum.db")).exists();
    }
    assertThat(folder.path()).doesNotExist();
  }

  @Test
  void aWrongPasscodeIsRefused() throws Exception {
    try (EmbeddedHost running = start(0)) {
      assertThatThrownBy(
              () -> Backends.open(http, running.url(), "00000000000000").verifyPasscode())
          .isInstanceOfSatisfying(
              BackendException.class,
              e -> assertThat(e.kind()).isEqualTo(BackendException.Kind.PASSCODE));
    }
  }

  @Test
  void aRenewedPasscodeIsToldAndBothAreFoundHereUntilTheOldOneEnds() throws Exception {
    var clock = new ManualClock(Instant.now());
    var options = new EmbeddedHost.Options("127.0.0.1", 0, data, Optional.empty(), false);
    var told = new ArrayList<String>();
    String first;
    try (EmbeddedHost running = EmbeddedHost.start(options, clock, this::heard)) {
      first = running.passcode();
      running.passcodes().onRenewed(() -> told.add(running.passcode()));
      running.passcodes().renewIfDue();
      assertThat(told).isEmpty();
      clock.advance(Duration.ofDays(6));
      running.passcodes().renewIfDue();
      assertThat(told).containsExactly(running.passcode()).doesNotContain(first);
      assertThat(running.invitation().passcode().digits()).isEqualTo(running.passcode());
      Backends.open(http, "", first).orElseThrow().verifyPasscode();
      Backends.open(http, "", running.passcode()).orElseThrow().verifyPasscode();
    }
    assertThat(Backends.local().find(new Passcode(first))).isEmpty();
    try (EmbeddedHost again = EmbeddedHost.start(options, clock, this::heard)) {
      assertThat(again.passcode()).isEqualTo(told.getFirst());
      Backends.open(http, "", first).orElseThrow().verifyPasscode();
      clock.advance(Duration.ofDays(1));
      again.passcodes().renewIfDue();
      assertThat(Backends.local().find(new Passcode(first))).isEmpty();
      assertThat(Backends.local().find(new Passcode(told.getFirst()))).isPresent();
    }
    assertThat(events).noneMatch(event -> event.contains(first));
  }

  @Test
  void theRestApiIsServedWithItsKeysOnly() throws Exception {
    try (EmbeddedHost running = start(0);
        var response =
            http.newCall(new Request.Builder().url(running.url() + "/rest/video/v1/Rooms").build())
                .execute()) {
      assertThat(response.code()).isEqualTo(401);
      assertThat(response.body().string()).contains("20003");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://rostrum_server:8770", "https://xn--bcher-kva.example/talk"})
  void streamsOpenUnderAnyPublicHostName(String publicUrl) throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1", port, data, Optional.of(URI.create(publicUrl)), false);
    try (EmbeddedHost running = EmbeddedHost.start(options, Clock.systemUTC(), this::heard)) {
      assertThat(running.invitation().address()).contains(URI.create(publicUrl));
      Backend backend =
          Backends.open(http, URI.create("http://127.0.0.1:" + port), running.passcode());
      StreamCredentials host = backend.createStream("Hanna", "Talk", true);
      assertThat(InvitationLink.parse(running.invitation().format()))
          .contains(running.invitation());
      // The public name may lead nowhere from here.
      assertThat(backend.joinAsViewer("Vera", "Talk", null).whep().orElseThrow().toString())
          .startsWith("http://127.0.0.1:" + port);
      backend.deleteStream("Talk", host.token());
    }
    // The cloud's webhook to the backend arrived under that name.
    assertThat(events).contains("room-ended Talk");
  }

  /** The room of a program that knows Twilio only, and listens elsewhere. */
  @Test
  void aRoomMadeOverRestCallsItsOwnReceiverBackSignedAndInOrder() throws Exception {
    var calls = new CopyOnWriteArrayList<String>();
    try (EmbeddedHost running = start(0)) {
      RestAccess access = running.rest().orElseThrow();
      var validator = new RequestValidator(access.keys().authToken());
      var url = new AtomicReference<>("");
      try (var receiver =
          WebServer.builder()
              .handle(
                  "/",
                  request -> {
                    Map<String, String> form = form(request.text());
                    String signature = request.header("X-Twilio-Signature").orElse("");
                    calls.add(
                        form.get("SequenceNumber")
                            + " "
                            + form.get("StatusCallbackEvent")
                            + " "
                            + form.get("RoomName")
                            + " "
                            + validator.validate(url.get(), form, signature));
                    return HttpResponse.empty(204);
                  })
              .start(new InetSocketAddress("127.0.0.1", 0))) {
        url.set("http://127.0.0.1:" + receiver.port() + "/events?key=a+b");
        String room =
            post(
                access,
                "/video/v1/Rooms",
                Map.of("UniqueName", "Grün & blau", "StatusCallback", url.get()));
        String sid = JsonParser.parseString(room).getAsJsonObject().get("sid").getAsString();
        post(access, "/video/v1/Rooms/" + sid, Map.of("Status", "completed"));
        await().until(() -> calls.size() == 2);
      }
    }
    assertThat(calls)
        .containsExactly("0 room-created Grün & blau true", "1 room-ended Grün & blau true");
  }

  private static Map<String, String> form(String text) {
    var form = new HashMap<String, String>();
    FormFields.parse(text).forEach((name, values) -> form.put(name, values.getFirst()));
    return form;
  }

  private String post(RestAccess access, String path, Map<String, String> form) throws IOException {
    var body = new FormBody.Builder();
    form.forEach(body::add);
    var keys = access.keys();
    var request =
        new Request.Builder()
            .url(access.url() + path)
            .header("Authorization", Credentials.basic(keys.accountSid(), keys.authToken()))
            .post(body.build())
            .build();
    try (var response = http.newCall(request).execute()) {
      return response.body().string();
    }
  }

  /** The webhooks of a stream reach the backend, or its Sync service would stay. */
  @Test
  void theBackendIsCalledBackWhateverThePublicAddressIsAndWas() throws Exception {
    String passcode;
    StreamCredentials host;
    try (EmbeddedHost running = startBehindProxy("http://127.0.0.1:1/talk")) {
      passcode = running.passcode();
      host = Backends.open(http, local(running), passcode).createStream("Hanna", "Talk", true);
      assertThat(syncServices(running)).contains(host.roomSid());
    }
    try (EmbeddedHost running = startBehindProxy("http://127.0.0.1:2")) {
      Backends.open(http, local(running), passcode).deleteStream("Talk", host.token());
      await().until(() -> !syncServices(running).contains(host.roomSid()));
    }
  }

  private EmbeddedHost startBehindProxy(String publicUrl) throws IOException {
    return EmbeddedHost.start(
        new EmbeddedHost.Options(
            "127.0.0.1",
            0,
            data,
            Optional.of(URI.create(publicUrl)),
            false,
            true,
            AddressRanges.NONE,
            WebhookReceivers.LOOPBACK,
            Reach.DEFAULT,
            new ServerTls.Off(),
            Optional.empty()),
        Clock.systemUTC(),
        this::heard);
  }

  private static URI local(EmbeddedHost running) {
    return URI.create("http://127.0.0.1:" + running.port());
  }

  private String syncServices(EmbeddedHost running) throws IOException {
    var keys = running.rest().orElseThrow().keys();
    return rest(
        local(running) + "/v1/Services",
        "sync.twilio.com",
        Credentials.basic(keys.accountSid(), keys.authToken()));
  }

  @Test
  void aPortInUseIsSaidPlainlyAndItsOwnerGoesOn() throws Exception {
    try (EmbeddedHost running = start(0)) {
      var elsewhere =
          new EmbeddedHost.Options(
              "127.0.0.1",
              running.url().getPort(),
              data.resolve("elsewhere"),
              Optional.empty(),
              false);
      assertThatThrownBy(() -> EmbeddedHost.start(elsewhere, Clock.systemUTC(), this::heard))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(running.url().getPort()));
      Backends.open(http, running.url(), running.passcode()).verifyPasscode();
    }
  }

  @Test
  void aHugeBodyIsRefusedInTheShapeOfEachApi() throws Exception {
    try (EmbeddedHost running = start(0)) {
      assertThat(postTooMuch(running.url() + "/create-stream"))
          .startsWith("413")
          .contains("\"error\"", "body too large", "explanation");
      // Strangers do not get so far as to send a body.
      assertThat(postTooMuch(running.url() + "/rest/video/v1/Rooms"))
          .startsWith("401")
          .contains("\"code\":20003", "\"status\":401");
      assertThat(postTooMuch(running.url() + "/whep/VJ"))
          .startsWith("413")
          .contains("\"status\":413", "detail");
    }
  }

  @Test
  void twiliosHostNamesLeadToTheRestApiWhereItIsServed() throws Exception {
    try (EmbeddedHost running = start(0)) {
      RestAccess access = running.rest().orElseThrow();
      var keys = access.keys();
      String rooms = running.url() + "/v1/Rooms";
      String basic = Credentials.basic(keys.accountSid(), keys.authToken());
      assertThat(rest(rooms, "video.twilio.com", basic))
          .startsWith("200 ")
          .contains("\"rooms\":[]");
      assertThat(rest(rooms, "VIDEO.us1.twilio.com:443", basic)).startsWith("200 ");
      assertThat(rest(rooms, "video.twilio.com", Credentials.basic("AC", "x")))
          .startsWith("401 ")
          .contains("20003");
      assertThat(rest(running.url() + "/verify-passcode", "video.twilio.com", basic))
          .startsWith("404 ")
          .contains("20404");
      assertThat(rest(rooms, "video.twilio.com.evil.example", basic)).startsWith("403 ");
      assertThat(
              rest(
                  access.url() + "/video/v1/Rooms",
                  "localhost",
                  Credentials.basic(keys.apiKeySid(), keys.apiKeySecret())))
          .startsWith("200 ");
    }
  }

  private String rest(String url, String host, String basic) throws IOException {
    var request =
        new Request.Builder().url(url).header("Host", host).header("Authorization", basic).build();
    try (var response = http.newCall(request).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  @Test
  void overLoopbackItAnswersToItsOwnNamesAndPagesOnly() throws Exception {
    try (EmbeddedHost running = start(0)) {
      assertThat(status(running, "Host", "evil.example")).isEqualTo(403);
      assertThat(status(running, "Origin", "https://evil.example")).isEqualTo(403);
      assertThat(status(running, "Origin", "null")).isEqualTo(403);
      assertThat(status(running, "Host", "localhost:1")).isEqualTo(401);
      assertThat(status(running, "Host", "[::1]:1")).isEqualTo(401);
      assertThat(status(running, "Origin", "http://localhost:3000")).isEqualTo(401);
    }
  }

  @Test
  void behindAProxyItAnswersToItsPublicNameAndKeepsRestClosed() throws Exception {
    var options =
        new EmbeddedHost.Options(
            "127.0.0.1", 0, data, Optional.of(URI.create("https://Talk.Example.Org")), false);
    try (EmbeddedHost running = EmbeddedHost.start(options, Clock.systemUTC(), this::heard)) {
      URI here = URI.create("http://127.0.0.1:" + running.port());
      assertThat(status(here + "/verify-passcode", "Host", "talk.example.org")).isEqualTo(401);
      assertThat(status(here + "/verify-passcode", "Host", "evil.example")).isEqualTo(403);
      assertThat(status(here + "/verify-passcode", "Origin", "https://other.example"))
          .isEqualTo(401);
      assertThat(status(here + "/rest/video/v1/Rooms", "X", "y")).isEqualTo(404);
      assertThat(status(here + "/v1/Rooms", "Host", "video.twilio.com")).isEqualTo(403);
      assertThat(running.rest()).isEmpty();
    }
  }

  private int status(EmbeddedHost running, String header, String value) throws IOException {
    return status(running.url() + "/verify-passcode", header, value);
  }

  private int status(String url, String header, String value) throws IOException {
    var request = new Request.Builder().url(url).header(header, value).build();
    try (var response = http.newCall(request).execute()) {
      return response.code();
    }
  }

  private String postTooMuch(String url) throws IOException {
    var body = RequestBody.create(new byte[3 << 20], MediaType.get("application/json"));
    try (var response = http.newCall(new Request.Builder().url(url).post(body).build()).execute()) {
      return response.code() + " " + response.body().string();
    }
  }

  @Test
  void aPlayerOnAnotherPageCanReadThatThereIsNoHls() throws Exception {
    try (EmbeddedHost running = start(0)) {
      String playlist = running.url() + "/hls/VJ00000000000000000000000000000001/main.m3u8";
      var request =
          new Request.Builder().url(playlist).header("Origin", "http://localhost:3000").build();
      try (var response = http.newCall(request).execute()) {
        assertThat(response.code()).isEqualTo(404);
        assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(response.body().string()).contains("\"error\"", "not found", "explanation");
      }
    }
  }

  @Test
  void aFolderBelongsToOneAtATime() throws Exception {
    try (EmbeddedHost running = start(0)) {
      assertThatThrownBy(() -> start(0))
          .isInstanceOf(HostException.class)
          .extracting(failure -> ((HostException) failure).reason())
          .isEqualTo(HostException.Reason.FOLDER_IN_USE);
      Backends.open(http, running.url(), running.passcode()).verifyPasscode();
    }
    start(0).close();
  }

  @Test
  void nobodyElseCanReadAFolderThatItMade() throws Exception {
    Path made = data.resolve("made");
    var options = new EmbeddedHost.Options("127.0.0.1", 0, made, Optional.empty(), false);
    try (var running = EmbeddedHost.start(options, Clock.systemUTC(), this::heard)) {
      assertThat(Files.getPosixFilePermissions(made))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aDatabaseThatCannotBeUsedIsSaidInOneSentence() throws IOException {
    Path database = Files.writeString(data.resolve("rostrum.db"), "no database".repeat(1000));
    assertThatThrownBy(() -> start(0))
        .isInstanceOfSatisfying(
            HostException.class,
            e -> assertThat(e.reason()).isEqualTo(HostException.Reason.DATA_DAMAGED))
        .hasMessageContaining(database.toString())
        .hasMessageContaining("damaged")
        .hasMessageContaining("backup");
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidInOneSentence() throws IOException {
    Path file = Files.createFile(data.resolve("file"));
    var options = new EmbeddedHost.Options("127.0.0.1", 0, file, Optional.empty(), false);
    assertThatThrownBy(() -> EmbeddedHost.start(options, Clock.systemUTC(), this::heard))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("choose another folder");
  }

  @Test
  void aFolderOfOthersKeepsItsModeAndTheFilesInItAreForTheirOwnerOnly() throws Exception {
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedHost running = start(0)) {
      assertThat(Files.getPosixFilePermissions(data))
          .isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
      assertThat(Files.getPosixFilePermissions(data.resolve("rostrum.db")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }
}
