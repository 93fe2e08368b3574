package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.cloud.twilsock.FakeSocket;
import app.rostrum.testing.ManualScheduler;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reports of connected and disconnected identities to the backend. */
class ReachabilityTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final ManualScheduler scheduler = new ManualScheduler();
  private SyncCloud cloud;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.on(scheduler);
    service =
        cloud
            .json(
                "POST",
                "/Services",
                "WebhookUrl",
                "http://backend.test/sync-webhook",
                "ReachabilityWebhooksEnabled",
                "true",
                "ReachabilityDebouncingEnabled",
                "true",
                "ReachabilityDebouncingWindow",
                Long.toString(WINDOW.toMillis()))
            .get("sid")
            .getAsString();
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private FakeSocket connect(String identity) {
    var socket = new FakeSocket(cloud.endpoint);
    socket.init(SyncCloud.token(identity, service));
    return socket;
  }

  private List<String> told() {
    return cloud.webhooks.stream()
        .map(form -> form.get("EventType") + " " + form.get("Identity"))
        .toList();
  }

  @Test
  void aShortAbsenceIsNotReported() {
    connect("ann").leave();
    scheduler.pass(WINDOW.minusMillis(1));
    var back = connect("ann");
    scheduler.pass(WINDOW.multipliedBy(2));
    assertThat(told()).containsExactly("endpoint_connected ann");
    back.leave();
    scheduler.pass(WINDOW.minusMillis(1));
    assertThat(told()).containsExactly("endpoint_connected ann");
    scheduler.pass(Duration.ofMillis(1));
    assertThat(told()).containsExactly("endpoint_connected ann", "endpoint_disconnected ann");
  }

  @Test
  void onlyTheLastConnectionOfAnIdentityCounts() {
    var one = connect("ann");
    var two = connect("ann");
    one.leave();
    scheduler.pass(WINDOW.multipliedBy(2));
    assertThat(told()).containsExactly("endpoint_connected ann");
    two.leave();
    scheduler.pass(WINDOW);
    assertThat(told()).containsExactly("endpoint_connected ann", "endpoint_disconnected ann");
  }

  @Test
  void aReportNamesEverythingThatTheBackendNeeds() {
    connect("ann");
    assertThat(cloud.webhooks.element())
        .containsEntry("url", "http://backend.test/sync-webhook")
        .containsEntry("AccountSid", SyncCloud.ACCOUNT)
        .containsEntry("ServiceSid", service)
        .containsEntry("EventType", "endpoint_connected")
        .containsEntry("Identity", "ann")
        .hasEntrySatisfying("EndpointId", id -> assertThat(id).matches("EP[0-9a-f]{32}"));
  }

  @Test
  void withoutDebouncingEveryLossIsReportedAtOnce() {
    cloud.json("POST", "/Services/" + service, "ReachabilityDebouncingEnabled", "false");
    connect("ann").leave();
    assertThat(told()).containsExactly("endpoint_connected ann", "endpoint_disconnected ann");
  }

  @Test
  void nothingIsReportedUnlessWebhooksAreEnabled() {
    cloud.json("POST", "/Services/" + service, "ReachabilityWebhooksEnabled", "false");
    connect("ann").leave();
    scheduler.pass(WINDOW.multipliedBy(2));
    assertThat(told()).isEmpty();
  }

  @Test
  void aDeletedServiceReportsNobody() {
    var ann = connect("ann");
    connect("bob").leave();
    cloud.rest("DELETE", "/Services/" + service);
    ann.leave();
    scheduler.pass(WINDOW.multipliedBy(2));
    assertThat(told()).containsExactly("endpoint_connected ann", "endpoint_connected bob");
  }
}
