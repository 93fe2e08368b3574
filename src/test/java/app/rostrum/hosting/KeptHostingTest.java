package app.rostrum.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.backend.StreamSummary;
import app.rostrum.desktop.FakeSession;
import app.rostrum.desktop.States;
import app.rostrum.desktop.services.Entry;
import app.rostrum.desktop.services.HostingSessions;
import app.rostrum.stream.ErrorCode;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Phase;
import app.rostrum.stream.Role;
import app.rostrum.stream.StreamProblem;
import app.rostrum.stream.StreamSession;
import app.rostrum.stream.StreamSettings;
import app.rostrum.stream.StreamState;
import app.rostrum.testing.ManualClock;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
class KeptHostingTest {
  private static final String ADDRESS = "http://192.168.1.20:7420";

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00Z"));
  private final List<String> tokensSeen = new ArrayList<>();
  private final Set<String> own = new HashSet<>();
  private String address = ADDRESS;
  private Optional<Fingerprint> fingerprint = Optional.empty();
  private @Nullable BackendException refusal;
  private Optional<List<StreamSummary>> live = Optional.of(List.of(summary("Tea", "RM1", "Ada")));

  /** The session that was begun last: its backend and its consumer. */
  private Backend backend;

  private Consumer<StreamState> states;
  private Entry entered;

  private StreamSession begin(
      Backend given, String identity, Entry entry, Consumer<StreamState> onState) {
    backend = given;
    states = onState;
    entered = entry;
    return new FakeSession();
  }

  private static StreamSummary summary(String name, String room, String host) {
    return new StreamSummary(name, room, host, 2, 0, Instant.EPOCH, true);
  }

  private Path file() {
    return folder.resolve("app/hosting.properties");
  }

  /** The program, as it is after a start. */
  private HostingSessions program() {
    return new HostingSessions(this::begin, new KeptHosting(file(), clock, own::contains));
  }

  private Backend server() {
    return (Backend)
        Proxy.newProxyInstance(
            Backend.class.getClassLoader(),
            new Class<?>[] {Backend.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "address" -> address;
                  case "fingerprint" -> fingerprint;
                  case "listStreams" -> live;
                  case "createStream", "takeOverStream" -> credentials();
                  case "joinAsSpeaker", "joinAsViewer" -> {
                    tokensSeen.add(String.valueOf(arguments[2]));
                    if (refusal != null) {
                      throw refusal;
                    }
                    yield credentials();
                  }
                  default -> null;
                });
  }

  private StreamCredentials credentials() {
    long end = clock.instant().plus(Duration.ofHours(4)).getEpochSecond();
    String claims =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(("{\"exp\":" + end + "}").getBytes(StandardCharsets.UTF_8));
    return new StreamCredentials(
        "e30." + claims + ".x",
        "RM1",
        true,
        "speakers",
        "viewers",
        "raised_hands",
        Optional.empty(),
        URI.create("ws://127.0.0.1/signaling"),
        URI.create("ws://127.0.0.1/twilsock"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void host() {
    program()
        .begin(
            server(),
            "Ada",
            new Entry("Tea", Role.HOST, new StreamSettings(true, true), true),
            state -> {});
    backend.createStream("Ada", "Tea", true, true, "0123456789abcdef");
    states.accept(States.host("Ada").state());
  }

  @Test
  void aHostWhoStopsToWaitForALostConnectionMayReturn() {
    host();
    states.accept(States.host("Ada").reconnecting().state());
    left(new LeaveReason.Chosen());
    assertThat(program().interrupted(server(), "Ada")).isEqualTo(new Interrupted.Live("Tea"));
  }

  private void left(LeaveReason reason) {
    states.accept(States.host("Ada").phase(new Phase.Left(reason)).state());
  }

  private Interrupted interrupted() {
    return program().interrupted(server(), "Ada");
  }

  @Test
  void afterACrashTheHostIsExpectedBackAndProvesItByTheKeptToken() {
    host();
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
    program().begin(server(), "Ada", Entry.join("Tea", Role.SPEAKER, true), state -> {});
    backend.joinAsSpeaker("Ada", "Tea", null);
    assertThat(tokensSeen).singleElement().asString().startsWith("e30.");
    states.accept(States.speaker("Ada").state());
    states.accept(States.host("Ada").state());
    assertThat(interrupted()).as("after a second crash").isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void onlyTheOwnerCanReadTheFileAndNoPasscodeIsInIt() throws Exception {
    host();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file())).doesNotContainIgnoringCase("passcode");
  }

  @Test
  void aRenewedTokenReplacesTheKeptOne() throws Exception {
    host();
    String before = Files.readString(file());
    clock.advance(Duration.ofHours(3));
    backend.joinAsSpeaker("Ada", "Tea", "old");
    assertThat(Files.readString(file())).isNotEqualTo(before);
    clock.advance(Duration.ofHours(3));
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void whoLeavesOrEndsTheStreamIsNotExpectedBack() {
    for (LeaveReason reason :
        List.of(
            new LeaveReason.Chosen(),
            new LeaveReason.EndedByHost(),
            new LeaveReason.Replaced(),
            new LeaveReason.Expired())) {
      host();
      left(reason);
      assertThat(file()).doesNotExist();
    }
    host();
    backend.deleteStream("Tea", "token");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aRenewalThatIsAnsweredAfterTheEndKeepsNothing() {
    host();
    left(new LeaveReason.EndedByHost());
    backend.joinAsSpeaker("Ada", "Tea", "old");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aHostWhoLostTheNetworkIsExpectedBack() {
    host();
    left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST)));
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void aHostFromWhomSomebodyHasTakenOverIsNotExpectedBack() {
    host();
    states.accept(States.speaker("Ada").state());
    assertThat(file()).doesNotExist();
    host();
    live = Optional.of(List.of(summary("Tea", "RM1", "Ben")));
    assertThat(interrupted()).isEqualTo(new Interrupted.TakenOver("Tea", "Ben"));
    assertThat(file()).doesNotExist();
    assertThat(interrupted()).isEqualTo(new Interrupted.None());
  }

  @Test
  void whoTriesAgainReturnsMutedInsteadOfCreatingTheStreamAnew() {
    for (Role wayIn : Role.values()) {
      host();
      left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST)));
      var again = new Entry("Tea", wayIn, StreamSettings.NONE, wayIn != Role.SPEAKER);
      program().begin(server(), "Ada", again, state -> {});
      assertThat(entered).isEqualTo(Entry.join("Tea", Role.SPEAKER, false));
      backend.joinAsSpeaker("Ada", "Tea", null);
      assertThat(tokensSeen.getLast()).startsWith("e30.");
    }
  }

  @Test
  void anotherStreamIsCreatedThoughOneIsKept() {
    host();
    var other = new Entry("Coffee", Role.HOST, new StreamSettings(true, true), true);
    program().begin(server(), "Ada", other, state -> {});
    assertThat(entered).isEqualTo(other);
  }

  @Test
  void aCreationThatIsGivenUpIsNotKept() {
    program()
        .begin(
            server(),
            "Ada",
            new Entry("Tea", Role.HOST, new StreamSettings(true, true), true),
            state -> {});
    backend.createStream("Ada", "Tea", true, true, "0123456789abcdef");
    assertThat(file()).exists();
    left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_TIMEOUT)));
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFormerHostProvesWhoseNameItIsAsLongAsTheProgramRuns() {
    HostingSessions run = program();
    var creation = new Entry("Tea", Role.HOST, new StreamSettings(true, true), true);
    run.begin(server(), "Ada", creation, state -> {});
    backend.createStream("Ada", "Tea", true, true, "0123456789abcdef");
    states.accept(States.host("Ada").state());
    states.accept(States.speaker("Ada").state());
    left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST)));
    live = Optional.of(List.of(summary("Tea", "RM1", "Ben")));
    assertThat(run.interrupted(server(), "Ada")).isEqualTo(new Interrupted.TakenOver("Tea", "Ben"));

    run.begin(server(), "Ada", Entry.join("Tea", Role.VIEWER, false), state -> {});
    assertThat(entered.role()).isEqualTo(Role.VIEWER);
    backend.joinAsViewer("Ada", "Tea", null);
    run.begin(server(), "Ada", creation, state -> {});
    assertThat(entered).isEqualTo(Entry.join("Tea", Role.SPEAKER, false));
    backend.joinAsSpeaker("Ada", "Tea", null);
    assertThat(tokensSeen).hasSize(2).allMatch(token -> token.startsWith("e30."));
    assertThat(file()).doesNotExist();

    refusal =
        new BackendException(
            BackendException.Kind.FORBIDDEN, "access token of another stream", "", null);
    assertThatThrownBy(() -> backend.joinAsSpeaker("Ada", "Tea", null)).isSameAs(refusal);
    refusal = null;
    run.begin(server(), "Ada", creation, state -> {});
    assertThat(entered).as("after the stream has gone").isEqualTo(creation);
  }

  @Test
  void whoIsStoppedWithoutEndingTheStreamIsExpectedBack() {
    Hosting hosting = new KeptHosting(file(), clock).begin(server(), "Ada", "Tea", Role.HOST);
    hosting.backend().createStream("Ada", "Tea", true, true, "0123456789abcdef");
    Consumer<StreamState> stopped = hosting.before(state -> {});
    stopped.accept(States.host("Ada").state());
    hosting.rest();
    stopped.accept(States.host("Ada").phase(new Phase.Left(new LeaveReason.Chosen())).state());
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void whoTakesOverIsExpectedBack() {
    program().begin(server(), "Ada", Entry.join("Tea", Role.SPEAKER, true), state -> {});
    backend.joinAsSpeaker("Ada", "Tea", null);
    assertThat(file()).as("a speaker is no host").doesNotExist();
    backend.takeOverStream("Ada", "Tea", "token");
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void aStreamThatHasEndedOrALaterOneOfItsNameIsToldAndForgotten() {
    host();
    live = Optional.of(List.of(summary("Tea", "RM2", "Ada")));
    assertThat(interrupted()).isEqualTo(new Interrupted.Ended("Tea"));
    assertThat(file()).doesNotExist();
  }

  @Test
  void anotherPersonAnotherBackendOrAnExpiredTokenFindNothing() {
    host();
    assertThat(program().interrupted(server(), "Eve")).isEqualTo(new Interrupted.None());
    address = "http://192.168.1.21:7420";
    assertThat(interrupted()).isEqualTo(new Interrupted.None());
    address = ADDRESS;
    fingerprint = Optional.of(new Fingerprint("A".repeat(43)));
    assertThat(interrupted()).as("another computer there").isEqualTo(new Interrupted.None());
    fingerprint = Optional.empty();
    clock.advance(Duration.ofHours(5));
    assertThat(interrupted()).isEqualTo(new Interrupted.None());
    clock.advance(Duration.ofHours(-5));
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void theServerOfThisProgramMayHaveAnotherAddressAtTheNextStart() {
    own.add(ADDRESS);
    host();
    address = "http://10.0.0.7:40123";
    assertThat(interrupted()).as("a server elsewhere").isEqualTo(new Interrupted.None());
    own.add(address);
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void whoSignsOutIsNotExpectedBack() {
    host();
    program().forgetHosting();
    assertThat(file()).doesNotExist();
  }

  @Test
  void aFileThatIsNotOursIsIgnoredAndLeftAlone() throws Exception {
    Files.createDirectories(file().getParent());
    for (String content :
        List.of("", "token=\\u00zz", "\u0000\u0001", "room=RM1", "x=y\n".repeat(30_000))) {
      Files.writeString(file(), content);
      assertThat(interrupted()).isEqualTo(new Interrupted.None());
      program().forgetHosting();
      assertThat(Files.readString(file())).isEqualTo(content);
    }
    host();
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void aStreamThatTheServerDoesNotHaveIsForgottenButNotForAnotherRefusal() {
    for (String message :
        List.of("error finding room", "access token of another stream", "error joining room")) {
      host();
      left(new LeaveReason.Failed(StreamProblem.of(ErrorCode.ROOM_LOST)));
      program().begin(server(), "Ada", Entry.join("Tea", Role.SPEAKER, false), state -> {});
      refusal = new BackendException(BackendException.Kind.FORBIDDEN, message, "", null);
      assertThatThrownBy(() -> backend.joinAsSpeaker("Ada", "Tea", null)).isSameAs(refusal);
      assertThat(Files.exists(file())).as(message).isEqualTo(message.endsWith("joining room"));
      refusal = null;
    }
  }

  @Test
  void whatAnotherRunOfTheProgramKeepsOutlivesTheEndOfThisOne() {
    host();
    Consumer<StreamState> first = states;
    clock.advance(Duration.ofSeconds(1));
    host();
    first.accept(States.host("Ada").phase(new Phase.Left(new LeaveReason.EndedByHost())).state());
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
  }

  @Test
  void aFileOfMoreThan64KibIsNoneOfOurs() throws Exception {
    host();
    String kept = Files.readString(file());
    String filled = kept + "#" + "x".repeat(64 * 1024 - kept.length() - 1);
    Files.writeString(file(), filled);
    assertThat(interrupted()).isEqualTo(new Interrupted.Live("Tea"));
    Files.writeString(file(), filled + "x");
    assertThat(interrupted()).isEqualTo(new Interrupted.None());
  }

  @Test
  void aFolderInItsPlaceCostsNoStream() throws Exception {
    Files.createDirectories(file().resolve("full"));
    host();
    assertThat(interrupted()).isEqualTo(new Interrupted.None());
    left(new LeaveReason.EndedByHost());
    assertThat(file().resolve("full")).exists();
  }
}
