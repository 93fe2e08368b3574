package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The official Conversations SDK in a Node process of its own, driven by {@code
 * conversations-driver.cjs}. Several named clients share it.
 */
public final class NodeConversations implements AutoCloseable {
  /** Everything that the listeners of all clients reported, in order. */
  public final List<JsonObject> events;

  private final NodeCalls node;

  /** Starts Node with one version of the SDK. */
  public NodeConversations(Sdk sdk) throws IOException {
    this(new NodeCalls("conversations-driver.cjs", sdk.module()));
  }

  private NodeConversations(NodeCalls node) {
    this.node = node;
    events = node.events;
  }

  /** Starts headless Chromium, whose pages have the SDK's bundle: {@code conversations-browser}. */
  public static NodeConversations inBrowser() throws IOException {
    return new NodeConversations(new NodeCalls("conversations-browser.cjs"));
  }

  /** Runs a command of one client and returns its result. */
  public JsonObject call(String who, String op, Object... namesAndValues) throws Exception {
    return result(op, begin(who, op, namesAndValues));
  }

  /** Waits for a command and returns its result. */
  public JsonObject result(String op, CompletableFuture<JsonObject> call) throws Exception {
    JsonObject answer = call.get(40, TimeUnit.SECONDS);
    assertThat(answer.get("error")).as(op).isNull();
    return answer.getAsJsonObject("result");
  }

  /** Runs a command that is refused and returns {@code status/code}. */
  public String refusal(String who, String op, Object... namesAndValues) throws Exception {
    JsonObject answer = begin(who, op, namesAndValues).get(40, TimeUnit.SECONDS);
    assertThat(answer.get("error")).as(op + " " + answer).isNotNull();
    JsonObject error = answer.getAsJsonObject("error");
    return error.get("status") + "/" + error.get("code");
  }

  /** Begins a command; the future has {@code result} or {@code error}. */
  public CompletableFuture<JsonObject> begin(String who, String op, Object... namesAndValues)
      throws IOException {
    return node.begin(
        op, Stream.concat(Stream.of("who", who), Stream.of(namesAndValues)).toArray());
  }

  /** Returns the events of one kind that one client reported. */
  public List<JsonObject> heard(String who, String event) {
    return events.stream()
        .filter(e -> e.has("who") && e.get("who").getAsString().equals(who))
        .filter(e -> e.get("event").getAsString().equals(event))
        .toList();
  }

  /** Returns the bodies of the messages that one client was told of, in order. */
  public List<String> bodies(String who) {
    return heard(who, "messageAdded").stream()
        .map(e -> e.getAsJsonObject("message").get("body").getAsString())
        .toList();
  }

  /** Returns the identities that one client's events of one kind are about, in order. */
  public List<String> identities(String who, String event) {
    return heard(who, event).stream().map(e -> e.get("identity").getAsString()).toList();
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
