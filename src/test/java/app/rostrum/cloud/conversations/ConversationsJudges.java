package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.testing.NodeConversations;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/**
 * Runs the official, unmodified Conversations SDKs in Node against our cloud. The tests of a class
 * share one server and one Node process per version; each has its own service and users.
 */
@Tag("conformance")
@Timeout(120)
abstract class ConversationsJudges {
  private static final Map<Sdk, NodeConversations> NODES = new EnumMap<>(Sdk.class);
  static ChatCloud cloud;

  @SuppressWarnings("NullAway") // Open before any test is made.
  final String service = cloud.service();

  private final String suffix = "-" + service.substring(2, 8);
  final List<String> connected = new ArrayList<>();

  @BeforeAll
  static void open() throws Exception {
    cloud = ChatCloud.inMemory();
  }

  @AfterAll
  static void close() throws Exception {
    for (NodeConversations node : NODES.values()) {
      node.close();
    }
    NODES.clear();
    cloud.close();
  }

  static NodeConversations node(Sdk sdk) throws Exception {
    NodeConversations node = NODES.get(sdk);
    if (node == null) {
      node = new NodeConversations(sdk);
      NODES.put(sdk, node);
    }
    return node;
  }

  /** Returns the name by which Node knows a user of this test. */
  String who(String identity) {
    return identity + suffix;
  }

  String connect(NodeConversations node, String identity) throws Exception {
    return connect(node, identity, ChatCloud.token(identity, service));
  }

  String connect(NodeConversations node, String identity, String token) throws Exception {
    JsonObject client =
        node.call(who(identity), "connect", "uri", cloud.twilsock(), "token", token);
    assertThat(client.get("identity").getAsString()).isEqualTo(identity);
    connected.add(who(identity));
    return who(identity);
  }

  /** Connects and opens the conversation "room". */
  String enter(NodeConversations node, String identity) throws Exception {
    String who = connect(node, identity);
    JsonObject conversation = node.call(who, "open", "name", "room");
    assertThat(conversation.get("status").getAsString()).isEqualTo("joined");
    node.call(who, "settled");
    return who;
  }

  void leaveAll(NodeConversations node) throws Exception {
    for (String who : connected) {
      node.call(who, "shutdown");
    }
  }

  static List<String> bodies(JsonObject page) {
    return StreamSupport.stream(page.getAsJsonArray("messages").spliterator(), false)
        .map(m -> m.getAsJsonObject().get("body").getAsString())
        .toList();
  }

  static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  /** Waits until an SDK has heard of something. */
  static void soon(ThrowingRunnable assertion) {
    await().ignoreExceptions().untilAsserted(assertion);
  }
}
