package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.web.WebServer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twilio's own REST helper for Node, unmodified, on the embedded cloud's REST API over HTTP. */
@Tag("conformance")
class RestHelperConformanceTest {
  private static final Path NODE = Path.of("src/test/conformance").toAbsolutePath();

  @TempDir private Path home;

  @Test
  void theOfficialHelperFindsEveryResourceAsItIsAtTwilio() throws Exception {
    assertThat(Files.isDirectory(NODE.resolve("node_modules")))
        .as("run npm ci in src/test/conformance first")
        .isTrue();
    JsonObject seen;
    try (var cloud = new RealCloud(home.resolve("cloud.db"));
        var web =
            WebServer.builder()
                .handle(RestRouter.PREFIX, cloud)
                .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
      seen = run("http://127.0.0.1:" + web.port());
    }
    assertThat(seen.getAsJsonObject("room").get("sid").getAsString()).matches("RM[0-9a-f]{32}");
    seen.getAsJsonObject("room").remove("sid");
    assertThat(seen)
        .isEqualTo(
            JsonParser.parseString(
                """
                {
                  "wrongToken": "401/20003",
                  "room": {"name": "Java", "status": "in-progress", "type": "group"},
                  "roomExists": "400/53113",
                  "roomByName": true,
                  "roomBySid": "Java",
                  "roomMissing": "404/20404",
                  "roomList": ["Java"],
                  "participants": 0,
                  "participantMissing": "404/20404",
                  "roomCompleted": "completed",
                  "roomGone": "404/20404",
                  "syncService": {"name": "RM1", "acl": true, "reachability": true,
                    "debouncing": true, "window": 5000},
                  "syncServices": true,
                  "mapExists": "409/54301",
                  "itemExists": "409/54208",
                  "itemData": {"n": 7},
                  "itemPages": 60,
                  "itemRemoved": true,
                  "itemMissing": "404/20404",
                  "permission": ["Bob", true, false, false],
                  "documentExists": "409/54301",
                  "documentData": {"speaker_invite": true},
                  "serviceRemoved": true,
                  "serviceGone": "404/20404",
                  "chat": {"name": "RM1", "state": "active", "closes": true},
                  "chatExists": "409/50353",
                  "chatParticipant": "Bob",
                  "chatTwice": "409/50433",
                  "chatMembers": ["Bob"],
                  "chatMessage": {"index": 0, "body": "hello 😀", "author": "Bob",
                    "attributes": "{\\"k\\":1}"},
                  "chatMessages": true,
                  "chatNewest": "m59",
                  "chatEdited": "changed",
                  "chatMessageRemoved": true,
                  "chatMessageGone": "404/20404",
                  "chatTooLong": "400/50504",
                  "chatRead": 5,
                  "chatUser": "Bob the Builder",
                  "chatUsers": [["Bob", false]],
                  "chatClosed": "closed",
                  "chatAfterClose": "400/50377",
                  "chatRemoved": true,
                  "chatGone": "404/20404"
                }
                """));
  }

  private static JsonObject run(String base) throws Exception {
    Process node =
        new ProcessBuilder(
                "node", "twilio-rest.cjs", base, FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN)
            .directory(NODE.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(node.exitValue()).isZero();
      return JsonParser.parseString(output).getAsJsonObject();
    } finally {
      node.destroyForcibly();
    }
  }
}
