package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
import app.rostrum.host.EmbeddedHost;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Measures a busy chat: the delay and loss of many messages to many members. */
final class ChatLoad {
  private static final String STREAM = "chat";
  private static final int PER_SECOND = 100;
  private static final int WRITERS = 50;
  private static final int AT_ONCE = 25;
  private static final Pattern SENT = Pattern.compile("sent at (\\d+)");

  private ChatLoad() {}

  /** A client that has opened the chat and follows its messages. */
  record Member(LeanTwilsock socket, String messagesUrl) {}

  /** Counts the messages that one member receives. */
  private static final class Counter implements Consumer<String> {
    final AtomicInteger messages = new AtomicInteger();
    private final List<Double> delays;

    Counter(List<Double> delays) {
      this.delays = delays;
    }

    @Override
    public void accept(String notification) {
      if (!notification.contains("list_item_added")) {
        return;
      }
      Matcher sent = SENT.matcher(notification);
      while (sent.find()) {
        messages.incrementAndGet();
        double delay = (System.nanoTime() - Long.parseLong(sent.group(1))) / 1e6;
        synchronized (delays) {
          delays.add(delay);
        }
      }
    }
  }

  static void run(Figures figures, int people, int seconds) throws IOException {
    try (var host = EmbeddedHost.startTemporary(Clock.systemUTC())) {
      HttpClient http = HttpClient.newHttpClient();
      Backend backend = Backends.open(HttpClients.create(), host.url(), host.passcode());
      StreamCredentials owner = backend.createStream("Hanna", STREAM, true);
      var delays = new ArrayList<Double>();
      var counters = new ArrayList<Counter>();
      var members = new ArrayList<Member>();
      while (members.size() < people) {
        var opening = new ArrayList<CompletableFuture<Member>>();
        for (int i = members.size(); i < people && opening.size() < AT_ONCE; i++) {
          var counter = new Counter(delays);
          counters.add(counter);
          opening.add(follow(http, backend.joinAsViewer("Person " + i, STREAM, null), counter));
        }
        opening.forEach(each -> members.add(each.join()));
      }
      int wanted = PER_SECOND * seconds;
      var refused = new AtomicInteger();
      long begun = System.nanoTime();
      for (int i = 0; i < wanted; i++) {
        long due = begun + TimeUnit.SECONDS.toNanos(1) * i / PER_SECOND;
        Pause.until(due);
        var message = new JsonObject();
        message.addProperty("body", "message %d sent at %d".formatted(i, System.nanoTime()));
        message.addProperty("attributes", "{}");
        Member writer = members.get(i % WRITERS);
        var unused =
            writer
                .socket()
                .call("POST", writer.messagesUrl(), message)
                .exceptionally(
                    failure -> {
                      refused.incrementAndGet();
                      return new JsonObject();
                    });
      }
      double took = (System.nanoTime() - begun) / 1e9;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (missing(counters, wanted) > 0 && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      String title = "%.0f chat messages/s to %d members: sending until received";
      figures.times(title.formatted(wanted / took, people), delays, "");
      figures.row(
          "  messages not received by a member, or refused",
          String.valueOf(missing(counters, wanted) + refused.get()),
          "",
          wanted * people,
          "0");
      members.forEach(member -> member.socket().close());
      http.shutdownNow();
      backend.deleteStream(STREAM, owner.token());
    }
  }

  private static long missing(List<Counter> counters, int wanted) {
    return counters.stream().mapToLong(counter -> Math.abs(wanted - counter.messages.get())).sum();
  }

  /** Opens a stream's chat as the official SDK does, without the parts that are not needed. */
  static CompletableFuture<Member> follow(
      HttpClient http, StreamCredentials person, Consumer<String> onNotification) {
    return LeanTwilsock.open(
            http, person.twilsock(), person.token(), LeanTwilsock.CHAT, onNotification)
        .thenCompose(socket -> follow(socket, person.roomSid()));
  }

  private static CompletableFuture<Member> follow(LeanTwilsock socket, String roomSid) {
    return socket
        .get("https://aim.us1.twilio.com/Client/v2/Configuration")
        .thenCompose(
            configuration -> {
              JsonObject links = configuration.getAsJsonObject("links");
              return socket
                  .get(links.get("my_conversations").getAsString() + "/" + roomSid)
                  .thenCompose(
                      conversation -> {
                        String messages =
                            links.get("conversations").getAsString()
                                + "/"
                                + conversation.get("conversation_sid").getAsString()
                                + "/Messages";
                        return followMessages(socket, conversation)
                            .thenApply(done -> new Member(socket, messages));
                      });
            });
  }

  private static CompletableFuture<JsonObject> followMessages(
      LeanTwilsock socket, JsonObject conversation) {
    String document =
        conversation.getAsJsonObject("sync_objects").get("conversation").getAsString();
    return socket
        .get("/v3/Documents/" + document)
        .thenCompose(
            about -> {
              String list = about.getAsJsonObject("data").get("messages").getAsString();
              return socket
                  .get("/v3/Lists/" + list)
                  .thenCompose(
                      messages ->
                          socket.subscribe(
                              SyncFanOut.target(about, "document"),
                              SyncFanOut.target(messages, "list")));
            });
  }
}
