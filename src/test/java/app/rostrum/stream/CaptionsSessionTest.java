package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaptionsSessionTest {
  private final Scene scene = new Scene();

  private void write(String json) {
    var document = scene.clients.sync.document("captions");
    document.data = JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
    document.listener.onData(document.data);
    scene.settle();
  }

  @Test
  void aProvisionalCaptionIsReplacedAndAllGoAfterSomeSeconds() {
    scene.viewer();
    write("{'captions':[{'user_identity':'Sam','text':'I scream','final':false}]}");
    assertThat(scene.state().captions())
        .containsExactly(new StreamCaption("Sam", "I scream", true));
    scene.loop.pass(LatestCaptions.SHOWN.minusSeconds(1));
    write(
        "{'captions':[{'user_identity':'Sam','text':'Ice cream','final':true},"
            + "{'user_identity':'Zoe','text':'Where?'}]}");
    scene.loop.pass(Duration.ofSeconds(2));
    assertThat(scene.state().captions())
        .containsExactly(
            new StreamCaption("Sam", "Ice cream", false),
            new StreamCaption("Zoe", "Where?", false));
    scene.loop.pass(LatestCaptions.SHOWN);
    assertThat(scene.state().captions()).isEmpty();
  }

  @Test
  void onlyTheLastTwoAndOnlyTheEndOfALongOneAreKept() {
    scene.viewer();
    write(
        "{'captions':[{'text':'one'},{'text':'two'},{'text':'%s the end','user_identity':'%s'}]}"
            .formatted("🎉".repeat(5000), "x".repeat(5000)));
    assertThat(scene.state().captions()).hasSize(2);
    assertThat(scene.state().captions().getFirst().text()).isEqualTo("two");
    StreamCaption last = scene.state().captions().getLast();
    assertThat(last.identity()).isEmpty();
    assertThat(last.text()).startsWith("…🎉").endsWith("🎉 the end");
    assertThat(last.text().codePoints().count()).isEqualTo(StreamCaption.LONGEST);
  }

  @Test
  void nonsenseIsReadAsFarAsItGoes() {
    scene.viewer();
    write("{'captions':[7,{'text':['x']},{'text':'\\u202e a\\nb ','user_identity':{},'final':3}]}");
    assertThat(scene.state().captions()).containsExactly(new StreamCaption("", "a b", false));
    write("{'captions':'none'}");
    assertThat(scene.state().captions()).isEmpty();
  }

  @Test
  void aPlainDeploymentHasNoneAndIsNotAskedForThem() {
    scene.backend.captions = Optional.empty();
    scene.viewer();
    assertThat(scene.state().captions()).isEmpty();
    assertThat(scene.state().reconnecting()).isFalse();
  }
}
