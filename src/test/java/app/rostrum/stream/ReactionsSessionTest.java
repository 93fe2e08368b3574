package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReactionsSessionTest {
  private final Scene scene = new Scene();

  private void write(String json) {
    var document = scene.clients.sync.document("reactions");
    document.data = JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
    document.listener.onData(document.data);
    scene.settle();
  }

  private StreamReactions shown() {
    return scene.state().reactions().orElseThrow();
  }

  @Test
  void reactionsAreShownForSomeSecondsAndAddUp() {
    scene.viewer();
    assertThat(shown()).isEqualTo(StreamReactions.NONE);
    write("{'counts':{'applause':3},'from':[{'user_identity':'Sam','reaction':'applause'}]}");
    write(
        "{'counts':{'applause':2,'heart':1},'from':[{'user_identity':'Sam','reaction':'heart'}]}");
    assertThat(shown())
        .isEqualTo(
            new StreamReactions(
                Map.of(Reaction.APPLAUSE, 5, Reaction.HEART, 1), Map.of("Sam", Reaction.HEART)));
    scene.loop.pass(LatestReactions.SHOWN.plusMillis(100));
    assertThat(shown()).isEqualTo(StreamReactions.NONE);
  }

  @Test
  void nonsenseIsReadAsFarAsItGoes() {
    scene.viewer();
    write(
        "{'counts':{'applause':'x','heart':-3,'wow':1e300,'dance':4},'from':[7,{'reaction':[]}]}");
    assertThat(shown().counts()).isEqualTo(Map.of(Reaction.WOW, 1_000_000));
    assertThat(shown().people()).isEmpty();
    write("{'counts':[]}");
    write("{}");
    assertThat(shown().counts()).isEqualTo(Map.of(Reaction.WOW, 1_000_000));
  }

  @Test
  void listenersAndSpeakersReact() {
    StreamSession viewer = scene.viewer();
    viewer.react(Reaction.THUMBS_UP);
    scene.settle();
    assertThat(scene.backend.count("sendReaction")).isEqualTo(1);
    assertThat(scene.notices()).isEmpty();
  }

  @Test
  void aKeyThatIsHeldDownIsNoFlood() {
    StreamSession viewer = scene.viewer();
    for (int i = 0; i < 50; i++) {
      viewer.react(Reaction.THUMBS_UP);
    }
    scene.settle();
    assertThat(scene.backend.count("sendReaction")).isEqualTo(1);
    scene.loop.pass(Duration.ofSeconds(1));
    viewer.react(Reaction.THUMBS_UP);
    scene.settle();
    assertThat(scene.backend.count("sendReaction")).isEqualTo(2);
  }

  @Test
  void aReactionThatReachesNobodyIsToldAndOneTooManyIsNot() {
    StreamSession viewer = scene.viewer();
    scene.backend.refuse("sendReaction", FakeBackend.unreachable());
    viewer.react(Reaction.HEART);
    scene.settle();
    assertThat(scene.notices()).containsExactly(StreamState.Notice.Kind.ACTION_FAILED);
    scene.loop.pass(Duration.ofSeconds(1));
    scene.backend.refuse("sendReaction", FakeBackend.tooMany(Duration.ofSeconds(1)));
    viewer.react(Reaction.HEART);
    scene.settle();
    assertThat(scene.backend.count("sendReaction")).isEqualTo(2);
    assertThat(scene.notices()).hasSize(1);
  }

  @Test
  void aPlainDeploymentHasNoneAndIsNotAsked() {
    scene.backend.reactions = Optional.empty();
    StreamSession viewer = scene.viewer();
    assertThat(scene.state().reactions()).isEmpty();
    viewer.react(Reaction.HEART);
    scene.settle();
    assertThat(scene.backend.count("sendReaction")).isZero();
    assertThat(scene.notices()).containsExactly(StreamState.Notice.Kind.ACTION_FAILED);
  }
}
