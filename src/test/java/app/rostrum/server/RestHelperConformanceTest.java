package app.rostrum.server;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.rest.RestRouter;
import app.rostrum.testing.Capability;
import app.rostrum.testing.Sdk;
import app.rostrum.web.WebServer;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twilio's own REST helper for Node, unmodified, on the embedded cloud's REST API over HTTP. */
@Tag("conformance")
class RestHelperConformanceTest {
  private static final Path NODE = Path.of("src/test/conformance").toAbsolutePath();

  @TempDir private Path home;

  private RealCloud cloud;
  private WebServer web;

  @BeforeEach
  void open() throws Exception {
    assertThat(Files.isDirectory(NODE.resolve("node_modules")))
        .as("run npm ci in src/test/conformance first")
        .isTrue();
    cloud = new RealCloud(home.resolve("cloud.db"));
    web =
        WebServer.builder()
            .handle(RestRouter.PREFIX, cloud)
            .start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws Exception {
    web.close();
    cloud.close();
  }

  private void sees(String part, String expected) throws Exception {
    JsonObject seen = run("http://127.0.0.1:" + web.port(), part);
    assertThat(seen.remove("wrongToken").getAsString()).isEqualTo("401/20003");
    if (seen.has("room")) {
      assertThat(seen.getAsJsonObject("room").remove("sid").getAsString())
          .matches("RM[0-9a-f]{32}");
    }
    assertThat(seen).isEqualTo(JsonParser.parseString(expected));
  }

  @Test
  @Capability(value = "REST: video rooms and participants", judgedBy = Sdk.HELPER)
  void roomsAreAsAtTwilio() throws Exception {
    sees(
        "video",
        """
        {
          "room": {"name": "Java", "status": "in-progress", "type": "group"},
          "roomExists": "400/53113",
          "roomByName": true,
          "roomBySid": "Java",
          "roomMissing": "404/20404",
          "roomList": ["Java"],
          "participants": 0,
          "participantMissing": "404/20404",
          "roomCompleted": "completed",
          "roomGone": "404/20404"
        }
        """);
  }

  @Test
  @Capability(value = "REST: Sync services, maps, documents, permissions", judgedBy = Sdk.HELPER)
  void syncIsAsAtTwilio() throws Exception {
    sees(
        "sync",
        """
        {
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
          "serviceGone": "404/20404"
        }
        """);
  }

  @Test
  @Capability(
      value = "REST: Sync lists, streams, times to live, conflicts, paging",
      judgedBy = Sdk.HELPER)
  void listsAndStreamsAreAsAtTwilio() throws Exception {
    sees(
        "objects",
        """
        {
          "list": ["chat", "ES", true],
          "listExists": "409/54301",
          "lists": ["chat"],
          "listLastIndex": 39,
          "listPages": 40,
          "listDown": [10, 9, 8],
          "listBeyond": [38, 39],
          "listItemChanged": {"n": -7},
          "listConflict": "412/54155",
          "listTooLarge": "413/54006",
          "listTtlRefused": "400/54011",
          "listItemRemoved": true,
          "listItemMissing": "404/20404",
          "listPermission": ["Bob", true, true, false],
          "listPermissions": ["Bob"],
          "listPermissionRemoved": true,
          "listPermissionMissing": "404/20404",
          "listStays": null,
          "listRemoved": true,
          "listGone": "404/20404",
          "stream": ["reactions", "TO"],
          "streamExists": "409/54301",
          "streamMessage": ["TZ", 1],
          "streamTooLarge": "413/54006",
          "streamExpires": true,
          "streamRemoved": true,
          "streamGone": "404/20404",
          "documentConflict": "412/54103",
          "documents": [["paper", 2]],
          "documentRemoved": true,
          "nameRefused": "400/54302",
          "mapItem": ["a-b", true],
          "mapItemConflict": "412/54205",
          "mapItemRemoved": true
        }
        """);
  }

  @Test
  @Capability(value = "REST: conversations, participants, messages, users", judgedBy = Sdk.HELPER)
  void conversationsAreAsAtTwilio() throws Exception {
    sees(
        "conversations",
        """
        {
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
        """);
  }

  private static JsonObject run(String base, String part) throws Exception {
    Process node =
        new ProcessBuilder(
                "node", "twilio-rest.cjs", base, FakeTwilio.ACCOUNT, FakeTwilio.AUTH_TOKEN, part)
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
