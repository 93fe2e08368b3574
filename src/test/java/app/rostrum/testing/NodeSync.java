package app.rostrum.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The official Sync SDK in a Node process of its own, driven by {@code sync-driver.cjs}. */
public final class NodeSync implements AutoCloseable {
  /** Everything that the SDK's listeners reported, in order. */
  public final List<JsonObject> events;

  private final NodeCalls node;

  /** Starts Node with a version of the SDK, named as in package.json. */
  public NodeSync(String sdk) throws IOException {
    node = new NodeCalls("sync-driver.cjs", sdk);
    events = node.events;
  }

  /** Runs a command and returns its result. */
  public JsonObject call(String op, Object... namesAndValues) throws Exception {
    JsonObject answer = answer(op, namesAndValues);
    assertThat(answer.get("error")).as(op).isNull();
    return answer.getAsJsonObject("result");
  }

  /** Runs a command that may fail and returns whether it succeeded. */
  public boolean accepts(String op, Object... namesAndValues) throws Exception {
    return !answer(op, namesAndValues).has("error");
  }

  /** Runs a command that is refused and returns status and code. */
  public List<Integer> refusal(String op, Object... namesAndValues) throws Exception {
    JsonObject answer = answer(op, namesAndValues);
    assertThat(answer.get("error")).as(op + " " + answer).isNotNull();
    JsonObject error = answer.getAsJsonObject("error");
    return List.of(error.get("status").getAsInt(), error.get("code").getAsInt());
  }

  private JsonObject answer(String op, Object... namesAndValues) throws Exception {
    return node.begin(op, namesAndValues).get(60, TimeUnit.SECONDS);
  }

  /** Returns the events of one object as words: {@code itemAdded bob {"a":1}}. */
  public List<String> words(String object) {
    return events.stream()
        .filter(e -> e.has("object") && e.get("object").getAsString().equals(object))
        .map(
            e ->
                e.get("event").getAsString()
                    + (e.get("key").isJsonNull() ? "" : " " + e.get("key").getAsString())
                    + (e.get("data").isJsonNull() ? "" : " " + e.get("data")))
        .toList();
  }

  /** Returns the names of the connection's events, states by their own name. */
  public List<String> connection() {
    return events.stream()
        .filter(e -> !e.has("object"))
        .map(e -> (e.has("state") ? e.get("state") : e.get("event")).getAsString())
        .toList();
  }

  @Override
  public void close() throws IOException {
    node.close();
  }
}
