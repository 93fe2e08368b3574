package app.rostrum.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import app.rostrum.rtc.data.TransportChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Data channels between two ends over loopback. */
@Timeout(120)
class DataChannelTest extends TwoEnds {
  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static TransportChannel.Options reliable(String label) {
    return TransportChannel.Options.reliable(label);
  }

  @Test
  void messagesOfAllSizesGoBothWaysWithoutAnyAudio() throws Exception {
    TransportChannel ours = client.peer.openDataChannel(reliable("chat"));
    RecordingListener answers = RecordingListener.of(ours);
    assertThat(ours.send("before it is open".getBytes(StandardCharsets.UTF_8), false)).isTrue();
    client.negotiate(server);
    TransportChannel theirs = server.channel("chat");
    assertThat(theirs.options()).isEqualTo(ours.options());
    RecordingListener heard = RecordingListener.of(theirs);
    answers.awaitState(TransportChannel.State.OPEN);
    int[] sizes = {0, 1, 1132, 1133, 65_537, 200_000, 262_144};
    for (int size : sizes) {
      assertThat(ours.send(bytes(size), true)).isTrue();
      assertThat(theirs.send(bytes(size), true)).isTrue();
    }
    heard.await(sizes.length + 1);
    answers.await(sizes.length);
    assertThat(heard.messages.getFirst().binary()).isFalse();
    for (int i = 0; i < sizes.length; i++) {
      assertThat(heard.messages.get(i + 1).data()).isEqualTo(bytes(sizes[i]));
      assertThat(answers.messages.get(i).data()).isEqualTo(bytes(sizes[i]));
      assertThat(answers.messages.get(i).binary()).isTrue();
    }
    await().until(() -> ours.bufferedAmount() == 0 && theirs.bufferedAmount() == 0);
    assertThat(ours.send(bytes(262_145), true)).isFalse();
  }

  @Test
  void channelsJoinAConnectionThatHasAudioAlreadyAndEitherEndMayOffer() throws Exception {
    client.peer.addAudio(Direction.SENDRECV, "voice");
    connect();
    TransportChannel signals = server.peer.openDataChannel(reliable("signals"));
    signals.send(bytes(10), true);
    server.negotiate(client);
    RecordingListener heard = RecordingListener.of(client.channel("signals"));
    heard.await(1);
    // A further one needs no exchange, whoever opens it.
    TransportChannel back = client.peer.openDataChannel(reliable("back"));
    back.send(bytes(20), true);
    RecordingListener heardBack = RecordingListener.of(server.channel("back"));
    heardBack.await(1);
    assertThat(heardBack.messages.getFirst().data()).isEqualTo(bytes(20));
  }

  @Test
  void optionsReachTheOtherEnd() throws Exception {
    List<TransportChannel.Options> all =
        List.of(
            reliable("größer 😀"),
            new TransportChannel.Options("b", false, Optional.empty(), Optional.empty()),
            new TransportChannel.Options("c", true, Optional.of(0), Optional.empty()),
            new TransportChannel.Options("d", false, Optional.of(5), Optional.empty()),
            new TransportChannel.Options("e", false, Optional.empty(), Optional.of(1500)));
    List<TransportChannel> channels = new ArrayList<>();
    for (TransportChannel.Options options : all) {
      channels.add(client.peer.openDataChannel(options));
    }
    client.negotiate(server);
    for (TransportChannel channel : channels) {
      assertThat(server.channel(channel.options().label()).options()).isEqualTo(channel.options());
    }
  }

  @Test
  void aChannelClosesAtBothEndsAfterWhatWaitsAndItsStreamIsUsedAgain() throws Exception {
    TransportChannel keeps = client.peer.openDataChannel(reliable("keeps"));
    client.negotiate(server);
    for (int round = 0; round < 5; round++) {
      String label = "round " + round;
      End opener = round % 2 == 0 ? client : server;
      End other = round % 2 == 0 ? server : client;
      TransportChannel opened = opener.peer.openDataChannel(reliable(label));
      RecordingListener states = RecordingListener.of(opened);
      TransportChannel accepted = other.channel(label);
      RecordingListener heard = RecordingListener.of(accepted);
      TransportChannel closing = round < 3 ? opened : accepted;
      opened.send(bytes(150_000), true);
      if (closing == accepted) {
        heard.await(1);
      }
      closing.close();
      states.awaitState(TransportChannel.State.CLOSED);
      heard.awaitState(TransportChannel.State.CLOSED);
      assertThat(heard.messages).hasSize(1);
      assertThat(opened.send(bytes(1), true)).isFalse();
      assertThat(accepted.state()).isEqualTo(TransportChannel.State.CLOSED);
    }
    assertThat(keeps.state()).isEqualTo(TransportChannel.State.OPEN);
  }

  @Test
  void aSenderInterruptedAtAnyMomentDoesNotCloseThePort() throws Exception {
    TransportChannel ours = client.peer.openDataChannel(reliable("chat"));
    RecordingListener states = RecordingListener.of(ours);
    client.negotiate(server);
    RecordingListener heard = RecordingListener.of(server.channel("chat"));
    states.awaitState(TransportChannel.State.OPEN);
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    ours.send(bytes(1), true);
                  }
                });
    while (sender.isAlive()) {
      sender.interrupt();
    }
    heard.await(2000);
  }

  @Test
  void channelsEndWithTheirConnection() throws Exception {
    RecordingListener ours = RecordingListener.of(client.peer.openDataChannel(reliable("chat")));
    client.negotiate(server);
    RecordingListener theirs = RecordingListener.of(server.channel("chat"));
    client.peer.close();
    ours.awaitState(TransportChannel.State.CLOSED);
    theirs.awaitState(TransportChannel.State.CLOSED);
    assertThat(client.peer.openDataChannel(reliable("late")).state())
        .isEqualTo(TransportChannel.State.CLOSED);
  }

  @Test
  void messagesBeforeThereIsAListenerAreKept() throws Exception {
    TransportChannel ours = client.peer.openDataChannel(reliable("chat"));
    for (int i = 0; i < 50; i++) {
      ours.send(bytes(i), true);
    }
    client.negotiate(server);
    TransportChannel theirs = server.channel("chat");
    await().until(() -> ours.bufferedAmount() == 0);
    RecordingListener heard = RecordingListener.of(theirs);
    heard.await(50);
    heard.awaitState(TransportChannel.State.OPEN);
    assertThat(heard.messages.get(49).data()).isEqualTo(bytes(49));
  }
}
