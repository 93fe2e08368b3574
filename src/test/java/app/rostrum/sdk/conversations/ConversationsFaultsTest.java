package app.rostrum.sdk.conversations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.cloud.conversations.ChatCloud;
import app.rostrum.sdk.twilsock.Timing;
import app.rostrum.testing.FaultyWebSocket;
import app.rostrum.testing.FaultyWebSocket.Message.Binary;
import app.rostrum.testing.FaultyWebSocket.Rule;
import app.rostrum.wire.twilsock.TwilsockFormatException;
import app.rostrum.wire.twilsock.TwilsockMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two clients chat on the embedded cloud, one of them through a proxy that misbehaves like
 * networks, proxies and servers do. Both receive each message once, in order.
 */
@Timeout(120)
@NullUnmarked
class ConversationsFaultsTest {
  private static final int MESSAGES = 30;
  private static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofMillis(20),
          Duration.ofMillis(100));

  private static final class Person implements Conversation.Listener, ConversationsClient.Listener {
    final List<Message> heard = new CopyOnWriteArrayList<>();

    @Override
    public void onMessageAdded(Message message) {
      heard.add(message);
    }

    @Override
    public void onMessageUpdated(Message message) {}

    @Override
    public void onMessageRemoved(long index) {}

    @Override
    public void onEnded(Conversation.Ending ending) {
      throw new AssertionError(ending);
    }

    @Override
    public void onState(ConversationsClient.State state) {}

    @Override
    public void onTokenAboutToExpire() {}

    List<String> said(String who) {
      return heard.stream().filter(m -> m.author().equals(who)).map(Message::body).toList();
    }
  }

  private final Person ann = new Person();
  private final Person ben = new Person();
  private ChatCloud cloud;
  private FaultyWebSocket proxy;
  private ConversationsClient annsClient;
  private ConversationsClient bensClient;
  private Conversation anns;
  private Conversation bens;

  @BeforeEach
  void open() throws Exception {
    cloud = ChatCloud.inMemory();
    String service = cloud.service();
    cloud.gather(service, "RM1", "ann", "ben");
    proxy = new FaultyWebSocket(cloud.twilsock());
    var http = new OkHttpClient();
    annsClient =
        ConversationsClient.connect(
            http,
            proxy.address(),
            ChatCloud.token("ann", service),
            ann,
            QUICK,
            Duration.ofSeconds(60),
            new Random(1));
    bensClient =
        ConversationsClient.connect(http, cloud.twilsock(), ChatCloud.token("ben", service), ben);
    anns = annsClient.conversation("RM1", 30, ann).join();
    bens = bensClient.conversation("RM1", 30, ben).join();
  }

  @AfterEach
  void close() {
    annsClient.close();
    bensClient.close();
    proxy.close();
    cloud.close();
  }

  private static List<String> lines(String who) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < MESSAGES; i++) {
      lines.add(who + " " + i);
    }
    return lines;
  }

  /** Both write while all sockets are cut now and then. */
  private void talk(int dropEvery) {
    var sent = new ArrayList<CompletableFuture<Message>>();
    for (int i = 0; i < MESSAGES; i++) {
      sent.add(anns.send("ann" + i, "ann " + i));
      sent.add(bens.send("ben" + i, "ben " + i));
      if (i % dropEvery == dropEvery - 1) {
        int heard = ben.heard.size();
        await().until(() -> ben.heard.size() > heard);
        cloud.dropSockets();
      }
    }
    sent.forEach(CompletableFuture::join);
  }

  private void bothHaveHeardEverythingOnce() {
    await().until(() -> ann.heard.size() >= 2 * MESSAGES && ben.heard.size() >= 2 * MESSAGES);
    for (Person person : List.of(ann, ben)) {
      assertThat(person.said("ann")).isEqualTo(lines("ann"));
      assertThat(person.said("ben")).isEqualTo(lines("ben"));
      assertThat(person.heard).extracting(Message::index).isSorted().doesNotHaveDuplicates();
    }
    assertThat(ann.heard).isEqualTo(ben.heard);
  }

  @Test
  void duplicatedFramesChangeNothing() {
    proxy.toClient(FaultyWebSocket.doubled());
    proxy.toServer(FaultyWebSocket.doubled());
    talk(10);
    bothHaveHeardEverythingOnce();
  }

  @Test
  void reorderedFramesChangeNothing() {
    proxy.toClient(FaultyWebSocket.swapped());
    talk(1000);
    bothHaveHeardEverythingOnce();
  }

  @Test
  void delaysAndDropsLoseNothing() {
    proxy.toClient(FaultyWebSocket.delayed(10));
    proxy.toServer(FaultyWebSocket.delayed(10));
    talk(4);
    bothHaveHeardEverythingOnce();
  }

  @Test
  void missingAnswersLoseNothing() {
    var answers = new AtomicInteger();
    proxy.toClient(
        (message, way) -> {
          boolean answer = message instanceof Binary binary && isMessageAnswer(binary.data());
          if (!answer || answers.incrementAndGet() % 4 != 0) {
            way.pass(message);
          } else if (answers.get() % 8 == 0) {
            way.abort();
          }
        });
    talk(1000);
    bothHaveHeardEverythingOnce();
    assertThat(answers).hasValueGreaterThan(8);
  }

  @Test
  void lostRequestsAreSentAgain() {
    var requests = new AtomicInteger();
    proxy.toServer(
        (message, way) -> {
          if (requests.incrementAndGet() % 31 == 0) {
            way.abort();
          } else {
            way.pass(message);
          }
        });
    talk(1000);
    proxy.toServer(Rule.PASS);
    bothHaveHeardEverythingOnce();
  }

  private static boolean isMessageAnswer(byte[] frame) {
    try {
      return TwilsockMessage.decode(frame) instanceof TwilsockMessage.Reply reply
          && reply.httpStatus() == 201;
    } catch (TwilsockFormatException e) {
      return false;
    }
  }
}
