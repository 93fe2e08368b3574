package app.rostrum.cloud.live;

import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.web.EventStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One listener of a player streamer: a peer, and any number of event streams that tell it what
 * happens. Over when either side says so or the peer is lost; then the event streams close too.
 */
final class WhepSession {
  /** What ends an event stream that ends for a reason. */
  static final String ENDED_DATA = "{\"reason\":\"ended\"}";

  private final String sid;
  private final Broadcast broadcast;
  private final ListenerPeer peer;
  private final Runnable onOver;
  private final List<EventStream> events = new ArrayList<>();
  private @Nullable Runnable disconnect;
  private boolean everConnected;
  private boolean over;

  /**
   * @param onOver called once, when nothing of the session is left
   */
  WhepSession(String sid, Broadcast broadcast, ListenerPeer.Factory peers, Runnable onOver) {
    this.sid = sid;
    this.broadcast = broadcast;
    this.onOver = onOver;
    this.peer = peers.create(this::onState);
  }

  String sid() {
    return sid;
  }

  String streamerSid() {
    return broadcast.streamerSid();
  }

  String answer(String offer) throws SdpRefusedException {
    return peer.answer(offer);
  }

  private void onState(RtcPeer.State state) {
    switch (state) {
      case CONNECTED -> connect();
      case FAILED, CLOSED -> close();
      case NEW, CONNECTING, DISCONNECTED -> {
        // A listener whose consent is late may come back; its packets go on meanwhile.
      }
    }
  }

  private synchronized void connect() {
    if (!over && disconnect == null) {
      everConnected = true;
      disconnect = broadcast.connect(peer);
    }
  }

  /** Gives up on a listener that asked and never came. */
  void closeIfNeverConnected() {
    boolean never;
    synchronized (this) {
      never = !everConnected;
    }
    if (never) {
      close();
    }
  }

  synchronized boolean everConnected() {
    return everConnected;
  }

  /** A new event stream; told at once how things are. */
  void attach(EventStream stream) {
    synchronized (this) {
      if (!over) {
        events.add(stream);
        stream.send(broadcast.active() ? "active" : "inactive", "{}");
      }
    }
    stream.onClose(() -> detach(stream));
    if (isOver()) {
      stream.close();
    }
  }

  private synchronized void detach(EventStream stream) {
    events.remove(stream);
  }

  private synchronized boolean isOver() {
    return over;
  }

  void tellActive(boolean active) {
    for (EventStream stream : eventStreams()) {
      stream.send(active ? "active" : "inactive", "{}");
    }
  }

  private synchronized List<EventStream> eventStreams() {
    return List.copyOf(events);
  }

  /** The stream is over: says so first, then hangs up. */
  void end() {
    for (EventStream stream : eventStreams()) {
      stream.send("ended", ENDED_DATA);
    }
    close();
  }

  void close() {
    List<EventStream> open;
    Runnable leave;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      open = List.copyOf(events);
      leave = disconnect;
    }
    if (leave != null) {
      leave.run();
    }
    broadcast.remove(this);
    peer.close();
    open.forEach(EventStream::close);
    onOver.run();
  }
}
