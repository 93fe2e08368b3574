package app.rostrum.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.DeskCall;
import app.rostrum.sdk.video.DisconnectReason;
import app.rostrum.stream.Event.Command;
import app.rostrum.stream.StreamState.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command in every phase makes a difference: a changed state, a call or a notice. A command
 * that made none would leave a dead button behind.
 */
class SessionCommandsTest {
  /** The phases, each with the way to it. Calls are held where a phase lasts as long as one. */
  private static final Map<String, Function<Scene, StreamSession>> PHASES = new LinkedHashMap<>();

  static {
    PHASES.put("joining as the host", scene -> joining(scene, "Hana", Role.HOST));
    PHASES.put("joining as a speaker", scene -> joining(scene, "Sam", Role.SPEAKER));
    PHASES.put("joining as a viewer", scene -> joining(scene, "Vera", Role.VIEWER));
    PHASES.put("on stage as the host", SessionCommandsTest::host);
    PHASES.put("on stage as the host, room lost", scene -> roomLost(scene, host(scene)));
    PHASES.put("on stage as a speaker", SessionCommandsTest::speaker);
    PHASES.put("on stage as a speaker, room lost", scene -> roomLost(scene, speaker(scene)));
    PHASES.put("in the audience", SessionCommandsTest::viewer);
    PHASES.put("in the audience, player lost", scene -> playerLost(scene, viewer(scene)));
    PHASES.put("invited", SessionCommandsTest::invited);
    PHASES.put("invited, player lost", scene -> playerLost(scene, invited(scene)));
    PHASES.put(
        "going on stage",
        scene -> {
          StreamSession viewer = invited(scene);
          scene.loop.hold();
          viewer.acceptInvitation(true);
          return viewer;
        });
    PHASES.put(
        "leaving the stage",
        scene -> {
          StreamSession speaker = speaker(scene);
          scene.loop.hold();
          speaker.leaveStage();
          return speaker;
        });
    PHASES.put(
        "being moved to the audience",
        scene -> {
          StreamSession speaker = speaker(scene);
          scene.loop.hold();
          scene.clients.room().disconnect(new DisconnectReason.Removed());
          return speaker;
        });
  }

  /** The commands whose aim is under way already in that phase, so that there is nothing to do. */
  private static final Map<String, Set<Class<? extends Command>>> UNDER_WAY =
      Map.of(
          "joining as the host", Set.of(Command.Reconnect.class),
          "joining as a speaker", Set.of(Command.Reconnect.class),
          "joining as a viewer", Set.of(Command.Reconnect.class),
          "going on stage", Set.of(Command.Accept.class),
          "leaving the stage", Set.of(Command.LeaveStage.class),
          "being moved to the audience", Set.of(Command.LeaveStage.class));

  /** The phases from which this person comes to no stage, where alone another can be silenced. */
  private static final Set<String> OFF_STAGE =
      Set.of(
          "joining as a viewer",
          "in the audience",
          "in the audience, player lost",
          "invited",
          "invited, player lost",
          "leaving the stage",
          "being moved to the audience");

  /** Hints that go out with every key: without a chat there is nobody to tell. */
  private static final Set<Class<? extends Command>> HINTS =
      Set.of(Command.ChatCommand.Typing.class);

  private static StreamSession joining(Scene scene, String identity, Role role) {
    scene.clients.sync.speaker("Hana", true);
    fillChat(scene);
    scene.loop.hold();
    return scene.begin(identity, role, role.onStage());
  }

  private static void fillChat(Scene scene) {
    for (int i = 0; i < 40; i++) {
      scene.clients.chat.store("Hana", "earlier " + i);
    }
    scene.clients.chat.loading.complete(null);
  }

  /** One message of this person's that was sent, and one that was not. */
  private static StreamSession chatting(Scene scene, StreamSession session) {
    session.sendMessage("sent");
    scene.clients.chat.sendRefusal = new IllegalStateException("refused");
    session.sendMessage("not sent");
    scene.clients.chat.sendRefusal = null;
    scene.settle();
    return session;
  }

  private static StreamSession host(Scene scene) {
    fillChat(scene);
    StreamSession host = scene.host();
    scene.clients.sync.speaker("Sam", false);
    scene.clients.room().participants(FakeSdkClients.FakeRoom.participant("Sam", true));
    return chatting(scene, host);
  }

  private static StreamSession speaker(Scene scene) {
    fillChat(scene);
    return chatting(scene, scene.speaker());
  }

  private static StreamSession viewer(Scene scene) {
    fillChat(scene);
    return chatting(scene, scene.viewer());
  }

  private static StreamSession invited(Scene scene) {
    StreamSession viewer = viewer(scene);
    viewer.raiseHand(true);
    scene.clients.sync.put("raised_hands", "Vera");
    scene.clients.sync.invite("Vera", true);
    scene.settle();
    return viewer;
  }

  private static StreamSession roomLost(Scene scene, StreamSession session) {
    scene.loop.hold();
    scene.clients.room().disconnect(new DisconnectReason.ConnectionLost(53001, "lost"));
    return session;
  }

  private static StreamSession playerLost(Scene scene, StreamSession session) {
    scene.loop.hold();
    scene.clients.player().fail(404);
    return session;
  }

  /** All classes of commands, with a sensible one of each for what the person sees. */
  private static final Map<Class<? extends Command>, Function<StreamState, Command>> COMMANDS =
      new LinkedHashMap<>();

  private static <C extends Command> void command(Class<C> kind, Function<StreamState, C> make) {
    COMMANDS.put(kind, make::apply);
  }

  static {
    command(Command.Microphone.class, state -> new Command.Microphone(!headedForStage(state)));
    command(Command.Hand.class, state -> new Command.Hand(!state.handRaised(), ""));
    command(Command.Accept.class, state -> new Command.Accept(true));
    command(Command.Decline.class, state -> new Command.Decline());
    command(Command.LeaveStage.class, state -> new Command.LeaveStage());
    command(Command.Invite.class, state -> new Command.Invite("Vera"));
    command(Command.LowerHand.class, state -> new Command.LowerHand("Vera"));
    command(Command.MoveToAudience.class, state -> new Command.MoveToAudience("Sam"));
    command(Command.Desk.class, state -> new Command.Desk(new DeskCall.Lock(true)));
    command(Command.Volume.class, state -> new Command.Volume(0.5));
    command(Command.Silence.class, state -> new Command.Silence("Sam", true));
    command(Command.Levels.class, state -> new Command.Levels(false));
    command(Command.React.class, state -> new Command.React(Reaction.HEART));
    command(Command.TakeOver.class, state -> new Command.TakeOver());
    command(Command.EndStream.class, state -> new Command.EndStream());
    command(Command.Mute.class, state -> new Command.Mute(Optional.of("Sam")));
    command(Command.Reconnect.class, state -> new Command.Reconnect());
    command(Command.Leave.class, state -> new Command.Leave());
    command(Command.ChatCommand.Send.class, state -> new Command.ChatCommand.Send("Hello"));
    command(
        Command.ChatCommand.SendAgain.class,
        state -> new Command.ChatCommand.SendAgain(id(state, Chat.Delivery.FAILED)));
    command(
        Command.ChatCommand.Discard.class,
        state -> new Command.ChatCommand.Discard(id(state, Chat.Delivery.FAILED)));
    command(
        Command.ChatCommand.Edit.class,
        state -> new Command.ChatCommand.Edit(id(state, Chat.Delivery.SENT), "Changed"));
    command(
        Command.ChatCommand.Remove.class,
        state -> new Command.ChatCommand.Remove(id(state, Chat.Delivery.SENT)));
    command(Command.ChatCommand.LoadEarlier.class, state -> new Command.ChatCommand.LoadEarlier());
    command(Command.ChatCommand.Typing.class, state -> new Command.ChatCommand.Typing());
    command(Command.ChatCommand.Seen.class, state -> new Command.ChatCommand.Seen(true));
  }

  private static boolean headedForStage(StreamState state) {
    return switch (state.phase()) {
      case Phase.Joining joining -> joining.role().onStage();
      case Phase.OnStage ignored -> true;
      case Phase.Changing ignored -> true;
      case Phase.InAudience ignored -> false;
      case Phase.Left ignored -> false;
    };
  }

  private static long id(StreamState state, Chat.Delivery delivery) {
    return state.chat().messages().stream()
        .filter(message -> message.own() && message.delivery() == delivery)
        .mapToLong(Chat.Message::id)
        .findFirst()
        .orElse(-1);
  }

  static Stream<Arguments> commandsInPhases() {
    return PHASES.keySet().stream()
        .flatMap(phase -> COMMANDS.keySet().stream().map(kind -> Arguments.of(phase, kind)));
  }

  @ParameterizedTest(name = "{1} while {0}")
  @MethodSource("commandsInPhases")
  void everyCommandMakesADifference(String phase, Class<? extends Command> kind) {
    boolean idle =
        HINTS.contains(kind)
            || UNDER_WAY.getOrDefault(phase, Set.of()).contains(kind)
            || kind == Command.Silence.class && OFF_STAGE.contains(phase);
    if (!idle) {
      assertThat(story(phase, Optional.of(kind))).isNotEqualTo(story(phase, Optional.empty()));
    }
  }

  @ParameterizedTest
  @MethodSource("phases")
  void theSameStoryIsToldTwice(String phase) {
    assertThat(story(phase, Optional.empty())).isEqualTo(story(phase, Optional.empty()));
  }

  static Stream<String> phases() {
    return PHASES.keySet().stream();
  }

  /** Everything that is seen of a session which is given this command in this phase. */
  private static List<Object> story(String phase, Optional<Class<? extends Command>> kind) {
    var scene = new Scene();
    StreamSession session = requireNonNull(PHASES.get(phase)).apply(scene);
    StreamState shown = scene.state();
    kind.ifPresent(
        k ->
            ((MachineSession) session)
                .machine()
                .command(requireNonNull(COMMANDS.get(k)).apply(shown)));
    scene.settle();
    scene.loop.letGo();
    scene.clients.chat.say("Hana", "news");
    scene.loop.pass(Duration.ofSeconds(3));
    if (scene.phase() instanceof Phase.OnStage) {
      // The volume is heard in the audience.
      scene.clients.room().disconnect(new DisconnectReason.Removed());
      scene.loop.pass(Duration.ofSeconds(3));
    }
    session.close();
    var story = new ArrayList<Object>(scene.states);
    story.addAll(scene.backend.calls);
    scene.clients.players.forEach(player -> story.add(List.of(player.volume, player.measured)));
    scene.clients.rooms.forEach(room -> story.add(List.of(room.data.sent, room.measured)));
    scene.clients.tracks.forEach(track -> story.add(track.on));
    scene.clients.rooms.forEach(room -> story.add(room.reconnects));
    scene.clients.rooms.forEach(room -> story.add(Set.copyOf(room.silenced)));
    scene.clients.players.forEach(player -> story.add(player.reconnects));
    story.add(scene.clients.sync.reconnects);
    story.add(scene.clients.chat.typed);
    story.add(List.copyOf(scene.clients.chat.read));
    return story;
  }

  @Test
  void allCommandsAreTried() {
    assertThat(COMMANDS.keySet()).containsExactlyInAnyOrderElementsOf(records(Command.class));
  }

  private static List<Class<? extends Command>> records(Class<? extends Command> family) {
    var found = new ArrayList<Class<? extends Command>>();
    for (Class<?> kind : family.getPermittedSubclasses()) {
      Class<? extends Command> command = kind.asSubclass(Command.class);
      if (command.isSealed()) {
        found.addAll(records(command));
      } else {
        found.add(command);
      }
    }
    return found;
  }

  @Test
  void aHandIsLoweredWhileThePlayerIsRestored() {
    var scene = new Scene();
    StreamSession viewer = invited(scene);
    playerLost(scene, viewer);
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
    viewer.raiseHand(false);
    assertThat(scene.state().handRaised()).isFalse();
    scene.loop.letGo();
    assertThat(scene.backend.calls).contains("hand Vera false");
  }

  @Test
  void anInvitationIsDeclinedWhileThePlayerIsRestored() {
    var scene = new Scene();
    StreamSession viewer = invited(scene);
    playerLost(scene, viewer);
    viewer.declineInvitation();
    assertThat(scene.state().invited()).isFalse();
    assertThat(scene.state().handRaised()).isFalse();
    scene.loop.letGo();
    assertThat(scene.backend.calls).contains("hand Vera false");
  }

  @Test
  void anInvitationIsAcceptedWhileThePlayerIsRestored() {
    var scene = new Scene();
    StreamSession viewer = invited(scene);
    playerLost(scene, viewer);
    viewer.acceptInvitation(true);
    scene.loop.letGo();
    assertThat(scene.phase()).isEqualTo(new Phase.OnStage(Role.SPEAKER));
    assertThat(scene.notices()).contains(Notice.Kind.NOW_SPEAKING);
  }

  @Test
  void theStageIsLeftWhileTheRoomIsRestored() {
    var scene = new Scene();
    StreamSession speaker = speaker(scene);
    roomLost(scene, speaker);
    speaker.leaveStage();
    assertThat(scene.phase()).isEqualTo(new Phase.Changing(Role.SPEAKER, Role.VIEWER));
    scene.loop.letGo();
    assertThat(scene.phase()).isEqualTo(new Phase.InAudience());
  }
}
