package app.rostrum.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import app.rostrum.app.RunningApp.Answer;
import app.rostrum.cli.Closer;
import app.rostrum.threads.Threads;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several starts of the app at one socket. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class StartTest {
  private static final String LINK = "rostrum://join?passcode=12345678901234&stream=Tea%20time";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path folder;
  private final Closer opened = new Closer();
  private final BlockingQueue<Optional<String>> arrived = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    opened.close();
  }

  private Path socket() {
    return folder.resolve("run/app.socket");
  }

  private Start start(Optional<String> link, Duration patience) {
    Start start = Start.of(List.of(socket()), link, patience);
    if (start instanceof Start.First(Optional<RunningApp> running)) {
      running.ifPresent(opened::add);
    }
    return start;
  }

  private RunningApp first() {
    var first = (Start.First) start(Optional.empty(), LONG);
    return first.running().orElseThrow();
  }

  private CompletableFuture<Boolean> take(Optional<String> link) {
    arrived.add(link);
    return CompletableFuture.completedFuture(true);
  }

  @Test
  void aSecondStartHandsOverItsLinkAndAThirdOneJustItsWish() throws Exception {
    first().answer(this::take);
    assertThat(start(Optional.of(LINK), LONG)).isInstanceOf(Start.HandedOver.class);
    assertThat(arrived.take()).contains(LINK);
    assertThat(start(Optional.empty(), LONG)).isInstanceOf(Start.HandedOver.class);
    assertThat(arrived.take()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--config=/etc/passwd", "two\nlines\u0000", "Ünïcode 🎤 %0A open x", " "})
  void whateverALinkIsItArrivesAsItWas(String link) throws Exception {
    first().answer(this::take);
    assertThat(start(Optional.of(link), LONG)).isInstanceOf(Start.HandedOver.class);
    assertThat(arrived.take()).contains(link);
  }

  @Test
  void aHugeLinkArrivesAsFarAsItTakesToRefuseIt() throws Exception {
    first().answer(this::take);
    String huge = LINK + "&x=" + "🎤".repeat(500_000);
    assertThat(start(Optional.of(huge), LONG)).isInstanceOf(Start.HandedOver.class);
    assertThat(arrived.take().orElseThrow().length()).isBetween(4_900, 5_000);
  }

  @Test
  void nobodyElseCanComeNearTheSocket() throws Exception {
    Files.createDirectory(folder.resolve("run"));
    Files.setPosixFilePermissions(
        folder.resolve("run"), PosixFilePermissions.fromString("rwxrwxrwx"));
    first();
    assertThat(Files.getPosixFilePermissions(folder.resolve("run")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void theSocketOfAnAppThatWasKilledIsInNobodysWay() throws Exception {
    Files.createDirectory(folder.resolve("run"));
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket()))
        .close();
    assertThat(socket()).exists();
    first().answer(this::take);
    assertThat(start(Optional.of(LINK), LONG)).isInstanceOf(Start.HandedOver.class);
  }

  @Test
  void ofTwoStartsAtTheSameMomentOneRunsAndHasTheLinkOfTheOther() throws Exception {
    for (int round = 0; round < 20; round++) {
      var go = new CountDownLatch(1);
      var starts = new ArrayList<Future<Start>>();
      try (var people = Threads.perTask("person")) {
        for (String link : List.of("a", "b")) {
          starts.add(
              people.submit(
                  () -> {
                    go.await();
                    Start start = start(Optional.of(link), LONG);
                    if (start instanceof Start.First(Optional<RunningApp> running)) {
                      running.orElseThrow().answer(this::take);
                    }
                    return start;
                  }));
        }
        go.countDown();
      }
      assertThat(List.of(starts.getFirst().resultNow(), starts.getLast().resultNow()))
          .hasOnlyElementsOfTypes(Start.First.class, Start.HandedOver.class)
          .hasAtLeastOneElementOfType(Start.First.class)
          .hasAtLeastOneElementOfType(Start.HandedOver.class);
      assertThat(arrived).hasSize(1);
      arrived.clear();
      opened.close();
    }
  }

  @Test
  void whoFindsAnAppThatDoesNotAnswerSaysSoInsteadOfWaitingForEver() {
    first().answer(link -> new CompletableFuture<>());
    assertThat(start(Optional.of(LINK), SHORT)).isInstanceOf(Start.Unanswered.class);
  }

  @Test
  void anAppThatIsNotEvenReadyToListenIsAsSilent() {
    first();
    assertThat(start(Optional.of(LINK), SHORT)).isInstanceOf(Start.Unanswered.class);
  }

  @Test
  void whoFindsAnAppThatIsClosingRunsAfterIt() throws Exception {
    RunningApp closing = first();
    var asked = new CountDownLatch(1);
    closing.answer(
        link -> {
          asked.countDown();
          return CompletableFuture.completedFuture(false);
        });
    var next = new CompletableFuture<Start>();
    Threads.startVirtual("next", () -> next.complete(start(Optional.of(LINK), LONG)));
    asked.await();
    closing.close();
    assertThat(next.get()).isInstanceOf(Start.First.class);
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheNextOneIsTaken() throws Exception {
    first().answer(this::take);
    for (String wrong :
        List.of("\n", "shut down\n", "open a b\n", "open %zz\n", "open a\nopen b\n")) {
      try (var call = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        call.write(StandardCharsets.UTF_8.encode(wrong));
        ByteBuffer answer = ByteBuffer.allocate(64);
        while (call.read(answer) > 0) {
          // Up to its end.
        }
        assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8))
            .isIn("refused\n", "");
      }
    }
    assertThat(RunningApp.hand(socket(), Optional.of(LINK))).isEqualTo(Answer.TAKEN);
    assertThat(arrived).hasSize(1);
  }

  @Test
  void thoseWhoConnectAndSayNothingKeepNobodyElseOutOnceTheyAreGone() throws Exception {
    first().answer(this::take);
    var silent = new ArrayList<SocketChannel>();
    for (int i = 0; i < 20; i++) {
      silent.add(SocketChannel.open(UnixDomainSocketAddress.of(socket())));
    }
    assertThat(start(Optional.of(LINK), SHORT)).isInstanceOf(Start.Unanswered.class);
    for (SocketChannel one : silent) {
      one.close();
    }
    await().atMost(LONG).until(() -> RunningApp.hand(socket(), Optional.of(LINK)) == Answer.TAKEN);
  }

  @Test
  void aFolderThatCannotBeUsedIsPassedOver() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    Path deep = folder.resolve("x".repeat(120)).resolve("app.socket");
    Start start =
        Start.of(List.of(file.resolve("app.socket"), deep, socket()), Optional.empty(), LONG);
    ((Start.First) start).running().ifPresent(opened::add);
    assertThat(socket()).exists();
    assertThat(Start.of(List.of(deep), Optional.empty(), LONG))
        .isEqualTo(new Start.First(Optional.empty()));
  }

  @Test
  void profilesHaveNothingInCommon() {
    Profile ada = new Profile.Converter().convert("Ada");
    assertThat(ada.name()).contains("ada");
    assertThat(ada.sockets()).doesNotContainAnyElementsOf(Profile.USUAL.sockets());
    assertThat(ada.keychain()).isNotEqualTo(Profile.USUAL.keychain());
    for (Path own : List.of(ada.data(), ada.config(), ada.state())) {
      assertThat(own).endsWithRaw(Path.of("profiles", "ada"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "a/b", "a\\b", "-x", "x-", "nul", "COM1", "ä", "a b", "a\n"})
  void aNameThatCouldLeadElsewhereIsNone(String name) {
    assertThat(catchThrowable(() -> new Profile.Converter().convert(name)))
        .hasMessageContaining("letters a to z");
  }
}
