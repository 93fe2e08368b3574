package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.Capability;
import app.rostrum.testing.NodeConversations;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The official Conversations SDKs in web pages. */
@Tag("conformance")
@Timeout(120)
class ConversationsInBrowserTest {
  private static final List<String> PEOPLE = List.of("new", "middle", "old");

  private static List<String> texts(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false).map(e -> e.getAsString()).toList();
  }

  private static void heard(NodeConversations browser, String who, String... bodies) {
    await()
        .untilAsserted(
            () ->
                assertThat(texts(browser.call(who, "heard").getAsJsonArray("heard")))
                    .containsExactly(bodies));
  }

  @Test
  @Capability(
      value = "in a web page: initialise, send, receive; page reload; server restart",
      judgedBy = {Sdk.CONVERSATIONS_3_0, Sdk.CONVERSATIONS_2_6, Sdk.CONVERSATIONS_2_1})
  void chatsFromAWebPage(@TempDir Path home) throws Exception {
    Path file = home.resolve("cloud.db");
    ChatCloud cloud = ChatCloud.on(file, 0);
    int port = cloud.port();
    try (NodeConversations browser = NodeConversations.inBrowser()) {
      String service = cloud.service();
      cloud.conversation(service, "room", "new", "middle", "old");
      browser.call("new", "page", "module", Sdk.CONVERSATIONS_3_0.module());
      browser.call("middle", "page", "module", Sdk.CONVERSATIONS_2_6.module());
      browser.call("old", "page", "module", Sdk.CONVERSATIONS_2_1.module());
      for (String who : PEOPLE) {
        JsonObject opened = connect(browser, cloud, service, who);
        assertThat(texts(opened.getAsJsonArray("participants")))
            .containsExactlyInAnyOrderElementsOf(PEOPLE);
      }
      browser.call("new", "send", "body", "hello 😀");
      browser.call("old", "send", "body", "grüß Gott");
      browser.call("middle", "send", "body", "servus");
      for (String who : PEOPLE) {
        heard(browser, who, "hello 😀", "grüß Gott", "servus");
      }

      for (String who : PEOPLE) {
        browser.call(who, "reload");
        JsonObject opened = connect(browser, cloud, service, who);
        assertThat(texts(opened.getAsJsonArray("history")))
            .containsExactly("hello 😀", "grüß Gott", "servus");
      }

      cloud.dropSockets();
      cloud.close();
      cloud = ChatCloud.on(file, port);
      cloud.say(service, "room", "back again");
      for (String who : PEOPLE) {
        heard(browser, who, "back again");
      }
      browser.call("old", "send", "body", "me too");
      heard(browser, "new", "back again", "me too");
      // A page that is reloaded after the restart finds everything, whatever it has cached.
      browser.call("new", "reload");
      assertThat(texts(connect(browser, cloud, service, "new").getAsJsonArray("history")))
          .containsExactly("hello 😀", "grüß Gott", "servus", "back again", "me too");
    } finally {
      cloud.close();
    }
  }

  private static JsonObject connect(
      NodeConversations browser, ChatCloud cloud, String service, String who) throws Exception {
    return browser.call(
        who,
        "connect",
        "uri",
        cloud.twilsock(),
        "token",
        ChatCloud.token(who, service),
        "name",
        "room");
  }
}
