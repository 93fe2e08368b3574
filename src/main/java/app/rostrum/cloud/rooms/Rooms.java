package app.rostrum.cloud.rooms;

import app.rostrum.cloud.Sids;
import app.rostrum.cloud.TokenVerifier;
import app.rostrum.cloud.Webhooks;
import app.rostrum.cloud.store.Store;
import app.rostrum.rtc.MediaPort;
import app.rostrum.threads.Timers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rooms of the embedded cloud. Rooms in progress and their participants are in the store before
 * they are acknowledged: after a restart rooms go on under their SIDs and wait {@link
 * RoomSettings#sessionTimeout} for their participants. Safe for any thread; calls that change a
 * room wait for the room's own thread, so never call them from an {@link AudioTap}.
 */
public final class Rooms implements RoomAudio, AutoCloseable {
  private final RoomTable table;
  private final Sids sids;
  private final Clock clock;
  private final RoomCallbacks callbacks;
  private final RoomSettings settings;
  private final Timers timers = Timers.create("rooms");
  private final Map<String, LiveRoom> live = new ConcurrentHashMap<>();
  private final RoomAdmission admission;
  private final RoomContext context;

  public Rooms(
      Store store,
      Sids sids,
      Clock clock,
      Webhooks webhooks,
      MediaPort mediaPort,
      TokenVerifier tokens,
      RoomSettings settings) {
    this.table = new RoomTable(store);
    this.sids = sids;
    this.clock = clock;
    this.settings = settings;
    this.callbacks = new RoomCallbacks(webhooks, table, settings.accountSid());
    this.admission = new RoomAdmission(tokens, settings, timers, this::inProgress);
    this.context = new Context(mediaPort);
    table.forgetEnded(clock.instant());
    for (RoomRecord room : table.inProgress()) {
      List<ParticipantRecord> connected =
          table.participants(room.sid()).stream().filter(ParticipantRecord::connected).toList();
      open(room).executor().execute(() -> roomOf(room.sid()).ifPresent(r -> r.await(connected)));
    }
  }

  private LiveRoom open(RoomRecord room) {
    var opened = new LiveRoom(context, room);
    live.put(room.sid(), opened);
    opened.executor().execute(opened::start);
    return opened;
  }

  private Optional<LiveRoom> roomOf(String sid) {
    return Optional.ofNullable(live.get(sid));
  }

  /**
   * The settings of a room to create.
   *
   * @param uniqueName the name; empty to use the room's SID
   * @param statusCallback the address to which the room's events are posted
   */
  public record CreateRequest(
      String uniqueName,
      Optional<Integer> maxParticipants,
      boolean audioOnly,
      Optional<URI> statusCallback,
      Optional<Duration> emptyTimeout,
      Optional<Duration> unusedTimeout) {
    public static CreateRequest named(String uniqueName) {
      return new CreateRequest(
          uniqueName,
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }

  /**
   * Creates a room.
   *
   * @throws RoomException 53113 if the name is taken by a room in progress; 53100 to 53102 if it
   *     cannot be a name; 53107 if the number of participants cannot be
   */
  public RoomRecord create(CreateRequest request) throws RoomException {
    String sid = sids.next("RM");
    String name = request.uniqueName().isEmpty() ? sid : request.uniqueName();
    RoomAdmission.checkName(name);
    int max = request.maxParticipants().orElse(settings.maxParticipants());
    if (max < 1 || max > 1000) {
      throw new RoomException(53107, "MaxParticipants is out of range");
    }
    Instant now = clock.instant();
    var room =
        new RoomRecord(
            sid,
            name,
            max,
            request.audioOnly(),
            request.statusCallback(),
            request.emptyTimeout().orElse(Duration.ofMinutes(5)),
            request.unusedTimeout().orElse(Duration.ofMinutes(5)),
            now,
            now,
            Optional.empty());
    Runnable tell =
        table
            .create(room, callbacks.roomCreated(room))
            .orElseThrow(() -> new RoomException(53113, "Room exists"));
    open(room).executor().execute(tell);
    return room;
  }

  /** Returns a room by SID, in progress or ended lately; or by unique name while in progress. */
  public Optional<RoomRecord> find(String sidOrName) {
    return inProgress(sidOrName).map(LiveRoom::room).or(() -> table.bySid(sidOrName));
  }

  private Optional<LiveRoom> inProgress(String sidOrName) {
    return roomOf(sidOrName)
        .or(
            () ->
                live.values().stream()
                    .filter(room -> room.room().uniqueName().equals(sidOrName))
                    .findFirst());
  }

  /**
   * Returns rooms with the filters of the REST API, newest first.
   *
   * @param completed whether rooms that have ended are wanted, otherwise those in progress
   */
  public List<RoomRecord> list(boolean completed, Optional<String> uniqueName, int limit) {
    if (completed) {
      return uniqueName
          .map(name -> table.completedNamed(name, limit))
          .orElseGet(() -> table.completed(limit));
    }
    Stream<RoomRecord> rooms =
        table.inProgress().stream()
            .filter(room -> uniqueName.isEmpty() || uniqueName.get().equals(room.uniqueName()));
    return rooms.limit(limit).toList();
  }

  /** Completes a room and disconnects its participants. A completed room stays as it is. */
  public Optional<RoomRecord> complete(String sidOrName) {
    Optional<LiveRoom> room = inProgress(sidOrName);
    return room.isPresent()
        ? Optional.of(await(room.get(), room.get()::complete))
        : find(sidOrName);
  }

  /** Returns all present and former participants of a room, by its SID. */
  public List<ParticipantRecord> participants(String roomSid) {
    return table.participants(roomSid);
  }

  /** Returns a participant by SID; or by identity, the connected one or else the last one. */
  public Optional<ParticipantRecord> participant(String roomSid, String sidOrIdentity) {
    List<ParticipantRecord> all =
        table.participants(roomSid).stream()
            .filter(p -> p.sid().equals(sidOrIdentity) || p.identity().equals(sidOrIdentity))
            .toList();
    return all.stream()
        .filter(ParticipantRecord::connected)
        .findFirst()
        .or(() -> all.isEmpty() ? Optional.empty() : Optional.of(all.getLast()));
  }

  /**
   * Disconnects a participant from its room.
   *
   * @return the participant as it is now; empty if there is no such one connected
   */
  public Optional<ParticipantRecord> disconnect(String roomSid, String sidOrIdentity) {
    Optional<ParticipantRecord> participant = participant(roomSid, sidOrIdentity);
    Optional<LiveRoom> room = roomOf(roomSid);
    if (participant.isEmpty() || room.isEmpty()) {
      return Optional.empty();
    }
    String sid = participant.get().sid();
    boolean removed = await(room.get(), () -> room.get().removeParticipant(sid));
    return removed ? participant(roomSid, sid) : Optional.empty();
  }

  /**
   * Returns the subscription rules of a connected participant.
   *
   * @param fresh replaces the rules if present
   * @return the rules as they are now; empty if there is no such participant connected
   */
  public Optional<SubscriptionRules> subscriptionRules(
      String roomSid, String participantSid, Optional<SubscriptionRules> fresh) {
    return roomOf(roomSid)
        .flatMap(room -> await(room, () -> room.subscriptionRules(participantSid, fresh)));
  }

  @Override
  public Optional<AudioTap.Handle> tap(String roomSid, AudioTap tap) {
    return roomOf(roomSid).flatMap(room -> await(room, () -> room.tap(tap)));
  }

  private static <T> T await(LiveRoom room, RoomExecutor.Call<T> work) {
    try {
      return room.executor().call(work);
    } catch (RoomException e) {
      throw new IllegalStateException("the rooms are closed", e);
    }
  }

  /**
   * Statistics of the rooms.
   *
   * @param rooms in progress
   * @param participants in them
   * @param refusals of clients so far, by Twilio's code
   */
  public record Statistics(int rooms, int participants, Map<String, Long> refusals) {}

  public Statistics statistics() {
    return new Statistics(live.size(), admission.participants(), admission.refusals().counts());
  }

  /** Returns the admission of clients to these rooms. */
  RoomAdmission admission() {
    return admission;
  }

  /**
   * Stops without telling the participants, as a killed process would. Rooms stay in progress in
   * the store.
   */
  @Override
  public void close() {
    timers.close();
    live.values().forEach(room -> room.executor().close());
  }

  private final class Context implements RoomContext {
    private final MediaPort mediaPort;

    Context(MediaPort mediaPort) {
      this.mediaPort = mediaPort;
    }

    @Override
    public RoomSettings settings() {
      return settings;
    }

    @Override
    public RoomTable table() {
      return table;
    }

    @Override
    public RoomCallbacks callbacks() {
      return callbacks;
    }

    @Override
    public Sids sids() {
      return sids;
    }

    @Override
    public Clock clock() {
      return clock;
    }

    @Override
    public MediaPort mediaPort() {
      return mediaPort;
    }

    @Override
    public Timers timers() {
      return timers;
    }

    @Override
    public void opened(String roomSid, Member member) {
      admission.opened(roomSid, member);
    }

    @Override
    public void closed(Member member) {
      admission.closed(member);
    }

    @Override
    public void ended(String roomSid) {
      live.remove(roomSid);
    }
  }
}
