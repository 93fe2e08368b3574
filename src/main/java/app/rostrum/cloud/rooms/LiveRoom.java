package app.rostrum.cloud.rooms;

import app.rostrum.cloud.store.StoreException;
import app.rostrum.threads.Timers;
import app.rostrum.wire.room.ClientMessage;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.ParticipantState;
import app.rostrum.wire.room.PeerUpdate;
import app.rostrum.wire.room.ServerMessage;
import app.rostrum.wire.room.ServerMessage.State;
import app.rostrum.wire.room.TrackKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room in progress: its members, their tracks and their subscriptions. Everything runs on {@link
 * #executor}; the methods below must be called there.
 */
final class LiveRoom {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);
  private static final Duration MEDIA_FAREWELL = Duration.ofSeconds(1);

  private final RoomContext context;
  private final RoomExecutor executor;
  private final Timers timers;
  private final RoomMembers members = new RoomMembers();
  private final Map<String, ParticipantRecord> awaited = new HashMap<>();
  private final List<AudioTap> taps = new CopyOnWriteArrayList<>();
  private final RoomSignals signals = new RoomSignals();
  private final RoomNegotiation negotiation;
  private volatile RoomRecord room;
  private Timers.Timer ticking = Timers.Timer.NONE;
  private boolean used;
  private long emptySinceNanos = System.nanoTime();

  LiveRoom(RoomContext context, RoomRecord room) {
    this.context = context;
    this.room = room;
    this.executor = new RoomExecutor("room-" + room.sid());
    this.timers = context.timers().on(executor);
    this.negotiation =
        new RoomNegotiation(room.sid(), members, signals, executor, context.mediaPort());
  }

  /** Returns the executor that runs the tasks of this room. Safe for any thread. */
  RoomExecutor executor() {
    return executor;
  }

  /** Returns the current state of the room. Safe for any thread. */
  RoomRecord room() {
    return room;
  }

  /** Starts the work that is due every {@value SpeakerDetector#TICK_MILLIS} ms. */
  void start() {
    ticking = timers.every(Duration.ofMillis(SpeakerDetector.TICK_MILLIS), this::tick);
  }

  /** Waits for the participants who were connected before a restart. */
  void await(List<ParticipantRecord> participants) {
    participants.forEach(p -> awaited.put(p.identity(), p));
    used |= !participants.isEmpty();
    if (!awaited.isEmpty()) {
      after(context.settings().sessionTimeout(), this::giveUpAwaited);
    }
  }

  private void giveUpAwaited() {
    List<ParticipantRecord> gone = List.copyOf(awaited.values());
    awaited.clear();
    gone.forEach(this::recordLeft);
    emptySinceNanos = System.nanoTime();
  }

  private Timers.Timer after(Duration delay, Runnable task) {
    return timers.after(delay, task);
  }

  Member join(MemberSocket socket, String identity, ClientMessage.Connect connect)
      throws RoomException {
    if (!room.inProgress()) {
      throw new RoomException(53106, "Room not found");
    }
    Optional<Member> older = members.withIdentity(identity);
    Optional<ParticipantRecord> returning = Optional.ofNullable(awaited.remove(identity));
    if (older.isEmpty() && members.all().size() + awaited.size() >= room.maxParticipants()) {
      returning.ifPresent(p -> awaited.put(identity, p));
      throw new RoomException(53105, "Room contains too many Participants");
    }
    older.ifPresent(
        m ->
            remove(
                m,
                new ServerMessage.Error(
                    53205, "Participant disconnected because of duplicate identity")));
    ParticipantRecord participant =
        returning.orElseGet(
            () ->
                new ParticipantRecord(
                    context.sids().next("PA"),
                    room.sid(),
                    identity,
                    context.clock().instant(),
                    Optional.empty()));
    Runnable tell;
    try {
      tell =
          context
              .table()
              .joined(participant, context.callbacks().participantConnected(room, participant));
    } catch (StoreException e) {
      returning.ifPresent(p -> awaited.put(identity, p));
      throw e;
    }
    var member =
        new Member(
            participant,
            UUID.randomUUID().toString(),
            SubscriptionRules.everything(connect.subscribeAll()),
            new MemberSignals(connect.mediaSignaling()),
            socket);
    members.add(member);
    used = true;
    context.opened(room.sid(), member);
    tell.run();
    member.announce(connect.participant(), room.audioOnly(), track -> publish(member, track));
    welcome(member, connect.peerConnections());
    tellOthers(member);
    negotiation.negotiate(member);
    LOG.info("{} joined {} as {}", identity, room.sid(), member.sid());
    return member;
  }

  private void welcome(Member member, List<PeerUpdate> peers) throws RoomException {
    member.subscribe(members.receivableBy(member));
    member.send(
        new ServerMessage.Connected(
            member.session(),
            room.sid(),
            room.uniqueName(),
            (int) context.settings().sessionTimeout().toSeconds(),
            member.self(),
            State.NOTHING
                .withParticipants(members.othersOf(member).stream().map(Member::view).toList())
                .withPublished(member.published())
                .withSubscribed(member.subscribed())
                .withMediaSignaling(member.signals().labels())));
    if (!peers.isEmpty()) {
      negotiation.connect(member, peers.getFirst().id(), 0);
      takePeersOrLeave(member, peers, true);
    }
  }

  private void takePeersOrLeave(Member member, List<PeerUpdate> peers, boolean reply)
      throws RoomException {
    try {
      negotiation.takePeers(member, peers, reply);
    } catch (RoomException e) {
      member.detach();
      remove(member, null);
      throw e;
    }
  }

  Optional<SubscriptionRules> subscriptionRules(
      String participantSid, Optional<SubscriptionRules> fresh) {
    Optional<Member> member = members.withSid(participantSid);
    member.ifPresent(
        m ->
            fresh.ifPresent(
                rules -> {
                  m.setRules(rules);
                  negotiation.tellSubscriptions(m);
                }));
    return member.map(Member::rules);
  }

  private Publication publish(Member member, LocalParticipant.Track track) {
    String sid = context.sids().next("MT");
    if (track.kind() == TrackKind.DATA) {
      return new ForwardedData(sid, track, member.dataBudget());
    }
    var published =
        new ForwardedTrack(
            member.sid(),
            sid,
            track.id(),
            track.name(),
            track.kind(),
            track.enabled(),
            track.priority(),
            taps);
    tellTaps(member, published);
    return published;
  }

  private void tellTaps(Member member, Publication track) {
    if (track.kind() == TrackKind.AUDIO) {
      taps.forEach(tap -> tap.onTrack(member.identity(), track.sid(), track.enabled()));
    }
  }

  void update(Member member, ClientMessage.Update update) throws RoomException {
    if (!members.contains(member)) {
      return;
    }
    update.participant().ifPresent(state -> announce(member, state));
    negotiation.takePeers(member, update.peerConnections(), true);
    negotiation.negotiate(member);
    if (update.peerConnections().stream().anyMatch(p -> p.description().isPresent())) {
      // The description may name the codecs of its video, which can be offered only now.
      negotiation.negotiateOthersOf(member);
    }
  }

  private void announce(Member member, LocalParticipant state) {
    var before = List.copyOf(member.tracks().values());
    Member.Announcement announcement =
        member.announce(state, room.audioOnly(), t -> publish(member, t));
    announcement.ended().forEach(this::ended);
    if (announcement.listChanged()) {
      member.send(new ServerMessage.Update(State.NOTHING.withPublished(member.published())));
      negotiation.receive(member);
    }
    if (announcement.visible()) {
      before.stream()
          .filter(t -> member.tracks().containsKey(t.id()))
          .forEach(t -> tellTaps(member, t));
      tellOthers(member);
    }
  }

  private void ended(Publication track) {
    switch (track) {
      case ForwardedTrack media -> {
        if (media.isAudio()) {
          taps.forEach(tap -> tap.onTrackEnded(media.sid()));
        }
      }
      case ForwardedData data -> data.end();
    }
  }

  private void tellOthers(Member about) {
    about.nextRevision();
    tellOthers(about, about.view());
  }

  private void tellOthers(Member about, ParticipantState view) {
    for (Member member : members.othersOf(about)) {
      State state = State.NOTHING.withParticipants(List.of(view));
      var subscribed = member.subscribe(members.receivableBy(member));
      member.send(
          new ServerMessage.Update(
              subscribed.isPresent() ? state.withSubscribed(subscribed.get()) : state));
      negotiation.negotiate(member);
    }
  }

  /**
   * Handles the loss of a signaling socket that was not closed on purpose. The member may resume.
   */
  void lost(Member member, MemberSocket socket) {
    if (!members.contains(member) || !member.isOn(socket)) {
      return;
    }
    member.detach();
    tellOthers(member);
    member.expireWith(after(context.settings().sessionTimeout(), () -> expire(member)));
  }

  private void expire(Member member) {
    if (!member.reachable()) {
      remove(member, null);
    }
  }

  void resume(Member member, MemberSocket socket, ClientMessage.Sync sync) throws RoomException {
    if (!members.contains(member)) {
      throw new RoomException(53002, "Unknown session");
    }
    boolean wasLost = !member.reachable();
    member.detach().ifPresent(MemberSocket::replaced);
    member.attach(socket);
    announce(member, sync.participant());
    takePeersOrLeave(member, sync.peerConnections(), false);
    member.subscribe(members.receivableBy(member));
    member.send(
        new ServerMessage.Synced(
            member.session(),
            room.sid(),
            room.uniqueName(),
            member.self(),
            State.NOTHING
                .withParticipants(members.othersOf(member).stream().map(Member::view).toList())
                .withPublished(member.published())
                .withSubscribed(member.subscribed())
                .withPeerConnections(
                    member.mediaConnection().stream()
                        .map(media -> new PeerUpdate(media.id(), media.last(), Optional.empty()))
                        .toList())
                .withMediaSignaling(member.signals().labels())));
    if (wasLost) {
      tellOthers(member);
    }
    negotiation.negotiate(member);
  }

  /** Removes a member, and sends the farewell first if there is one. */
  void remove(Member member, @Nullable ServerMessage farewell) {
    if (!members.remove(member)) {
      return;
    }
    context.closed(member);
    member.expireWith(Timers.Timer.NONE);
    member.detach().ifPresent(socket -> socket.end(farewell));
    member.mediaConnection().ifPresent(this::retire);
    member.setConnections(null, null);
    member.tracks().values().forEach(this::ended);
    recordLeft(member.participant());
    member.tracks().clear();
    member.nextRevision();
    tellOthers(member, member.lastView());
    if (members.all().isEmpty()) {
      emptySinceNanos = System.nanoTime();
    }
    LOG.info("{} left {}", member.identity(), room.sid());
  }

  /** Closes a media connection a little later, so that the client learns the reason first. */
  private void retire(MediaConnection media) {
    media.silence();
    after(MEDIA_FAREWELL, media::close);
  }

  /**
   * Records and tells that a participant has left. It has, whether that can be stored or not: one
   * who is stored as connected is awaited after a restart, and then given up. Of those who leave
   * because the room ends, its end has told already.
   */
  private void recordLeft(ParticipantRecord participant) {
    if (!room.inProgress()) {
      return;
    }
    var at = context.clock().instant();
    var callback = context.callbacks().participantDisconnected(room, participant, at);
    try {
      context.table().left(participant.sid(), at, callback).run();
    } catch (StoreException e) {
      LOG.error("it could not be stored that {} left", participant.sid(), e);
      callback.tellUnstored();
    }
  }

  /** Removes a participant, named by SID or identity, at the host's request. */
  boolean removeParticipant(String sidOrIdentity) {
    Optional<Member> member =
        members.all().stream()
            .filter(m -> m.sid().equals(sidOrIdentity) || m.identity().equals(sidOrIdentity))
            .findFirst();
    member.ifPresent(m -> remove(m, new ServerMessage.Disconnected(false)));
    Optional<ParticipantRecord> absent =
        awaited.values().stream()
            .filter(p -> p.sid().equals(sidOrIdentity) || p.identity().equals(sidOrIdentity))
            .findFirst();
    absent.ifPresent(
        p -> {
          awaited.remove(p.identity());
          recordLeft(p);
        });
    return member.isPresent() || absent.isPresent();
  }

  RoomRecord complete() {
    if (!room.inProgress()) {
      return room;
    }
    // Stored first: if that is refused, all stay where they are.
    var at = context.clock().instant();
    RoomRecord ended = room.endedAt(at);
    List<Runnable> tell =
        context.table().complete(room.sid(), at, c -> callbacksOfEnd(c, ended, at));
    room = ended;
    for (Member member : List.copyOf(members.all())) {
      remove(member, new ServerMessage.Disconnected(true));
    }
    awaited.clear();
    ticking.cancel();
    context.ended(room.sid());
    tell.forEach(Runnable::run);
    taps.forEach(AudioTap::onRoomEnded);
    taps.clear();
    LOG.info("{} is completed", room.sid());
    return room;
  }

  private List<Runnable> callbacksOfEnd(Connection c, RoomRecord ended, Instant at)
      throws SQLException {
    var tell = new ArrayList<Runnable>();
    for (Member member : members.all()) {
      tell.add(context.callbacks().participantDisconnected(room, member.participant(), at).run(c));
    }
    for (ParticipantRecord absent : awaited.values()) {
      tell.add(context.callbacks().participantDisconnected(room, absent, at).run(c));
    }
    tell.add(context.callbacks().roomEnded(ended).run(c));
    return tell;
  }

  Optional<AudioTap.Handle> tap(AudioTap tap) {
    if (!room.inProgress()) {
      return Optional.empty();
    }
    taps.add(tap);
    members
        .all()
        .forEach(
            m ->
                m.media().values().stream()
                    .filter(ForwardedTrack::isAudio)
                    .forEach(t -> tap.onTrack(m.identity(), t.sid(), t.enabled())));
    return Optional.of(() -> taps.remove(tap));
  }

  /**
   * Updates the active speaker, network quality and media paths. Completes a room that has been
   * empty for too long.
   */
  private void tick() {
    long now = System.nanoTime();
    if (members.all().isEmpty()) {
      var patience = used ? room.emptyTimeout() : room.unusedTimeout();
      if (room.inProgress() && awaited.isEmpty() && now - emptySinceNanos > patience.toNanos()) {
        complete();
      }
      return;
    }
    signals.tick(members.all(), now);
    List.copyOf(members.all()).stream()
        .filter(member -> member.followPath(now))
        .forEach(this::tellOthers);
  }
}
