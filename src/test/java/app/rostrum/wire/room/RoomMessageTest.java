package app.rostrum.wire.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.wire.room.ServerMessage.State;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
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
  void clientMessagesHaveTheFormOfTheProtocol() throws MalformedMessageException {
    var me =
        new LocalParticipant(
            2, List.of(new LocalParticipant.Track("t", TrackKind.AUDIO, "m", false, "low")));
    var ice =
        PeerUpdate.of(
            "p",
            new PeerUpdate.Ice(
                "u", 3, true, List.of(new PeerUpdate.Candidate("candidate:1 1 udp", "0", 2))));
    String participant =
        """
        "participant":{"revision":2,"tracks":
          [{"id":"t","kind":"audio","name":"m","enabled":false,"priority":"low"}]}\
        """;
    String peers =
        """
        "peer_connections":[{"id":"p","ice":{"ufrag":"u","revision":3,"complete":true,"candidates":
          [{"candidate":"candidate:1 1 udp","sdpMid":"0","sdpMLineIndex":2}]}}]\
        """;
    Map<ClientMessage, String> messages = new LinkedHashMap<>();
    messages.put(
        new ClientMessage.Ice("t"),
        """
        {"type":"ice","version":1,"edge":"roaming","token":"t"}\
        """);
    String connect =
        """
        {"type":"connect","version":2,"name":%s,"token":"t","format":"unified",
         "ice_servers":"acquire",
         "publisher":{"name":"n","sdk_version":"1","user_agent":"n"},
         %s,
         "subscribe":{"revision":1,"rules":[{"type":"%s","all":true}]},
         "media_signaling":%s}\
        """;
    messages.put(
        new ClientMessage.Connect(
            "t", Optional.empty(), "n", "1", me, List.of(ice), false, List.of("active_speaker")),
        connect.formatted(
            "null",
            participant + "," + peers,
            "exclude",
            """
            {"active_speaker":{"transports":[{"type":"data-channel"}]}}\
            """));
    messages.put(
        new ClientMessage.Connect(
            "t", Optional.of("room"), "n", "1", me, List.of(), true, List.of()),
        connect.formatted("\"room\"", participant, "include", "{}"));
    messages.put(
        new ClientMessage.Update("s", Optional.of(me), List.of(ice)),
        "{\"type\":\"update\",\"version\":2,\"session\":\"s\"," + participant + "," + peers + "}");
    messages.put(
        new ClientMessage.Update("s", Optional.empty(), List.of()),
        "{\"type\":\"update\",\"version\":2,\"session\":\"s\"}");
    messages.put(
        new ClientMessage.Sync("t", "n", "s", me, List.of(ice)),
        "{\"type\":\"sync\",\"version\":2,\"name\":\"n\",\"session\":\"s\",\"token\":\"t\","
            + (participant + "," + peers + "}"));
    messages.put(
        new ClientMessage.Disconnect("s"),
        """
        {"type":"disconnect","version":2,"session":"s"}\
        """);
    messages.put(new ClientMessage.Unknown("new"), "{\"type\":\"new\"}");
    for (var entry : messages.entrySet()) {
      assertThat(entry.getKey().toJson()).isEqualTo(json(entry.getValue()));
      assertThat(ClientMessage.parse(json(entry.getValue()))).isEqualTo(entry.getKey());
    }
  }

  @Test
  void serverMessagesHaveTheFormOfTheProtocol() throws MalformedMessageException {
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
                        "p", new PeerUpdate.Description(PeerUpdate.Type.CREATE_OFFER, 1, "")),
                    PeerUpdate.of(
                        "q", new PeerUpdate.Description(PeerUpdate.Type.ANSWER, 0, "v=0")),
                    PeerUpdate.of("r", new PeerUpdate.Ice("u", 0, false, List.of()))))
            .withMediaSignaling(Map.of("network_quality", "nq-1"));
    String parts =
        """
        "participants":[{"sid":"PA1","identity":"bob","state":"reconnecting","revision":4,"tracks":
          [{"sid":"MT1","name":"mic","kind":"audio","enabled":true,"priority":"standard"}]}],
        "published":{"revision":2,"tracks":[{"id":"a","state":"created"},
          {"id":"b","sid":"MT2","state":"ready"},
          {"id":"c","state":"failed","error":{"code":53125,"message":"audio only"}}]},
        "subscribed":{"revision":5,"tracks":[{"sid":"MT1","id":"i"},
          {"sid":"MT3","error":{"code":53404,"message":"no codec"}}]},
        "peer_connections":[
          {"id":"p","description":{"type":"create-offer","revision":1}},
          {"id":"q","description":{"type":"answer","revision":0,"sdp":"v=0"}},
          {"id":"r","ice":{"ufrag":"u","revision":0,"candidates":[]}}],
        "media_signaling":
          {"network_quality":{"transport":{"type":"data-channel","label":"nq-1"}}}}\
        """;
    var self = new ServerMessage.Self("PA2", "alice");
    Map<ServerMessage, String> messages = new LinkedHashMap<>();
    messages.put(
        new ServerMessage.Iced(
            List.of(
                new ServerMessage.IceServer(List.of("turn:t", "turns:t"), "u", "p"),
                new ServerMessage.IceServer(List.of("stun:s"), "", ""))),
        """
        {"type":"iced","version":1,"ice_servers":[
         {"urls":["turn:t","turns:t"],"username":"u","credential":"p"},{"urls":["stun:s"]}]}\
        """);
    messages.put(
        new ServerMessage.Connected("s", "RM1", "n", 45, self, state),
        """
        {"type":"connected","version":2,"session":"s","sid":"RM1","name":"n",
         "options":{"session_timeout":45},"participant":{"sid":"PA2","identity":"alice"},
         "recording":{"is_recording":false,"revision":1},\
        """
            + parts);
    messages.put(new ServerMessage.Update(state), "{\"type\":\"update\",\"version\":2," + parts);
    messages.put(new ServerMessage.Update(State.NOTHING), "{\"type\":\"update\",\"version\":2}");
    messages.put(
        new ServerMessage.Synced("s", "RM1", "n", self, state),
        """
        {"type":"synced","version":2,"session":"s","sid":"RM1","name":"n",
         "participant":{"sid":"PA2","identity":"alice"},\
        """
            + parts);
    messages.put(
        new ServerMessage.Disconnected(true),
        """
        {"type":"disconnected","version":2,"status":"completed"}\
        """);
    messages.put(
        new ServerMessage.Disconnected(false), "{\"type\":\"disconnected\",\"version\":2}");
    messages.put(
        new ServerMessage.Error(53205, "replaced"),
        """
        {"type":"error","version":2,"code":53205,"message":"replaced"}\
        """);
    messages.put(new ServerMessage.Unknown("new"), "{\"type\":\"new\"}");
    for (var entry : messages.entrySet()) {
      assertThat(entry.getKey().toJson()).isEqualTo(json(entry.getValue()));
      assertThat(ServerMessage.parse(json(entry.getValue()))).isEqualTo(entry.getKey());
    }
  }

  /** A list of a thousand is read, a longer one refused or, if it can be done without, ignored. */
  @Test
  void theLongestListsAreRead() throws MalformedMessageException {
    String update = "{\"type\":\"update\",\"peer_connections\":[%s{\"id\":\"a\"}]}";
    String peers = "{\"id\":\"a\"},";
    assertThat(ClientMessage.parse(json(update.formatted(peers.repeat(999)))))
        .isInstanceOfSatisfying(
            ClientMessage.Update.class, m -> assertThat(m.peerConnections()).hasSize(1000));
    assertThatThrownBy(() -> ClientMessage.parse(json(update.formatted(peers.repeat(1000)))))
        .isInstanceOf(MalformedMessageException.class);
    String iced = "{\"type\":\"iced\",\"ice_servers\":[{\"urls\":[%s7,\"turn:a\"]}]}";
    for (int size : new int[] {998, 999}) {
      assertThat(ServerMessage.parse(json(iced.formatted("\"turn:a\",".repeat(size)))))
          .isInstanceOfSatisfying(
              ServerMessage.Iced.class,
              m -> assertThat(m.iceServers().getFirst().urls()).hasSize(size == 998 ? 999 : 0));
    }
  }

  @Test
  void numbersBeyond32BitsBecomeDefaults() throws MalformedMessageException {
    for (String number : List.of("2147483647", "-2147483648")) {
      assertThat(ServerMessage.parse(json("{\"type\":\"error\",\"code\":" + number + "}")))
          .isEqualTo(new ServerMessage.Error(Integer.parseInt(number), ""));
    }
    for (String number : List.of("2147483648", "-2147483649")) {
      assertThat(ServerMessage.parse(json("{\"type\":\"error\",\"code\":" + number + "}")))
          .isEqualTo(new ServerMessage.Error(0, ""));
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
            "{\"type\":\"update\",\"peer_connections\":[7]}")) {
      assertThatThrownBy(() -> ClientMessage.parse(json(text)))
          .isInstanceOf(MalformedMessageException.class);
    }
  }
}
