package app.rostrum.cloud.live;

import app.rostrum.rtc.RtcPeer;
import app.rostrum.rtc.SdpRefusedException;
import app.rostrum.web.EventStream;
import app.rostrum.wire.token.AccessToken;
import org.jspecify.annotations.Nullable;

/**
 * One listener of a player streamer: a peer, and at most one event stream. The session ends when
 * either side ends it or the peer is lost; the event stream closes with it.
 */
final class WhepSession {
  /** The data of the last event of a stream that has ended. */
  static final String ENDED_DATA = "{\"reason\":\"ended\"}";

  private final String sid;
  private final AccessToken token;
  private final long openedNanos = System.nanoTime();
  private final Broadcast broadcast;
  private final ListenerPeer peer;
  private final Runnable onOver;
  private @Nullable EventStream events;
  private @Nullable Runnable disconnect;
  private boolean over;

  /**
   * @param onOver called once, when nothing of the session is left
   */
  WhepSession(
      String sid,
      AccessToken token,
      Broadcast broadcast,
      ListenerPeer.Factory peers,
      Runnable onOver) {
    this.sid = sid;
    this.token = token;
    this.broadcast = broadcast;
    this.onOver = onOver;
    this.peer = peers.create(this::onState);
  }

  String sid() {
    return sid;
  }

  /** Returns the time of the opening, by {@link System#nanoTime}. */
  long openedNanos() {
    return openedNanos;
  }

  /** Returns whether the session belongs to the person and stream of a token. */
  boolean isOf(AccessToken other) {
    return token.identity().equals(other.identity())
        && token.grant("player").equals(other.grant("player"));
  }

  /** Returns the access token that opened the session. */
  AccessToken token() {
    return token;
  }

  /** Returns the entity tag of the session's address, which never changes. */
  String entityTag() {
    return '"' + sid + '"';
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
        // A listener whose consent is late may come back; packets are still sent meanwhile.
      }
    }
  }

  private synchronized void connect() {
    if (!over && disconnect == null) {
      disconnect = broadcast.connect(peer);
    }
  }

  /** Closes the session if the listener has not connected. */
  void closeIfNeverConnected() {
    boolean never;
    synchronized (this) {
      never = disconnect == null;
    }
    if (never) {
      close();
    }
  }

  /** Attaches an event stream and sends it the current state. The former one is closed. */
  void attach(EventStream stream) {
    EventStream former;
    synchronized (this) {
      former = events;
      if (!over) {
        events = stream;
        tellActive(broadcast.active());
      }
    }
    stream.onClose(() -> detach(stream));
    if (former != null) {
      former.close();
    }
    if (isOver()) {
      stream.close();
    }
  }

  private synchronized void detach(EventStream stream) {
    if (events == stream) {
      events = null;
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  /** Tells the listener whether something is being sent. */
  void tellActive(boolean active) {
    tell(active ? "active" : "inactive", "{}");
  }

  private void tell(String event, String data) {
    EventStream stream;
    synchronized (this) {
      stream = events;
    }
    if (stream != null) {
      stream.send(event, data);
    }
  }

  /**
   * Tells the listener that the server restarts.
   *
   * @param away the time after which it is worth to connect again, in seconds
   */
  void announceRestart(long away) {
    tell("restarting", "{\"retryAfter\":" + away + "}");
  }

  /** Tells the listener that the stream has ended, then disconnects. */
  void end() {
    tell("ended", ENDED_DATA);
    close();
  }

  void close() {
    EventStream open;
    Runnable leave;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      open = events;
      leave = disconnect;
    }
    try {
      if (leave != null) {
        leave.run();
      }
      broadcast.remove(this);
      peer.close();
      if (open != null) {
        open.close();
      }
    } finally {
      onOver.run();
    }
  }
}
