package app.rostrum.media;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Records the events of a data channel. */
public final class ChannelNotes implements DataChannel.Listener {
  private record Message(byte[] data, boolean binary) {}

  public final AtomicInteger opened = new AtomicInteger();
  public final AtomicInteger closed = new AtomicInteger();
  private final List<Message> messages = new CopyOnWriteArrayList<>();

  public static ChannelNotes of(DataChannel channel) {
    var notes = new ChannelNotes();
    channel.listen(notes);
    return notes;
  }

  @Override
  public void onOpen() {
    opened.incrementAndGet();
  }

  @Override
  public void onMessage(byte[] data, boolean binary) {
    messages.add(new Message(data, binary));
  }

  @Override
  public void onClosed() {
    closed.incrementAndGet();
  }

  public List<Integer> sizes() {
    return messages.stream().map(m -> m.data().length).toList();
  }

  public List<String> texts() {
    return messages.stream()
        .filter(m -> !m.binary())
        .map(m -> new String(m.data(), StandardCharsets.UTF_8))
        .toList();
  }

  /** Waits until that many have arrived. */
  public void await(int count) {
    Awaitility.await().until(() -> messages.size() >= count);
  }
}
