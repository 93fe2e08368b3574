package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.rostrum.cloud.store.StoreException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Identities that were connected when the process ended, and those that come and go. */
class ReturnAfterRestartTest {
  private final ServiceOnClock on = new ServiceOnClock(reporting(true, Duration.ofSeconds(5)));

  @AfterEach
  void close() {
    on.close();
  }

  private void connect(String identity, int n) {
    on.service.reachability().connected(identity, "CO" + n, "EP" + n);
  }

  private void disconnect(String identity, int n) {
    on.service.reachability().disconnected(identity, "CO" + n);
  }

  @ParameterizedTest
  @CsvSource({"true, 5, 15, 15000", "true, 20, 15, 20000", "false, 20, 15, 15000"})
  void whoDoesNotReturnIsReportedAfterTheWindowButNotBeforeTheGrace(
      boolean debouncing, int window, int grace, int reported) {
    on.service.update(reporting(debouncing, Duration.ofSeconds(window)));
    connect("ann", 1);
    connect("bob", 2);
    on.posted.clear();
    on.restart(Duration.ofSeconds(grace));
    on.pass(Duration.ofSeconds(1));
    connect("bob", 3);
    on.pass(Duration.ofMillis(reported - 1001));
    assertThat(on.posted).doesNotContain("endpoint_disconnected ann EP1");
    on.pass(Duration.ofMillis(1));
    assertThat(on.posted).contains("endpoint_disconnected ann EP1");
    on.pass(Duration.ofMinutes(1));
    // Who came back within the time has, as debouncing sees it, never been away.
    assertThat(on.posted)
        .isEqualTo(
            debouncing
                ? List.of("endpoint_disconnected ann EP1")
                : List.of("endpoint_connected bob EP3", "endpoint_disconnected ann EP1"));
    on.restart(Duration.ZERO);
    on.posted.clear();
    on.pass(Duration.ofMinutes(1));
    assertThat(on.posted).singleElement().asString().startsWith("endpoint_disconnected bob");
  }

  @Test
  void whoIsReportedAsGoneIsForgottenInTheStore() {
    connect("ann", 1);
    disconnect("ann", 1);
    on.pass(Duration.ofSeconds(5));
    assertThat(on.posted)
        .containsExactly("endpoint_connected ann EP1", "endpoint_disconnected ann EP1");
    on.restart(Duration.ZERO);
    on.pass(Duration.ofMinutes(1));
    assertThat(on.posted).hasSize(2);
    connect("ann", 2);
    assertThat(on.posted).hasSize(3).last().isEqualTo("endpoint_connected ann EP2");
  }

  @Test
  void connectionsAreCountedByIdentity() {
    Reachability reachability = on.service.reachability();
    assertThat(reachability.connections("ann")).isZero();
    connect("ann", 1);
    connect("ann", 2);
    connect("bob", 3);
    assertThat(reachability.connections("ann")).isEqualTo(2);
    disconnect("ann", 3);
    disconnect("cid", 3);
    assertThat(reachability.connections("ann")).isEqualTo(2);
    disconnect("ann", 1);
    disconnect("ann", 1);
    assertThat(reachability.connections("ann")).isEqualTo(1);
    disconnect("ann", 2);
    assertThat(reachability.connections("ann")).isZero();
    assertThat(reachability.connections("bob")).isEqualTo(1);
    on.pass(Duration.ofSeconds(5));
    assertThat(on.posted)
        .containsExactly(
            "endpoint_connected ann EP1",
            "endpoint_connected bob EP3",
            "endpoint_disconnected ann EP2");
  }

  @Test
  void withoutDebouncingEachEndpointIsReported() {
    on.service.update(reporting(false, Duration.ofSeconds(5)));
    connect("ann", 1);
    connect("ann", 2);
    disconnect("ann", 1);
    disconnect("ann", 2);
    connect("ann", 3);
    assertThat(on.posted)
        .containsExactly(
            "endpoint_connected ann EP1",
            "endpoint_connected ann EP2",
            "endpoint_disconnected ann EP1",
            "endpoint_disconnected ann EP2",
            "endpoint_connected ann EP3");
  }

  @Test
  void nobodyIsWaitedForWhoIsBackOrWhoseServiceIsDeleted() {
    List<Duration> sweepOnly = on.scheduler.delays();
    connect("ann", 1);
    disconnect("ann", 1);
    assertThat(on.scheduler.delays()).contains(Duration.ofSeconds(5));
    connect("ann", 2);
    assertThat(on.scheduler.delays()).isEqualTo(sweepOnly);
    connect("bob", 3);
    disconnect("bob", 3);
    Reachability reachability = on.service.reachability();
    on.services.delete(on.service.sid());
    assertThat(on.scheduler.delays()).isEqualTo(sweepOnly);
    assertThat(reachability.connections("ann")).isZero();
  }

  @Test
  void whoIsGoneIsReportedThoughThatCannotBeStored() {
    connect("ann", 1);
    disconnect("ann", 1);
    on.store.define(
        """
        CREATE TRIGGER broken BEFORE DELETE ON sync_reachable
        BEGIN SELECT RAISE(ABORT, 'broken'); END
        """);
    assertThatThrownBy(() -> on.pass(Duration.ofSeconds(5))).isInstanceOf(StoreException.class);
    assertThat(on.posted)
        .containsExactly("endpoint_connected ann EP1", "endpoint_disconnected ann EP1");
  }

  @Test
  void aWindowBeginsAnewWithEachDeparture() {
    connect("ann", 1);
    disconnect("ann", 1);
    on.pass(Duration.ofSeconds(4));
    connect("ann", 2);
    disconnect("ann", 2);
    on.pass(Duration.ofMillis(4_999));
    assertThat(on.posted).containsExactly("endpoint_connected ann EP1");
    on.pass(Duration.ofMillis(1));
    assertThat(on.posted)
        .containsExactly("endpoint_connected ann EP1", "endpoint_disconnected ann EP2");
  }

  @Test
  void afterTheEndNobodyIsReportedAndNobodyForgotten() {
    connect("ann", 1);
    connect("bob", 2);
    disconnect("bob", 2);
    on.services.close();
    disconnect("ann", 1);
    connect("cid", 3);
    on.pass(Duration.ofMinutes(1));
    assertThat(on.posted)
        .containsExactly("endpoint_connected ann EP1", "endpoint_connected bob EP2");
    on.restart(Duration.ZERO);
    on.pass(Duration.ofSeconds(5));
    assertThat(on.posted)
        .containsExactlyInAnyOrder(
            "endpoint_connected ann EP1",
            "endpoint_connected bob EP2",
            "endpoint_disconnected ann EP1",
            "endpoint_disconnected bob EP2");
  }
}
