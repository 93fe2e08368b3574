package app.rostrum.cloud.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.rtc.data.TransportChannel;
import app.rostrum.rtc.data.TransportChannel.Options;
import app.rostrum.wire.room.LocalParticipant;
import app.rostrum.wire.room.TrackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Data tracks between connections, on fake channels. */
class DataConnectionsTest {
  private static final Options RELIABLE = Options.reliable("chat-id");
  private static final Options LOSSY =
      new Options("chat-id", false, Optional.of(0), Optional.empty());

  private static final class Subscriber implements DataConnections.Context {
    final List<FakeChannel> channels = new ArrayList<>();
    final DataConnections mediaConnection = new DataConnections(this);
    int onRelabelled;
    boolean stuck;

    @Override
    public TransportChannel open(Options options) {
      var channel = new FakeChannel(options);
      channel.stuck = stuck;
      channels.add(channel);
      return channel;
    }

    @Override
    public void onRoomThread(Runnable task) {
      task.run();
    }

    @Override
    public void onRelabelled() {
      onRelabelled++;
    }
  }

  private final Subscriber publisher = new Subscriber();
  private final ForwardedData track =
      new ForwardedData(
          "MT1",
          new LocalParticipant.Track("chat-id", TrackKind.DATA, "chat", true, "standard"),
          MessageBudget.ofData(System.nanoTime()));

  private FakeChannel publish(Options options) {
    var source = new FakeChannel(options);
    publisher.mediaConnection.arrived(source);
    publisher.mediaConnection.receive(List.of(track));
    return source;
  }

  private static String text(int kilobytes) {
    return "x".repeat(kilobytes << 10);
  }

  @Test
  void messagesGoToEverySubscriberWithThePublishersReliability() {
    var one = new Subscriber();
    var other = new Subscriber();
    one.mediaConnection.forward(List.of(track));
    assertThat(one.channels).as("before the publisher's channel").isEmpty();
    FakeChannel source = publish(LOSSY);
    one.mediaConnection.forward(List.of(track));
    source.hear("to one");
    other.mediaConnection.forward(List.of(track));
    source.hear("to both");
    assertThat(one.channels).hasSize(1);
    assertThat(one.channels.getFirst().options())
        .isEqualTo(new Options("MT1", false, Optional.of(0), Optional.empty()));
    assertThat(one.channels.getFirst().sent).containsExactly("to one", "to both");
    assertThat(other.channels.getFirst().sent).containsExactly("to both");
  }

  @Test
  void aChannelMayComeBeforeItsTrackIsAnnounced() {
    var source = new FakeChannel(RELIABLE);
    publisher.mediaConnection.arrived(source);
    publisher.mediaConnection.receive(List.of());
    publisher.mediaConnection.receive(List.of(track));
    var one = new Subscriber();
    one.mediaConnection.forward(List.of(track));
    source.hear("hello");
    assertThat(one.channels.getFirst().sent).containsExactly("hello");
  }

  @Test
  void aSlowSubscriberLosesUnreliableMessagesAndDelaysNobody() {
    FakeChannel source = publish(LOSSY);
    var slow = new Subscriber();
    slow.stuck = true;
    var quick = new Subscriber();
    slow.mediaConnection.forward(List.of(track));
    quick.mediaConnection.forward(List.of(track));
    for (int i = 0; i < 20; i++) {
      source.hear(text(200));
    }
    assertThat(quick.channels.getFirst().sent).hasSize(20);
    FakeChannel channel = slow.channels.getFirst();
    assertThat(channel.waiting).isBetween(500_000L, SubscriberChannel.MAX_WAITING);
    assertThat(channel.state()).isEqualTo(TransportChannel.State.OPEN);
    channel.drain();
    source.hear("again");
    assertThat(channel.sent).containsExactly("again");
  }

  @Test
  void aSlowSubscriberOfAReliableTrackIsCutAndComesBackUnderAnotherLabel() {
    FakeChannel source = publish(RELIABLE);
    var slow = new Subscriber();
    slow.stuck = true;
    slow.mediaConnection.forward(List.of(track));
    assertThat(slow.mediaConnection.label(track)).isEqualTo("MT1");
    for (int i = 0; i < 20; i++) {
      source.hear(text(200));
    }
    FakeChannel cut = slow.channels.getFirst();
    assertThat(cut.state()).isEqualTo(TransportChannel.State.CLOSING);
    assertThat(slow.onRelabelled).as("not before what waits is through").isZero();
    slow.stuck = false;
    cut.drain();
    assertThat(slow.onRelabelled).isEqualTo(1);
    assertThat(slow.mediaConnection.label(track)).isEqualTo("MT1-1");
    slow.mediaConnection.forward(List.of(track));
    source.hear("back");
    assertThat(slow.channels.getLast().options().label()).isEqualTo("MT1-1");
    assertThat(slow.channels.getLast().sent).containsExactly("back");
    assertThat(cut.sent).isEmpty();
  }

  @Test
  void aTrackThatTheParticipantKeepsClosingIsNotOpenedAgain() {
    publish(RELIABLE);
    var one = new Subscriber();
    for (int i = 0; i < 100; i++) {
      one.mediaConnection.forward(List.of(track));
      one.channels.getLast().close();
    }
    assertThat(one.channels).hasSize(21);
  }

  @Test
  void waitingDataForOneSubscriberIsBoundedOverAllTracks() {
    var slow = new Subscriber();
    slow.stuck = true;
    List<FakeChannel> sources = new ArrayList<>();
    List<ForwardedData> tracks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var fresh =
          new ForwardedData(
              "MT-" + i,
              new LocalParticipant.Track("id-" + i, TrackKind.DATA, "n" + i, true, "standard"),
              MessageBudget.ofData(System.nanoTime()));
      var source = new FakeChannel(Options.reliable("id-" + i));
      fresh.setSource(source);
      sources.add(source);
      tracks.add(fresh);
    }
    slow.mediaConnection.forward(tracks);
    for (int round = 0; round < 6; round++) {
      sources.forEach(source -> source.hear(text(150)));
    }
    assertThat(slow.channels.stream().mapToLong(FakeChannel::bufferedAmount).sum())
        .isLessThan(SubscriberChannel.MAX_WAITING_TOGETHER + 20L * (200 << 10));
  }

  @Test
  void aFloodingPublisherIsHeldToItsBudget() {
    FakeChannel source = publish(RELIABLE);
    var one = new Subscriber();
    one.mediaConnection.forward(List.of(track));
    for (int i = 0; i < 50_000; i++) {
      source.hear("flood");
    }
    assertThat(one.channels.getFirst().sent).hasSizeBetween(5000, 20_000);
  }

  @Test
  void unpublishingClosesTheSubscribersChannels() {
    FakeChannel source = publish(RELIABLE);
    var one = new Subscriber();
    one.mediaConnection.forward(List.of(track));
    track.end();
    one.mediaConnection.forward(List.of());
    assertThat(one.channels.getFirst().state()).isEqualTo(TransportChannel.State.CLOSED);
    assertThat(source.state()).isEqualTo(TransportChannel.State.CLOSED);
    assertThat(one.onRelabelled).isZero();
  }

  @Test
  void channelsWithoutATrackAreBounded() {
    List<FakeChannel> channels = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      var channel = new FakeChannel(Options.reliable("nobody-" + i));
      channels.add(channel);
      publisher.mediaConnection.arrived(channel);
    }
    assertThat(channels.stream().filter(c -> c.state() == TransportChannel.State.OPEN).count())
        .isEqualTo(64);
  }
}
