package app.rostrum.sdk.video;

import app.rostrum.web.WebServer;
import app.rostrum.web.WebSocketConnection;
import app.rostrum.web.WebSocketEndpoint;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.Frame;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.MalformedMessageException;
import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.PeerUpdate.Description;
import app.rostrum.wire.room.Published;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.ServerMessage.State;
import app.rostrum.wire.room.Subscribed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A server without media: clients connect to each other (protocol notes, section 8.2). It uses
 * parts of the protocol that the embedded cloud does not: create-offer, several connections per
 * client, offers by the server, glare between clients, close. The token is the identity.
 */
final class MeshRelay implements AutoCloseable, WebSocketEndpoint {
  private final WebServer web;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Pair> pairs = new HashMap<>();
  private int droppedOffers;

  private static final class Member {
    private final WebSocketConnection socket;
    private final String sid = "PA" + UUID.randomUUID();
    private final Map<String, String> sidOfTrack = new LinkedHashMap<>();
    private String identity = "";
    private String initialPeer = "";
    private LocalParticipant state = new LocalParticipant(0, List.of());
    private int revision = 1;
    private int subscribed = 1;

    Member(WebSocketConnection socket) {
      this.socket = socket;
    }

    void send(ServerMessage message) {
      socket.sendText(new Frame.Msg(message.toJson()).encode());
    }

    void send(PeerUpdate update) {
      send(new ServerMessage.Update(State.NOTHING.withPeerConnections(List.of(update))));
    }

    void take(LocalParticipant fresh) {
      state = fresh;
      fresh
          .tracks()
          .forEach(t -> sidOfTrack.computeIfAbsent(t.id(), id -> "MT" + UUID.randomUUID()));
    }

    ParticipantState view() {
      return new ParticipantState(
          sid,
          identity,
          ParticipantState.State.CONNECTED,
          revision,
          state.tracks().stream()
              .map(
                  t ->
                      new ParticipantState.Track(
                          sid(t), t.name(), t.kind(), t.enabled(), t.priority()))
              .toList());
    }

    private String sid(LocalParticipant.Track track) {
      return sidOfTrack.getOrDefault(track.id(), "");
    }

    Published published() {
      return new Published(
          state.revision(),
          state.tracks().stream()
              .<Published.Track>map(t -> new Published.Track.Ready(t.id(), sid(t)))
              .toList());
    }
  }

  /** A connection between two clients. */
  private static final class Pair {
    private final Member one;
    private final Member other;
    private @Nullable Member offering;
    private int offered;

    Pair(Member one, Member other) {
      this.one = one;
      this.other = other;
    }

    Member oppositeOf(Member member) {
      return member == one ? other : one;
    }
  }

  MeshRelay() throws IOException {
    web =
        WebServer.builder()
            .webSocket("/signaling", this)
            .start(new InetSocketAddress("127.0.0.1", 0));
  }

  URI signaling() {
    return URI.create("ws://127.0.0.1:" + web.port() + "/signaling");
  }

  synchronized int droppedOffers() {
    return droppedOffers;
  }

  @Override
  public Receiver onOpen(WebSocketConnection connection) {
    var member = new Member(connection);
    return new Receiver() {
      @Override
      public void onText(String message) {
        try {
          take(member, Frame.parse(message));
        } catch (MalformedMessageException e) {
          throw new AssertionError(e);
        }
      }

      @Override
      public void onBinary(byte[] message) {}

      @Override
      public void onClose(int code, String reason) {}
    };
  }

  private synchronized void take(Member member, Frame frame) throws MalformedMessageException {
    if (frame instanceof Frame.Hello hello) {
      member.socket.sendText(new Frame.Welcome(5000).encode());
      take(member, ClientMessage.parse(hello.body().orElseThrow()));
    } else if (frame instanceof Frame.Msg msg) {
      take(member, ClientMessage.parse(msg.body()));
    }
  }

  private void take(Member member, ClientMessage message) {
    switch (message) {
      case ClientMessage.Ice _ -> member.send(new ServerMessage.Iced(List.of()));
      case ClientMessage.Connect connect -> join(member, connect);
      case ClientMessage.Update update -> {
        update
            .participant()
            .filter(p -> p.revision() > member.state.revision())
            .ifPresent(p -> changed(member, p));
        update.peerConnections().forEach(peer -> forward(member, peer));
      }
      case ClientMessage.Disconnect _ -> members.remove(member);
      case ClientMessage.Sync _, ClientMessage.Unknown _ -> throw new AssertionError(message);
    }
  }

  private void join(Member member, ClientMessage.Connect connect) {
    member.identity = connect.token();
    member.take(connect.participant());
    PeerUpdate initial = connect.peerConnections().getFirst();
    member.initialPeer = initial.id();
    List<Member> others = List.copyOf(members);
    members.add(member);
    member.send(
        new ServerMessage.Connected(
            "session-" + member.sid,
            "RM1",
            connect.name().orElse(""),
            30,
            new ServerMessage.Self(member.sid, member.identity),
            State.NOTHING
                .withParticipants(others.stream().map(Member::view).toList())
                .withPublished(member.published())
                .withSubscribed(subscribed(member))));
    others.forEach(other -> tell(other, member));
    if (others.isEmpty()) {
      member.send(PeerUpdate.of(initial.id(), new Description(PeerUpdate.Type.CLOSE, 2, "")));
      return;
    }
    pairs.put(initial.id(), new Pair(member, others.getFirst()));
    forward(member, initial);
    for (Member other : others.subList(1, others.size())) {
      String id = UUID.randomUUID().toString();
      pairs.put(id, new Pair(member, other));
      member.send(PeerUpdate.of(id, new Description(PeerUpdate.Type.CREATE_OFFER, 1, "")));
    }
  }

  private void changed(Member member, LocalParticipant state) {
    member.take(state);
    member.revision++;
    member.send(new ServerMessage.Update(State.NOTHING.withPublished(member.published())));
    members.stream().filter(m -> m != member).forEach(other -> tell(other, member));
  }

  private void tell(Member recipient, Member about) {
    recipient.subscribed++;
    recipient.send(
        new ServerMessage.Update(
            State.NOTHING
                .withParticipants(List.of(about.view()))
                .withSubscribed(subscribed(recipient))));
  }

  private Subscribed subscribed(Member recipient) {
    return new Subscribed(
        recipient.subscribed,
        members.stream()
            .filter(m -> m != recipient)
            .flatMap(
                m ->
                    m.state.tracks().stream()
                        .map(t -> new Subscribed.Track(m.sid(t), t.id(), Optional.empty())))
            .toList());
  }

  private void forward(Member from, PeerUpdate update) {
    Pair pair = pairs.get(update.id());
    if (pair == null) {
      return;
    }
    Description description = update.description().orElse(null);
    if (description != null && description.type() == PeerUpdate.Type.OFFER) {
      if (pair.offering != null
          && pair.offering != from
          && description.revision() <= pair.offered) {
        droppedOffers++; // The first offer with a number wins; the loser yields.
        return;
      }
      pair.offering = from;
      pair.offered = description.revision();
    } else if (description != null && description.type() == PeerUpdate.Type.ANSWER) {
      pair.offering = null;
    }
    pair.oppositeOf(from).send(update);
  }

  @Override
  public void close() {
    web.close();
  }
}
