package app.rostrum.stream;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.backend.StreamSummary;
import app.rostrum.stream.StreamDirectory.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamDirectoryTest {
  private static final StreamSummary TALK =
      new StreamSummary("Talk", "RM1", "Hana", 2, 10, Instant.EPOCH, true);
  private final FakeSessionLoop loop = new FakeSessionLoop();
  private final FakeBackend backend = new FakeBackend(loop.clock);
  private final List<Listing> heard = new ArrayList<>();

  private StreamDirectory watch() {
    return StreamDirectory.watch(backend, loop, heard::add);
  }

  @Test
  void theBackendIsAskedEveryThreeSecondsAndChangesAreTold() {
    watch();
    backend.listing = Optional.of(List.of(TALK));
    loop.pass(Duration.ofSeconds(10));
    assertThat(backend.count("list")).isEqualTo(4);
    assertThat(heard)
        .containsExactly(new Listing.Streams(List.of()), new Listing.Streams(List.of(TALK)));
  }

  @Test
  void aBackendThatCannotListIsAskedAgainOnRefreshOnly() {
    backend.listing = Optional.empty();
    StreamDirectory directory = watch();
    loop.pass(Duration.ofMinutes(1));
    assertThat(backend.count("list")).isEqualTo(1);
    assertThat(heard).containsExactly(new Listing.NotOffered());
    backend.listing = Optional.of(List.of(TALK));
    directory.refresh();
    assertThat(heard).endsWith(new Listing.Streams(List.of(TALK)));
  }

  @Test
  void anOutageIsToldOnceAndTheBackendAskedAgain() {
    backend.refuseAlways("list", FakeBackend.unreachable());
    watch();
    loop.pass(Duration.ofSeconds(10));
    assertThat(heard)
        .singleElement()
        .isInstanceOfSatisfying(
            Listing.Unavailable.class,
            u -> assertThat(u.problem().kind()).isEqualTo(StreamProblem.Kind.NO_NETWORK));
    backend.refuseNoMore();
    loop.pass(Duration.ofSeconds(3));
    assertThat(heard).hasSize(2);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anyFailureIsToldAndTheBackendAskedAgain(Throwable failure) {
    loop.contains = true;
    var reachable = new AtomicBoolean();
    StreamDirectory directory =
        StreamDirectory.watch(
            new FakeBackend(loop.clock) {
              @Override
              public Optional<List<StreamSummary>> listStreams() {
                if (reachable.get()) {
                  return super.listStreams();
                }
                throw sneaky(failure);
              }
            },
            loop,
            heard::add);
    assertThat(heard).singleElement().isInstanceOf(Listing.Unavailable.class);
    reachable.set(true);
    loop.pass(Duration.ofSeconds(3));
    assertThat(heard).endsWith(new Listing.Streams(List.of()));
    directory.close();
  }

  static List<Throwable> failures() {
    return List.of(new IllegalStateException("a bug"), new AssertionError("an error"));
  }

  private static RuntimeException sneaky(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  @Test
  void aBackendThatNamesAWaitIsNotAskedBeforeThat() {
    backend.refuse("list", FakeBackend.tooMany(Duration.ofSeconds(30)));
    watch();
    loop.pass(Duration.ofSeconds(29));
    assertThat(backend.count("list")).isEqualTo(1);
    loop.pass(Duration.ofSeconds(2));
    assertThat(backend.count("list")).isEqualTo(2);
  }

  @Test
  void refreshingWhileAnAnswerIsAwaitedAsksOnceMore() {
    loop.hold();
    StreamDirectory directory = watch();
    directory.refresh();
    directory.refresh();
    loop.letGo();
    assertThat(backend.count("list")).isEqualTo(2);
  }

  @Test
  void nothingIsToldAfterClosing() {
    loop.hold();
    StreamDirectory directory = watch();
    directory.close();
    loop.letGo();
    assertThat(heard).isEmpty();
    assertThat(loop.pendingTimers()).isZero();
  }
}
