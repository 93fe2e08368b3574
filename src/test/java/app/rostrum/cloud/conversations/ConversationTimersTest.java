package app.rostrum.cloud.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.sync.Caller;
import app.rostrum.cloud.sync.HostedDocument;
import app.rostrum.cloud.sync.HostedService;
import app.rostrum.testing.ManualClock;
import app.rostrum.threads.Threads;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Conversation timers that go on although something fails. */
@Timeout(120)
class ConversationTimersTest {
  private static final int CONVERSATIONS = 24;

  private static ConversationRecord create(ChatCloud cloud, String service, String name) {
    return cloud.conversations.create(
        service,
        new ConversationSettings(
            Optional.of(name),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofMinutes(5)),
            Optional.empty()));
  }

  private static HostedDocument document(ChatCloud cloud, String service, ConversationRecord of) {
    HostedService objects = cloud.sync.productService("ip_messaging", service);
    return objects.document(of.sid() + ".channel");
  }

  private static String state(HostedDocument document) {
    return document.state().data().getAsJsonObject("state").get("current").getAsString();
  }

  @Test
  void aConversationThatFailsDoesNotHoldUpTheOthers() throws Exception {
    var clock = new ManualClock();
    try (var cloud = ChatCloud.inMemory(clock)) {
      String service = cloud.service();
      List<ConversationRecord> all =
          IntStream.range(0, CONVERSATIONS).mapToObj(i -> create(cloud, service, "c" + i)).toList();
      List<HostedDocument> documents =
          all.stream().map(conversation -> document(cloud, service, conversation)).toList();
      HostedService objects = cloud.sync.productService("ip_messaging", service);
      documents.stream().limit(3).forEach(broken -> objects.remove(Caller.BACKEND, broken));
      clock.advance(Duration.ofMinutes(6));
      await()
          .untilAsserted(
              () ->
                  assertThat(documents.stream().skip(3).map(ConversationTimersTest::state))
                      .containsOnly("inactive"));
    }
  }

  @Test
  void nothingIsWrittenForADeletedService() throws Exception {
    var logger = (Logger) LoggerFactory.getLogger(Threads.class);
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    logger.addAppender(log);
    try (var cloud = ChatCloud.inMemory(new ManualClock())) {
      String deleted = cloud.service();
      create(cloud, deleted, "room");
      cloud.say(deleted, "room", "last words");
      cloud.conversations.deleteService(deleted);
      String later = cloud.service();
      HostedDocument document = document(cloud, later, create(cloud, later, "room"));
      cloud.say(later, "room", "hello");
      await().until(() -> document.state().data().has("lastMessage"));
      assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).isEmpty();
    } finally {
      logger.detachAppender(log);
    }
  }

  @Test
  void anErrorInOneRoundDoesNotEndTheRounds() throws Exception {
    var failures = new AtomicInteger(2);
    var clock =
        new ManualClock() {
          @Override
          public Instant instant() {
            if (Thread.currentThread().getName().startsWith("chat")
                && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
              throw new AssertionError("no time");
            }
            return super.instant();
          }
        };
    try (var cloud = ChatCloud.inMemory(clock)) {
      String service = cloud.service();
      HostedDocument document = document(cloud, service, create(cloud, service, "room"));
      clock.advance(Duration.ofMinutes(6));
      await().untilAsserted(() -> assertThat(state(document)).isEqualTo("inactive"));
      assertThat(failures).hasValue(0);
    }
  }
}
