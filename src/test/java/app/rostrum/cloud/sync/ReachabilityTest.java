package app.rostrum.cloud.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.twilsock.FakeSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is connected, as the backend is told. */
class ReachabilityTest {
  private SyncCloud cloud;
  private String service;

  @BeforeEach
  void open() throws Exception {
    cloud = SyncCloud.inMemory();
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
                "1000")
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
    var back = connect("ann");
    await().pollDelay(Duration.ofMillis(1400)).until(() -> true);
    assertThat(told()).containsExactly("endpoint_connected ann");
    back.leave();
    await()
        .untilAsserted(
            () ->
                assertThat(told())
                    .containsExactly("endpoint_connected ann", "endpoint_disconnected ann"));
  }

  @Test
  void onlyTheLastConnectionOfAnIdentityCounts() {
    var one = connect("ann");
    var two = connect("ann");
    one.leave();
    await().pollDelay(Duration.ofMillis(1400)).until(() -> true);
    assertThat(told()).containsExactly("endpoint_connected ann");
    two.leave();
    await().untilAsserted(() -> assertThat(told()).endsWith("endpoint_disconnected ann"));
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
  void nothingIsReportedUnlessAskedFor() {
    cloud.json("POST", "/Services/" + service, "ReachabilityWebhooksEnabled", "false");
    connect("ann").leave();
    await().pollDelay(Duration.ofMillis(1400)).until(() -> true);
    assertThat(told()).isEmpty();
  }

  @Test
  void aDeletedServiceReportsNobody() {
    var ann = connect("ann");
    connect("bob").leave();
    cloud.rest("DELETE", "/Services/" + service);
    ann.leave();
    await().pollDelay(Duration.ofMillis(1400)).until(() -> true);
    assertThat(told()).containsExactly("endpoint_connected ann", "endpoint_connected bob");
  }
}
