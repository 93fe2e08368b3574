package app.rostrum.web;

import app.rostrum.threads.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Writes events one after another; a queue that grows too long closes the stream. */
final class JettyEventStream implements EventStream {
  private static final int MAX_WAITING = 256;
  private final Response response;
  private final Callback callback;
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private final List<Runnable> closeActions = new ArrayList<>();
  private boolean writing;
  private boolean closed;
  private boolean finished;

  JettyEventStream(Request request, Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
    request.addFailureListener(failure -> end(failure));
    request.addIdleTimeoutListener(timeout -> false);
  }

  void run(Consumer<EventStream> events) {
    enqueue(": open\n\n");
    events.accept(this);
  }

  @Override
  public boolean send(String name, String data) {
    var text = new StringBuilder("event: ").append(name).append('\n');
    data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
    return enqueue(text.append('\n').toString());
  }

  private boolean enqueue(String text) {
    boolean overflow;
    synchronized (this) {
      if (closed) {
        return false;
      }
      overflow = waiting.size() >= MAX_WAITING;
      if (!overflow) {
        waiting.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
    if (overflow) {
      end(new IOException("event stream: the peer is too slow"));
      return false;
    }
    writeNext();
    return true;
  }

  private void writeNext() {
    ByteBuffer next;
    synchronized (this) {
      if (writing || finished || (waiting.isEmpty() && !closed)) {
        return;
      }
      next = waiting.poll();
      writing = next != null;
      finished = next == null;
    }
    if (next == null) {
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    response.write(
        false,
        next,
        Callback.from(
            () -> {
              synchronized (this) {
                writing = false;
              }
              writeNext();
            },
            this::end));
  }

  @Override
  public void onClose(Runnable action) {
    synchronized (this) {
      if (!closed) {
        closeActions.add(action);
        return;
      }
    }
    action.run();
  }

  /** Closes the stream after the events sent before. */
  @Override
  public void close() {
    List<Runnable> actions = markClosed();
    writeNext();
    actions.forEach(action -> Threads.contain("event stream", action));
  }

  private void end(Throwable failure) {
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
      waiting.clear();
    }
    List<Runnable> actions = markClosed();
    callback.failed(failure);
    actions.forEach(action -> Threads.contain("event stream", action));
  }

  private synchronized List<Runnable> markClosed() {
    List<Runnable> actions = closed ? List.of() : List.copyOf(closeActions);
    closed = true;
    return actions;
  }
}
