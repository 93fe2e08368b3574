package app.rostrum.cloud.live;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A running player streamer: its listeners, and whether a media processor feeds it. */
final class Broadcast {
  private static final class Share {
    private volatile ListenerPeer[] peers = new ListenerPeer[0];
  }

  private final String streamerSid;
  private final SenderThreads threads;
  private final LiveCounters counters;
  private final Share[] shares;
  private final Set<WhepSession> sessions = ConcurrentHashMap.newKeySet();
  private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  private boolean active;
  private boolean ended;

  Broadcast(String streamerSid, SenderThreads threads, LiveCounters counters) {
    this.streamerSid = streamerSid;
    this.threads = threads;
    this.counters = counters;
    this.shares = new Share[threads.count()];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = new Share();
    }
  }

  String streamerSid() {
    return streamerSid;
  }

  /**
   * Sends a frame to all listeners, encrypted for each. Must not be called by two mixes at a time.
   */
  void send(MixedFrame frame) {
    for (int i = 0; i < shares.length; i++) {
      ListenerPeer[] peers = shares[i].peers;
      if (peers.length > 0) {
        threads.send(i, peers, frame);
      }
    }
  }

  /** Returns the number of sessions, connected or not yet. */
  int sessions() {
    return sessions.size();
  }

  /** Returns the number of connected listeners. */
  int listeners() {
    int count = 0;
    for (Share share : shares) {
      count += share.peers.length;
    }
    return count;
  }

  /**
   * Calls a task whenever a listener comes.
   *
   * @return ends that
   */
  Runnable onListener(Runnable task) {
    waiting.add(task);
    return () -> waiting.remove(task);
  }

  /**
   * Adds a connected listener, which gets the frames from the next one on.
   *
   * @return removes the listener
   */
  Runnable connect(ListenerPeer peer) {
    int index = threads.assign();
    change(index, peer, true);
    counters.listenerCame();
    waiting.forEach(Runnable::run);
    return () -> {
      change(index, peer, false);
      counters.listenerWent();
    };
  }

  private void change(int index, ListenerPeer peer, boolean add) {
    Share share = shares[index];
    synchronized (share) {
      ListenerPeer[] before = share.peers;
      if (add) {
        share.peers = Arrays.copyOf(before, before.length + 1);
        share.peers[before.length] = peer;
      } else {
        share.peers = Arrays.stream(before).filter(p -> p != peer).toArray(ListenerPeer[]::new);
      }
    }
  }

  /**
   * Adds a session, connected or not yet.
   *
   * @return false if the stream has ended meanwhile
   */
  synchronized boolean add(WhepSession session) {
    if (!ended) {
      sessions.add(session);
    }
    return !ended;
  }

  void remove(WhepSession session) {
    sessions.remove(session);
  }

  synchronized boolean active() {
    return active;
  }

  /** Tells every listener whether something is being sent. */
  void setActive(boolean nowActive) {
    synchronized (this) {
      if (active == nowActive || ended) {
        return;
      }
      active = nowActive;
    }
    for (WhepSession session : sessions) {
      session.tellActive(nowActive);
    }
  }

  /** Tells every listener that the stream has ended, then disconnects them. */
  void end() {
    synchronized (this) {
      ended = true;
      active = false;
    }
    for (WhepSession session : sessions) {
      session.end();
    }
  }
}
