package app.rostrum.media.webrtc;

import app.rostrum.media.DataChannel;
import app.rostrum.threads.Threads;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link DataChannel} on libwebrtc. Fields that are not final or volatile belong to the engine's
 * thread; libwebrtc calls on threads of its own, from which everything is handed over.
 */
final class WebRtcDataChannel implements DataChannel {
  private static final Logger log = LoggerFactory.getLogger(WebRtcDataChannel.class);

  /** The size that every end accepts that announces a limit, as Chromium and Rostrum do. */
  private static final int MAX_MESSAGE = 262_144;

  /** libwebrtc closes a channel that is given more than 16 MiB. */
  private static final long MAX_WAITING = 8 << 20;

  private static final long MAX_KEPT = 256 * 1024;

  private record Message(byte[] data, boolean binary) {}

  private final String label;
  private final Executor thread;
  private final Consumer<WebRtcDataChannel> ended;
  private final AtomicLong posted = new AtomicLong();
  private final ArrayDeque<Message> early = new ArrayDeque<>();
  private final ArrayDeque<Message> kept = new ArrayDeque<>();
  private @Nullable RTCDataChannel channel;
  private @Nullable Listener listener;
  private long keptBytes;
  private boolean open;
  private boolean closed;
  private volatile boolean refuses;
  private volatile long buffered;

  /**
   * @param thread the engine's executor
   * @param ended called on that thread when the channel can no longer be used
   */
  WebRtcDataChannel(String label, Executor thread, Consumer<WebRtcDataChannel> ended) {
    this.label = label;
    this.thread = thread;
    this.ended = ended;
  }

  static RTCDataChannelInit init(Options options) {
    var init = new RTCDataChannelInit();
    init.ordered = options.ordered();
    options.maxRetransmits().ifPresent(n -> init.maxRetransmits = n);
    options.maxPacketLifeTimeMillis().ifPresent(n -> init.maxPacketLifeTime = n);
    return init;
  }

  /** Attaches the native channel, which has kept messages until now; on the engine's thread. */
  void attach(RTCDataChannel made) {
    channel = made;
    made.registerObserver(new Observer());
    refresh();
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public void listen(Listener next) {
    thread.execute(
        () -> {
          listener = next;
          if (open || !kept.isEmpty()) {
            next.onOpen();
          }
          Message message;
          while ((message = kept.poll()) != null) {
            next.onMessage(message.data(), message.binary());
          }
          keptBytes = 0;
          if (closed) {
            next.onClosed();
          }
        });
  }

  @Override
  public boolean send(byte[] data, boolean binary) {
    if (refuses
        || data.length > MAX_MESSAGE
        || posted.get() + buffered + data.length > MAX_WAITING) {
      return false;
    }
    posted.addAndGet(data.length);
    var message = new Message(data.clone(), binary);
    thread.execute(
        () -> {
          if (open) {
            transmit(message);
          } else if (!closed) {
            early.add(message);
          }
        });
    return true;
  }

  private void transmit(Message message) {
    posted.addAndGet(-message.data.length);
    if (channel == null || closed) {
      return;
    }
    try {
      channel.send(new RTCDataChannelBuffer(ByteBuffer.wrap(message.data), message.binary));
      buffered = channel.getBufferedAmount();
    } catch (Exception | Error e) {
      // The channel has closed, which the observer reports, or the other end accepts less than
      // usual.
      log.debug("message not sent: {}", e.toString());
    }
  }

  @Override
  public void close() {
    refuses = true;
    thread.execute(
        () -> {
          if (channel == null) {
            end();
          } else if (!closed) {
            channel.close();
          }
        });
  }

  /** Reads the state of the native channel; on the engine's thread. */
  private void refresh() {
    if (closed || channel == null) {
      return;
    }
    RTCDataChannelState state = channel.getState();
    if (state == RTCDataChannelState.OPEN && !open) {
      open = true;
      if (listener != null) {
        listener.onOpen();
      }
      Message message;
      while ((message = early.poll()) != null) {
        transmit(message);
      }
    } else if (state == RTCDataChannelState.CLOSING) {
      refuses = true;
    } else if (state == RTCDataChannelState.CLOSED) {
      end();
    }
  }

  private void receive(Message message) {
    if (closed) {
      return;
    }
    if (listener != null) {
      listener.onMessage(message.data, message.binary);
      return;
    }
    keptBytes += message.data.length;
    if (keptBytes > MAX_KEPT) {
      // Nobody listens: a closed channel is better than one with missing messages.
      kept.clear();
      close();
    } else {
      kept.add(message);
    }
  }

  /** Tells the listener of the end and frees the native channel; on the engine's thread. */
  void end() {
    if (closed) {
      return;
    }
    closed = true;
    refuses = true;
    early.clear();
    DataChannel.Listener last = listener;
    if (last != null) {
      Threads.contain("data channel listener", last::onClosed);
    }
    RTCDataChannel gone = channel;
    channel = null;
    if (gone != null) {
      gone.unregisterObserver();
      gone.dispose();
    }
    ended.accept(this);
  }

  /** Listens to libwebrtc on its threads and hands over at once. */
  private final class Observer implements RTCDataChannelObserver {
    @Override
    public void onBufferedAmountChange(long previous) {
      thread.execute(
          () -> {
            if (channel != null) {
              buffered = channel.getBufferedAmount();
            }
          });
    }

    @Override
    public void onStateChange() {
      thread.execute(WebRtcDataChannel.this::refresh);
    }

    @Override
    public void onMessage(RTCDataChannelBuffer buffer) {
      // The native memory is valid during this call only.
      byte[] data = new byte[buffer.data.remaining()];
      buffer.data.get(data);
      var message = new Message(data, buffer.binary);
      thread.execute(() -> receive(message));
    }
  }
}
