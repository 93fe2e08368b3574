package app.rostrum.cloud.rooms;

import app.rostrum.rtc.data.TransportChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data channel that accepts as much as a test allows. */
final class FakeChannel implements TransportChannel {
  private final Options options;
  final List<String> sent = new ArrayList<>();
  long waiting;
  boolean stuck;
  State state = State.OPEN;
  private @Nullable Listener listener;

  FakeChannel(Options options) {
    this.options = options;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void listen(Listener fresh) {
    listener = fresh;
  }

  @Override
  public boolean send(byte[] data, boolean binary) {
    if (state != State.OPEN) {
      return false;
    }
    if (stuck) {
      waiting += data.length;
    } else {
      sent.add(new String(data, StandardCharsets.UTF_8));
    }
    return true;
  }

  @Override
  public long bufferedAmount() {
    return waiting;
  }

  @Override
  public void close() {
    state = stuck ? State.CLOSING : State.CLOSED;
    if (!stuck && listener != null) {
      listener.onState(state);
    }
  }

  /** Empties the buffer, as if everything had been sent. */
  void drain() {
    waiting = 0;
    stuck = false;
    if (state == State.CLOSING) {
      close();
    }
  }

  /** Simulates a message from the other end. */
  void hear(String text) {
    if (listener != null) {
      listener.onMessage(text.getBytes(StandardCharsets.UTF_8), false);
    }
  }
}
