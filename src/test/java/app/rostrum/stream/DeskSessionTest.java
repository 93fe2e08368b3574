package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.DeskCall;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.StreamState.Notice;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeskSessionTest {
  private final Scene scene = new Scene();

  private void write(String json) {
    var document = scene.clients.sync.document("stream");
    document.data = JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
    document.listener.onData(document.data);
    scene.settle();
  }

  private void coHosts(String... names) {
    var data = new JsonObject();
    var all = new JsonArray();
    List.of(names).forEach(all::add);
    data.add("co_hosts", all);
    write(data.toString());
  }

  private StreamDesk desk() {
    return scene.state().desk().orElseThrow();
  }

  @Test
  void everybodySeesTheDesk() {
    scene.viewer();
    write(
        "{'open_stage':false,'locked':true,'hands_open':false,'hands_reason':'Later',"
            + "'co_hosts':['Sam'],'topic':'T','pinned':'P'}");
    assertThat(desk())
        .isEqualTo(
            new StreamDesk(
                false,
                true,
                false,
                "Later",
                List.of("Sam"),
                "T",
                "P",
                Optional.empty(),
                List.of()));
    assertThat(scene.state().coHost()).isFalse();
  }

  @Test
  void aMessageOfTheServersOperatorIsToldOnce() {
    scene.viewer();
    write("{'operator_message':'Restart\\nat \u202e22:00'}");
    write("{'operator_message':'Restart\\nat \u202e22:00','topic':'T'}");
    assertThat(desk().operatorMessage()).isEqualTo("Restart at 22:00");
    assertThat(scene.state().notices())
        .filteredOn(notice -> notice.kind() == StreamState.Notice.Kind.OPERATOR_MESSAGE)
        .singleElement()
        .satisfies(notice -> assertThat(notice.subject()).isEqualTo("Restart at 22:00"));
    write("{'operator_message':''}");
    assertThat(desk().operatorMessage()).isEmpty();
    write("{'operator_message':'Once more'}");
    assertThat(scene.state().notices())
        .filteredOn(notice -> notice.kind() == StreamState.Notice.Kind.OPERATOR_MESSAGE)
        .hasSize(2);
  }

  @Test
  void aRecordingIsToldOnceWhenItBeginsAndWhenItEnds() {
    scene.viewer();
    String recording = "{'recording':{'user_identity':'Sam','since':'2026-11-22T10:00:00Z'}";
    write(recording + "}");
    write(recording + ",'topic':'T'}");
    assertThat(desk().recording())
        .contains(new StreamDesk.Recording("Sam", Instant.parse("2026-11-22T10:00:00Z")));
    assertThat(scene.state().notices())
        .extracting(notice -> notice.kind() + " " + notice.subject())
        .containsExactly("RECORDING_BEGUN Sam");
    write("{}");
    assertThat(desk().recording()).isEmpty();
    assertThat(scene.notices())
        .containsExactly(Notice.Kind.RECORDING_BEGUN, Notice.Kind.RECORDING_ENDED);
    write("{'recording':{'user_identity':7,'since':'then'}}");
    assertThat(desk().recording()).contains(new StreamDesk.Recording("", Instant.EPOCH));
  }

  @Test
  void aDocumentOfNonsenseIsReadAsFarAsItGoes() {
    scene.viewer();
    write("{'open_stage':'no','topic':7,'co_hosts':{'a':1},'timer':'soon','pinned':['x']}");
    assertThat(desk())
        .isEqualTo(
            new StreamDesk(true, false, true, "", List.of(), "", "", Optional.empty(), List.of()));
    write("{'timer':{'user_identity':'Sam','ends_at':'never','seconds':1e300}}");
    assertThat(desk().speakingTime().orElseThrow().ends()).isBefore(Instant.MAX);
  }

  @Test
  void aPlainDeploymentHasNoDeskAndIsNotAskedForOne() {
    scene.backend.desk = Optional.empty();
    StreamSession host = scene.host();
    assertThat(scene.state().desk()).isEmpty();
    host.desk(new DeskCall.Lock(true));
    assertThat(scene.backend.count("desk")).isZero();
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED);
  }

  @Test
  void theHostCallsTheBackendAndIsToldWhatNoListShows() {
    StreamSession host = scene.host();
    host.desk(new DeskCall.Lock(true));
    host.desk(new DeskCall.Remove("Troll"));
    host.desk(new DeskCall.Readmit("Troll"));
    scene.backend.refuse("desk", FakeBackend.unreachable());
    host.desk(new DeskCall.CoHost("Sam", true));
    assertThat(scene.backend.calls)
        .contains(
            "desk Lock[locked=true]",
            "desk Remove[identity=Troll]",
            "desk Readmit[identity=Troll]",
            "desk CoHost[identity=Sam, wanted=true]");
    assertThat(scene.state().notices())
        .extracting(notice -> notice.kind() + " " + notice.subject())
        .containsExactly(
            "REMOVED_SOMEBODY Troll", "READMITTED_SOMEBODY Troll", "ACTION_FAILED Sam");
  }

  @Test
  void aListenerWhoIsCoHostUsesTheDeskButForWhatTheHostKeeps() {
    StreamSession vera = scene.viewer();
    vera.desk(new DeskCall.Lock(true));
    assertThat(scene.backend.count("desk")).isZero();
    coHosts("Sam", "Vera");
    assertThat(scene.state().coHost()).isTrue();
    assertThat(scene.notices()).containsExactly(Notice.Kind.ACTION_FAILED, Notice.Kind.NOW_CO_HOST);
    vera.desk(new DeskCall.Lock(true));
    vera.invite("Zoe");
    vera.lowerHand("Zoe");
    vera.moveToAudience("Sam");
    assertThat(scene.backend.calls)
        .contains("desk Lock[locked=true]", "invite Zoe RM1", "hand Zoe false", "remove Sam");
    vera.desk(new DeskCall.CoHost("Zoe", true));
    vera.desk(new DeskCall.HandOver("Sam"));
    vera.endStream();
    assertThat(scene.backend.count("desk")).isEqualTo(1);
    assertThat(scene.backend.count("delete")).isZero();
    coHosts("Sam");
    assertThat(scene.notices()).endsWith(Notice.Kind.NO_LONGER_CO_HOST);
    vera.desk(new DeskCall.Lock(false));
    assertThat(scene.backend.count("desk")).isEqualTo(1);
  }

  @Test
  void thoseKeptOutAreFollowedByHostAndCoHostsOnly() {
    scene.clients.sync.put("kept_out", "Troll");
    scene.viewer();
    assertThat(desk().keptOut()).isEmpty();
    assertThat(scene.clients.sync.map("kept_out").opened).isZero();
    coHosts("Vera");
    assertThat(desk().keptOut()).containsExactly("Troll");
    scene.clients.sync.put("kept_out", "Another");
    assertThat(desk().keptOut()).containsExactly("Another", "Troll");
    scene.clients.sync.remove("kept_out", "Troll");
    assertThat(desk().keptOut()).containsExactly("Another");
    assertThat(scene.clients.sync.map("kept_out").opened).isEqualTo(1);
  }

  @Test
  void aCoHostHearsOfHands() {
    scene.viewer();
    coHosts("Vera");
    scene.clients.sync.put("raised_hands", "Zoe");
    assertThat(scene.notices()).containsExactly(Notice.Kind.NOW_CO_HOST, Notice.Kind.HAND_RAISED);
  }

  @Test
  void aHandShowsItsTextCleaned() {
    scene.host();
    var data = new JsonObject();
    data.addProperty("text", "About\u202e records\n");
    scene.clients.sync.put("raised_hands", "Vera", data);
    assertThat(scene.state().raisedHands().getFirst().text()).isEqualTo("About records");
    data.addProperty("text", "x".repeat(10_000));
    scene.clients.sync.put("raised_hands", "Vera", data);
    assertThat(scene.state().raisedHands().getFirst().text()).hasSizeLessThan(300);
  }

  @Test
  void aHandIsRaisedWithATextAndAClosedQueueSaysSo() {
    StreamSession vera = scene.viewer();
    scene.backend.refuse(
        "hand", FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "queue closed", "Later"));
    vera.raiseHand(true, "About records");
    assertThat(scene.backend.calls).endsWith("hand Vera true About records");
    assertThat(scene.state().handRaised()).isFalse();
    assertThat(scene.notices()).containsExactly(Notice.Kind.QUEUE_CLOSED);
  }

  @Test
  void aPersonIsToldThatTheHostLoweredTheHandButNotOfTheirOwnChoice() {
    StreamSession vera = scene.viewer();
    vera.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.settle();
    vera.raiseHand(false);
    scene.clients.sync.remove("raised_hands", "Vera");
    assertThat(scene.notices()).isEmpty();
    vera.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.loop.pass(Duration.ofSeconds(10));
    scene.clients.sync.remove("raised_hands", "Vera");
    assertThat(scene.notices()).containsExactly(Notice.Kind.HAND_LOWERED);
  }

  @Test
  void aSpeakersTimeRunsFromTheMomentItIsSeenToBeginWhateverTheClockSays() {
    scene.viewer();
    Instant began = scene.loop.clock.instant();
    String timer = "'timer':{'user_identity':'Sam','ends_at':'2001-01-01T00:00:00Z','seconds':120}";
    write("{" + timer + "}");
    Instant ends = began.plusSeconds(120);
    assertThat(desk().speakingTime())
        .hasValueSatisfying(time -> assertThat(time.ends()).isBetween(ends, ends.plusSeconds(1)));
    var before = desk().speakingTime();
    scene.loop.pass(Duration.ofSeconds(30));
    write("{'topic':'Another'," + timer + "}");
    assertThat(desk().speakingTime()).isEqualTo(before);
  }

  @Test
  void whoComesLaterSeesNoMoreThanTheWholeTime() {
    Instant now = scene.loop.clock.instant();
    scene.clients.sync.document("stream").data =
        JsonParser.parseString(
                "{\"timer\":{\"user_identity\":\"Sam\",\"ends_at\":\"2100-01-01T00:00:00Z\",\"seconds\":60}}")
            .getAsJsonObject();
    scene.viewer();
    assertThat(desk().speakingTime().orElseThrow().ends())
        .isBetween(now.plusSeconds(60), now.plusSeconds(65));
  }

  @Test
  void aCoHostTakesOverBeforeAnEarlierSpeaker() {
    scene.clients.sync.speaker("Zoe", false);
    scene.loop.pass(Duration.ofSeconds(5));
    scene.speaker();
    coHosts("Sam");
    scene.clients.sync.remove("speakers", "Hana");
    scene.clients.room().participants();
    scene.settle();
    scene.loop.pass(Duration.ofSeconds(59));
    assertThat(scene.state().mayTakeOver()).isFalse();
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.state().mayTakeOver()).isTrue();
  }

  @Test
  void aCoHostsRequestToMuteIsFollowed() {
    StreamSession sam = scene.speaker();
    String request = new String(new MuteRequest("Sam").encode(), StandardCharsets.UTF_8);
    scene.clients.sync.speaker("Zoe", false);
    scene.clients.room().says("Zoe", request);
    assertThat(scene.state().microphoneOn()).isTrue();
    coHosts("Zoe");
    scene.clients.room().says("Zoe", request);
    assertThat(scene.state().microphoneOn()).isFalse();
    sam.mute("Hana");
    assertThat(scene.clients.room().data.sent).isEmpty();
    coHosts("Sam");
    sam.mute("Hana");
    assertThat(scene.clients.room().data.sent).hasSize(1);
  }

  @Test
  void aListenerWhoIsRemovedLeaves() {
    scene.viewer();
    scene.backend.refuseAlways("viewer", keptOut());
    scene.clients.player().fail(401);
    scene.loop.pass(Duration.ofSeconds(1));
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Removed()));
  }

  @Test
  void aListenerWhoIsRemovedLeavesThoughThePlayerGoesOn() {
    scene.viewer();
    scene.backend.refuseAlways("viewer", keptOut());
    scene.clients.sync.drop("viewers");
    scene.loop.pass(Duration.ofSeconds(10));
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Removed()));
  }

  @Test
  void aSpeakerWhoIsRemovedLeaves() {
    scene.speaker();
    scene.backend.refuseAlways("viewer", keptOut());
    scene.clients.room().disconnect(new DisconnectReason.Removed());
    assertThat(scene.phase()).isEqualTo(new Phase.Left(new LeaveReason.Removed()));
  }

  @Test
  void whoCannotEnterALockedStreamLearnsWhy() {
    scene.backend.refuseAlways(
        "viewer", FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "stream locked", ""));
    scene.begin("Vera", Role.VIEWER, false);
    assertThat(scene.phase())
        .isEqualTo(
            new Phase.Left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.STREAM_LOCKED))));
  }

  private static BackendException keptOut() {
    return FakeBackend.refusal(BackendException.Kind.FORBIDDEN, "kept out", "");
  }
}
