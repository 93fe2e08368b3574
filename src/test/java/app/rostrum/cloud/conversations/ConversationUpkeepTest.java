package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.Capability;
import app.rostrum.testing.NodeConversations;
import app.rostrum.testing.Sdk;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations that clients create and change, and their own view of them. */
class ConversationUpkeepTest extends ConversationsJudges {
  @Judged
  @Capability("create, join, add, remove, delete a conversation of one's own")
  void createsAndDeletesItsOwnConversation(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    String ann = connect(node, "ann");
    String bob = connect(node, "bob");
    JsonObject made = node.call(ann, "create", "name", "mine");
    assertThat(made.get("name").getAsString()).isEqualTo("mine");
    assertThat(node.refusal(bob, "openBySid", "sid", made.get("sid").getAsString()))
        .isEqualTo("403/50430");
    node.call(ann, "join");
    node.call(ann, "add", "identity", "bob");
    assertThat(node.refusal(ann, "add", "identity", "bob")).isEqualTo("409/50433");
    soon(() -> assertThat(node.heard(bob, "conversationJoined")).hasSize(1));
    node.call(bob, "open", "name", "mine");
    node.call(bob, "settled");
    node.call(ann, "settled");
    assertThat(node.call(bob, "send", "body", "hello").get("index").getAsInt()).isZero();
    soon(() -> assertThat(node.bodies(ann)).containsExactly("hello"));
    node.call(ann, "rename", "name", "Ours");
    soon(
        () ->
            assertThat(node.call(bob, "conversation").get("friendlyName").getAsString())
                .isEqualTo("Ours"));
    assertThat(node.refusal(bob, "rename", "name", "His")).isEqualTo("403/50107");
    node.call(ann, "remove", "identity", "bob");
    soon(() -> assertThat(node.heard(bob, "conversationLeft")).hasSize(1));
    assertThat(node.refusal(bob, "send", "body", "still here?")).isEqualTo("403/50430");
    node.call(ann, "destroy");
    soon(() -> assertThat(node.heard(ann, "conversationRemoved")).hasSize(1));
    leaveAll(node);
  }

  @Judged
  @Capability("unique name changed and removed; attributes of any kind")
  void changesAConversationsNameAndAttributes(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    cloud.conversation(service, "taken");
    String ann = connect(node, "ann");
    String bob = connect(node, "bob");
    node.call(ann, "create", "name", "mine");
    node.call(ann, "join");
    node.call(ann, "add", "identity", "bob");
    soon(() -> assertThat(node.heard(bob, "conversationJoined")).hasSize(1));
    node.call(bob, "open", "name", "mine");
    for (String name : List.of("ours", "")) {
      node.call(ann, "change", "uniqueName", name);
      soon(
          () ->
              assertThat(text(node.call(bob, "conversation").get("name")))
                  .isEqualTo(name.isEmpty() ? Optional.empty() : Optional.of(name)));
      assertThat(node.refusal(bob, "open", "name", "mine")).isEqualTo("404/20404");
    }
    assertThat(node.refusal(bob, "open", "name", "ours")).isEqualTo("404/20404");
    assertThat(node.refusal(ann, "change", "uniqueName", "taken")).isEqualTo("409/50353");
    for (String attributes : List.of("{\"seats\":[1,2]}", "\"text\"", "[null]", "5", "true")) {
      JsonElement wanted = JsonParser.parseString(attributes);
      node.call(ann, "change", "attributes", wanted);
      soon(
          () ->
              assertThat(node.call(bob, "conversation").get("attributes").toString())
                  .isEqualTo(attributes));
    }
    assertThat(node.refusal(bob, "change", "uniqueName", "his")).isEqualTo("403/50107");
    leaveAll(node);
  }

  private static Optional<String> text(@Nullable JsonElement json) {
    return json == null || json.isJsonNull() ? Optional.empty() : Optional.of(json.getAsString());
  }

  @Judged
  @Capability("one's own conversations in pages; participants by name; notification level")
  void listsItsOwnConversations(Sdk sdk) throws Exception {
    NodeConversations node = node(sdk);
    var names = new HashSet<String>();
    for (int i = 0; i < 7; i++) {
      cloud.conversation(service, "room" + i, "ann", "bob");
      names.add("room" + i);
    }
    cloud.conversation(service, "other", "bob");
    String ann = connect(node, "ann");
    soon(
        () ->
            assertThat(
                    node.call(ann, "mine", "limit", 3).getAsJsonArray("names").asList().stream()
                        .map(JsonElement::getAsString))
                .containsExactlyInAnyOrderElementsOf(names));
    node.call(ann, "open", "name", "room3");
    JsonObject bob = node.call(ann, "participant", "identity", "bob");
    assertThat(bob.get("identity").getAsString()).isEqualTo("bob");
    assertThat(node.call(ann, "participant", "sid", bob.get("sid").getAsString())).isEqualTo(bob);
    for (String level : List.of("muted", "default")) {
      node.call(ann, "notify", "level", level);
      soon(
          () ->
              assertThat(node.call(ann, "conversation").get("notify").getAsString())
                  .isEqualTo(level));
    }
    leaveAll(node);
  }
}
