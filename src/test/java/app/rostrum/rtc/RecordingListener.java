package app.rostrum.rtc;

import app.rostrum.rtc.data.TransportChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A listener of a data channel that records what it is told. */
final class RecordingListener implements TransportChannel.Listener {
  record Message(byte[] data, boolean binary) {}

  final List<Message> messages = new CopyOnWriteArrayList<>();
  final List<TransportChannel.State> states = new CopyOnWriteArrayList<>();

  static RecordingListener of(TransportChannel channel) {
    RecordingListener heard = new RecordingListener();
    channel.listen(heard);
    return heard;
  }

  @Override
  public void onState(TransportChannel.State state) {
    states.add(state);
  }

  @Override
  public void onMessage(byte[] data, boolean binary) {
    messages.add(new Message(data, binary));
  }

  void await(int count) {
    Awaitility.await().until(() -> messages.size() >= count);
  }

  void awaitState(TransportChannel.State state) {
    Awaitility.await().until(() -> states.contains(state));
  }
}
