package app.rostrum.web;

import app.rostrum.threads.Threads;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects a Jetty connection to a {@link StreamProtocol}. All that comes in is handled on the
 * thread that found it, which belongs to the system and not to the carriers of virtual threads:
 * those give way to sound, and this is sound.
 */
final class JettyStream extends AbstractConnection
    implements Connection.UpgradeTo, StreamConnection {
  private static final Logger LOG = LoggerFactory.getLogger(JettyStream.class);
  private static final int READ = 8 * 1024;
  private static final int READS = 4;

  private final StreamProtocol protocol;
  private final Connector connector;
  private final Callback readable =
      Callback.from(InvocationType.NON_BLOCKING, this::onFillable, this::onFillInterestedFailed);

  private ByteBuffer beginning = ByteBuffer.allocate(0);
  private final AtomicBoolean endTold = new AtomicBoolean();
  private volatile StreamProtocol.@Nullable Receiver receiver;
  private volatile boolean ended;

  JettyStream(StreamProtocol protocol, Connector connector, EndPoint endPoint) {
    super(endPoint, connector.getExecutor());
    this.protocol = protocol;
    this.connector = connector;
  }

  @Override
  public void onUpgradeTo(ByteBuffer first) {
    beginning = ByteBuffer.allocate(first.remaining()).put(first).flip();
  }

  @Override
  public void onOpen() {
    super.onOpen();
    // Jetty looked at the first bytes on a virtual thread.
    after(
        Duration.ZERO,
        () -> {
          receiver = protocol.open(this);
          tellEnd();
          receive(beginning);
          onFillable();
        });
  }

  @Override
  public void onFillable() {
    RetainableByteBuffer buffer = connector.getByteBufferPool().acquire(READ, true);
    try {
      ByteBuffer bytes = buffer.getByteBuffer();
      // Who sends without a pause must not keep the thread from others.
      for (int turn = 0; turn < READS; turn++) {
        bytes.clear().limit(0); // As Jetty fills buffers: behind their limit.
        int filled = getEndPoint().fill(bytes);
        if (filled < 0) {
          close();
          return;
        }
        if (filled == 0) {
          break;
        }
        receive(bytes);
      }
      fillInterested(readable);
    } catch (IOException e) {
      LOG.debug("a connection has failed: {}", e.toString());
      close();
    } finally {
      buffer.release();
    }
  }

  private void receive(ByteBuffer bytes) {
    StreamProtocol.Receiver to = receiver;
    if (to != null) {
      Threads.contain("stream-receiver", () -> to.onBytes(bytes));
    }
  }

  @Override
  public void onClose(Throwable cause) {
    super.onClose(cause);
    ended = true;
    tellEnd();
  }

  private void tellEnd() {
    StreamProtocol.Receiver to = receiver;
    if (ended && to != null && endTold.compareAndSet(false, true)) {
      Threads.contain("stream-closed", to::onClosed);
    }
  }

  @Override
  public InetSocketAddress remote() {
    return (InetSocketAddress) getEndPoint().getRemoteSocketAddress();
  }

  @Override
  public void write(ByteBuffer data, Runnable done) {
    getEndPoint()
        .write(
            Callback.from(
                InvocationType.NON_BLOCKING,
                done,
                failure -> {
                  close();
                  done.run();
                }),
            data);
  }

  @Override
  public void limitSending(int bytes) {
    try {
      if (getEndPoint().getTransport() instanceof SocketChannel channel) {
        channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
    } catch (IOException e) {
      LOG.debug("a connection keeps the system's buffers: {}", e.toString());
    }
  }

  @Override
  public void after(Duration delay, Runnable task) {
    var later = connector.getScheduler().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
