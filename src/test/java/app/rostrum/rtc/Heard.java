package app.rostrum.rtc;

import app.rostrum.rtc.data.DataChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** What a data channel has said to its listener. */
final class Heard implements DataChannel.Listener {
  record Message(byte[] data, boolean binary) {}

  final List<Message> messages = new CopyOnWriteArrayList<>();
  final List<DataChannel.State> states = new CopyOnWriteArrayList<>();

  static Heard of(DataChannel channel) {
    Heard heard = new Heard();
    channel.listen(heard);
    return heard;
  }

  @Override
  public void onState(DataChannel.State state) {
    states.add(state);
  }

  @Override
  public void onMessage(byte[] data, boolean binary) {
    messages.add(new Message(data, binary));
  }

  void await(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> messages.size() >= count);
  }

  void awaitState(DataChannel.State state) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> states.contains(state));
  }
}
