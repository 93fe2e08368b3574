package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.room.ServerMessage.State;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomMessageTest {
  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void readsABrowsersConnect() throws MalformedMessageException {
    var message =
        ClientMessage.parse(
            json(
                """
                {"type":"connect","version":2,"name":"room1","token":"secret","format":"unified",
                 "ice_servers":"acquire",
                 "publisher":{"name":"twilio-video.js","sdk_version":"2.36.0","user_agent":"M"},
                 "participant":{"revision":3,"tracks":[
                   {"id":"f0","kind":"audio","name":"mic","enabled":true,"priority":"standard"},
                   {"id":"ba","kind":"data","name":"d","enabled":true,"priority":"standard"}]},
                 "peer_connections":[{"id":"c8",
                   "description":{"type":"offer","revision":1,"sdp":"v=0\\r\\n"}}],
                 "subscribe":{"revision":1,"rules":[{"type":"include","all":true}]},
                 "media_signaling":{}}\
                """));
    assertThat(message)
        .isInstanceOfSatisfying(
            ClientMessage.Connect.class,
            connect -> {
              assertThat(connect.name()).contains("room1");
              assertThat(connect.subscribeAll()).isTrue();
              assertThat(connect.participant().revision()).isEqualTo(3);
              assertThat(connect.participant().tracks())
                  .extracting(LocalParticipant.Track::kind)
                  .containsExactly(TrackKind.AUDIO, TrackKind.DATA);
              assertThat(connect.peerConnections().getFirst().description().orElseThrow())
                  .isEqualTo(new PeerUpdate.Description(PeerUpdate.Type.OFFER, 1, "v=0\r\n"));
              assertThat(connect.toString()).doesNotContain("secret");
            });
  }

  @Test
  void clientMessagesReadAsTheyWereWritten() throws MalformedMessageException {
    var me =
        new LocalParticipant(
            2, List.of(new LocalParticipant.Track("t", TrackKind.AUDIO, "m", false, "low")));
    var ice =
        PeerUpdate.of(
            "p",
            new PeerUpdate.Ice(
                "u", 3, true, List.of(new PeerUpdate.Candidate("candidate:1 1 udp", "0", 0))));
    for (ClientMessage message :
        List.of(
            new ClientMessage.Ice("t"),
            new ClientMessage.Connect(
                "t",
                Optional.empty(),
                "n",
                "1",
                me,
                List.of(ice),
                false,
                List.of("active_speaker")),
            new ClientMessage.Update("s", Optional.of(me), List.of(ice)),
            new ClientMessage.Sync("t", "n", "s", me, List.of(ice)),
            new ClientMessage.Disconnect("s"))) {
      assertThat(ClientMessage.parse(message.toJson())).isEqualTo(message);
    }
  }

  @Test
  void serverMessagesReadAsTheyWereWritten() throws MalformedMessageException {
    var state =
        State.NOTHING
            .withParticipants(
                List.of(
                    new ParticipantState(
                        "PA1",
                        "bob",
                        ParticipantState.State.RECONNECTING,
                        4,
                        List.of(
                            new ParticipantState.Track(
                                "MT1", "mic", TrackKind.AUDIO, true, "standard")))))
            .withPublished(
                new Published(
                    2,
                    List.of(
                        new Published.Track.Created("a"),
                        new Published.Track.Ready("b", "MT2"),
                        new Published.Track.Failed("c", new TrackError(53125, "audio only")))))
            .withSubscribed(
                new Subscribed(
                    5,
                    List.of(
                        new Subscribed.Track("MT1", "i", Optional.empty()),
                        new Subscribed.Track(
                            "MT3", "", Optional.of(new TrackError(53404, "no codec"))))))
            .withPeerConnections(
                List.of(
                    PeerUpdate.of(
                        "p", new PeerUpdate.Description(PeerUpdate.Type.CREATE_OFFER, 1, ""))))
            .withMediaSignaling(Map.of("network_quality", "nq-1"));
    var self = new ServerMessage.Self("PA2", "alice");
    for (ServerMessage message :
        List.of(
            new ServerMessage.Iced(
                List.of(new ServerMessage.IceServer(List.of("turn:t"), "u", "p"))),
            new ServerMessage.Connected("s", "RM1", "n", 30, self, state),
            new ServerMessage.Update(state),
            new ServerMessage.Update(State.NOTHING),
            new ServerMessage.Synced("s", "RM1", "n", self, state),
            new ServerMessage.Disconnected(true),
            new ServerMessage.Disconnected(false),
            new ServerMessage.Error(53205, "replaced"))) {
      assertThat(ServerMessage.parse(message.toJson())).isEqualTo(message);
    }
  }

  @Test
  void toleratesFieldsThatTwilioMaySend() throws MalformedMessageException {
    assertThat(
            ServerMessage.parse(
                json(
                    """
                    {"type":"iced","ice_servers":[{"url":"stun:a"},{"urls":["turn:b","turn:c"],
                     "username":"u","credential":"p"}]}\
                    """)))
        .isEqualTo(
            new ServerMessage.Iced(
                List.of(
                    new ServerMessage.IceServer(List.of("stun:a"), "", ""),
                    new ServerMessage.IceServer(List.of("turn:b", "turn:c"), "u", "p"))));
    assertThat(ServerMessage.parse(json("{\"type\":\"error\",\"code\":\"53205\"}")))
        .isEqualTo(new ServerMessage.Error(0, ""));
    assertThat(ServerMessage.parse(json("{\"type\":\"warning\",\"states\":{}}")))
        .isEqualTo(new ServerMessage.Unknown("warning"));
    assertThat(
            ServerMessage.parse(
                json(
                    """
                    {"type":"update","participants":[{"sid":"PA1","revision":2,"tracks":
                     [{"sid":"MT1","kind":"hologram"}]}],"recording":7}\
                    """)))
        .isInstanceOf(ServerMessage.Update.class);
  }

  @Test
  void refusesMessagesWithoutRequiredFields() {
    for (String text :
        List.of(
            "{}",
            "{\"type\":\"ice\"}",
            "{\"type\":\"connect\",\"token\":\"t\"}",
            "{\"type\":\"connect\",\"token\":\"t\",\"participant\":{\"tracks\":[{\"id\":1}]}}",
            "{\"type\":\"sync\",\"token\":\"t\",\"participant\":{}}",
            "{\"type\":\"update\",\"peer_connections\":[7]}",
            "{\"type\":\"update\",\"peer_connections\":["
                + "{\"id\":\"a\"},".repeat(1000)
                + "{\"id\":\"a\"}]}")) {
      assertThatThrownBy(() -> ClientMessage.parse(json(text)))
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
