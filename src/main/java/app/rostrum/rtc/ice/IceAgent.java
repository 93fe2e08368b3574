package app.rostrum.rtc.ice;

import app.rostrum.wire.stun.MessageIntegrity;
import app.rostrum.wire.stun.StunAttribute;
import app.rostrum.wire.stun.StunMessage;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An ICE agent (RFC 8445) for one generation at one end of a connection: answers checks, and sends
 * them unless it is lite. There is one local base, a media port, and one component, so a pair is
 * identified by its remote address. Time is an argument, in nanoseconds of any origin. Safe for any
 * thread.
 */
public final class IceAgent {
  /** Takes an agent's datagrams and decisions. */
  public interface Output {
    /** Sends a datagram. Called with the agent's lock held. */
    void send(byte[] datagram, SocketAddress to);

    /**
     * An authentic check or response came from an address: packets from there belong to this peer.
     * Called without the agent's lock.
     */
    void onValidated(SocketAddress address);

    /** An address was selected to send to. Called without the agent's lock. */
    void onSelected(SocketAddress address);
  }

  /** The health of the connection as the checks show it. */
  public enum Health {
    CHECKING,
    CONNECTED,
    DISCONNECTED,
    FAILED
  }

  private static final class Pair {
    final SocketAddress address;
    final long priority;
    int attempts;
    long nextCheckAt;
    boolean succeeded;
    boolean nominatedByRemote;

    Pair(SocketAddress address, long priority, long nextCheckAt) {
      this.address = address;
      this.priority = priority;
      this.nextCheckAt = nextCheckAt;
    }
  }

  private record Check(Pair pair, boolean nominates, boolean controlling, long sentAt) {}

  private static final long MILLIS = 1_000_000;
  private static final long PACE = 20 * MILLIS;
  private static final long FIRST_RETRY = 100 * MILLIS;
  private static final long LONGEST_RETRY = 1_600 * MILLIS;

  /** RFC 7675 asks for at most 5 s; browsers check about twice as often. */
  private static final long CONSENT_INTERVAL = 2_000 * MILLIS;

  /** The time after which a consent check without a response is repeated. */
  private static final long CONSENT_RETRY = 500 * MILLIS;

  /** Leaves an end that makes checks the time to tell a person within five seconds. */
  static final long DISCONNECTED_AFTER = 4_000 * MILLIS;

  /** Takes into account that the other end decides how often it checks. */
  static final long LITE_DISCONNECTED_AFTER = 5_000 * MILLIS;

  static final long FAILED_AFTER = 30_000 * MILLIS;

  private static final int MAX_PAIRS = 64;
  private static final int MAX_CHECKS = 128;
  private static final long PEER_REFLEXIVE_PRIORITY = (110L << 24) | (65535L << 8) | 255;

  private final int number;
  private final boolean lite;
  private final IceCredentials local;
  private final RandomGenerator random;
  private final Output output;
  private final long tieBreaker;
  private final Map<SocketAddress, Pair> pairs = new LinkedHashMap<>();
  private final Map<Long, Check> checks = new LinkedHashMap<>();

  /** Calls of the output that wait until the lock is released. */
  private final List<Runnable> notifications = new ArrayList<>();

  private @Nullable IceCredentials remote;
  private boolean controlling;
  private long startedAt;
  private long lastPacedAt;
  private long nextConsentAt;
  private long aliveAt;
  private @Nullable Pair selected;

  /**
   * @param number unique in its port; the transaction ids of this agent's checks begin with it
   */
  public IceAgent(
      int number, boolean lite, IceCredentials local, RandomGenerator random, Output output) {
    this.number = number;
    this.lite = lite;
    this.local = local;
    this.random = random;
    this.output = output;
    this.tieBreaker = random.nextLong();
  }

  public int number() {
    return number;
  }

  public IceCredentials local() {
    return local;
  }

  public synchronized Optional<IceCredentials> remote() {
    return Optional.ofNullable(remote);
  }

  /** Returns the address to send to; empty until a pair has been nominated. */
  public synchronized Optional<SocketAddress> selectedAddress() {
    return Optional.ofNullable(selected).map(p -> p.address);
  }

  /** Begins with the other end's credentials. */
  public synchronized void start(IceCredentials remote, boolean controlling, long now) {
    this.remote = remote;
    this.controlling = controlling && !lite;
    this.startedAt = now;
  }

  /** Adds a remote candidate. */
  public synchronized void addRemote(SocketAddress address, long priority, long now) {
    if (!lite && pairs.size() < MAX_PAIRS) {
      pairs.putIfAbsent(address, new Pair(address, priority, now));
    }
  }

  public synchronized Health health(long now) {
    if (remote == null) {
      return Health.CHECKING;
    }
    if (selected == null) {
      return now - startedAt > FAILED_AFTER ? Health.FAILED : Health.CHECKING;
    }
    long silence = now - aliveAt;
    if (silence > FAILED_AFTER) {
      return Health.FAILED;
    }
    long patience = lite ? LITE_DISCONNECTED_AFTER : DISCONNECTED_AFTER;
    return silence > patience ? Health.DISCONNECTED : Health.CONNECTED;
  }

  /** Sends the checks that are due. To be called every {@value #PACE} ns until connected. */
  public synchronized void tick(long now) {
    if (lite || remote == null) {
      return;
    }
    Health health = health(now);
    if (health == Health.FAILED) {
      return;
    }
    if (selected != null && health == Health.CONNECTED) {
      if (now - nextConsentAt >= 0) {
        nextConsentAt = now + CONSENT_RETRY;
        check(selected, controlling, now);
      }
      return;
    }
    if (now - lastPacedAt < PACE) {
      return;
    }
    pairs.values().stream()
        .filter(p -> now - p.nextCheckAt >= 0)
        .min(
            Comparator.comparingInt((Pair p) -> p.attempts)
                .thenComparing(Comparator.comparingLong((Pair p) -> p.priority).reversed()))
        .ifPresent(
            p -> {
              lastPacedAt = now;
              check(p, false, now);
            });
  }

  private void check(Pair pair, boolean nominate, long now) {
    IceCredentials to = remote;
    if (to == null) {
      return;
    }
    long retry = Math.min(FIRST_RETRY << Math.min(pair.attempts, 10), LONGEST_RETRY);
    pair.attempts++;
    pair.nextCheckAt = now + retry;
    byte[] transactionId = new byte[12];
    long key = random.nextLong();
    ByteBuffer.wrap(transactionId).putInt(number).putLong(key);
    checks.put(key, new Check(pair, nominate, controlling, now));
    if (checks.size() > MAX_CHECKS) {
      checks.remove(checks.keySet().iterator().next());
    }
    List<StunAttribute> attributes = new ArrayList<>();
    attributes.add(new StunAttribute.Username(to.ufrag() + ":" + local.ufrag()));
    attributes.add(new StunAttribute.Priority(PEER_REFLEXIVE_PRIORITY));
    attributes.add(
        controlling
            ? new StunAttribute.IceControlling(tieBreaker)
            : new StunAttribute.IceControlled(tieBreaker));
    if (nominate) {
      attributes.add(new StunAttribute.UseCandidate());
    }
    output.send(
        new StunMessage(StunMessage.Kind.REQUEST, transactionId, attributes).write(to.key()),
        pair.address);
  }

  /**
   * Handles a STUN message addressed to this agent.
   *
   * @return false if it was dropped because it was not authentic or not valid
   */
  public boolean onStun(
      StunMessage message, byte[] data, int offset, int length, SocketAddress from, long now) {
    boolean taken;
    List<Runnable> pending;
    synchronized (this) {
      taken =
          switch (message.kind()) {
            case REQUEST -> onRequest(message, data, offset, length, from, now);
            case SUCCESS, ERROR -> onResponse(message, data, offset, length, from, now);
            case INDICATION -> true;
          };
      pending = List.copyOf(notifications);
      notifications.clear();
    }
    // Without the lock: the listener has a lock of its own, and asks this agent under it.
    pending.forEach(Runnable::run);
    return taken;
  }

  private boolean onRequest(
      StunMessage request, byte[] data, int offset, int length, SocketAddress from, long now) {
    // A wrong password gets no answer: a 401 would only help to reflect traffic.
    String expected = remote == null ? local.ufrag() + ":" : local.ufrag() + ":" + remote.ufrag();
    Optional<StunAttribute.Username> username = request.attribute(StunAttribute.Username.class);
    if (username.isEmpty()
        || !(remote == null
            ? username.get().value().startsWith(expected)
            : username.get().value().equals(expected))
        || !MessageIntegrity.verify(data, offset, length, local.key())) {
      return false;
    }
    List<Integer> unknown =
        request.attributes().stream()
            .filter(a -> a instanceof StunAttribute.Other o && o.comprehensionRequired())
            .map(a -> ((StunAttribute.Other) a).type())
            .toList();
    if (!unknown.isEmpty()) {
      respond(
          request,
          from,
          StunMessage.Kind.ERROR,
          List.of(
              new StunAttribute.ErrorCode(420, "Unknown Attribute"),
              new StunAttribute.UnknownAttributes(unknown)));
      return true;
    }
    if (!lite && remote != null && !settleRoles(request, from)) {
      return true;
    }
    respond(request, from, StunMessage.Kind.SUCCESS, List.of(StreamAddress.mapped(from)));
    notifications.add(() -> output.onValidated(from));
    boolean nominates = request.attribute(StunAttribute.UseCandidate.class).isPresent();
    if (lite) {
      answeredAsLite(from, nominates, now);
    } else if (remote != null) {
      answeredAsFull(request, from, nominates, now);
    }
    return true;
  }

  private void answeredAsLite(SocketAddress from, boolean nominates, long now) {
    if (selected == null ? nominates : nominates || from.equals(selected.address)) {
      aliveAt = now;
    }
    if (nominates && (selected == null || !selected.address.equals(from))) {
      select(new Pair(from, 0, now), now);
    }
  }

  private void answeredAsFull(
      StunMessage request, SocketAddress from, boolean nominates, long now) {
    Pair pair = pairs.get(from);
    if (pair == null) {
      if (pairs.size() >= MAX_PAIRS) {
        return;
      }
      long priority =
          request
              .attribute(StunAttribute.Priority.class)
              .map(StunAttribute.Priority::value)
              .orElse(0L);
      pair = new Pair(from, priority, now);
      pairs.put(from, pair);
    }
    if (nominates && !controlling) {
      pair.nominatedByRemote = true;
    }
    if (!pair.succeeded) {
      // A triggered check (section 7.3.1.4): the path back is known to be open.
      check(pair, false, now);
    } else if (pair.nominatedByRemote) {
      selectIfBetter(pair, now);
    }
  }

  /** Resolves a role conflict (section 7.3.1.1); returns false if the other end has to switch. */
  private boolean settleRoles(StunMessage request, SocketAddress from) {
    Optional<Long> theirs =
        controlling
            ? request
                .attribute(StunAttribute.IceControlling.class)
                .map(StunAttribute.IceControlling::tieBreaker)
            : request
                .attribute(StunAttribute.IceControlled.class)
                .map(StunAttribute.IceControlled::tieBreaker);
    if (theirs.isEmpty()) {
      return true;
    }
    boolean ours = Long.compareUnsigned(tieBreaker, theirs.get()) >= 0;
    if (ours == controlling) {
      respond(
          request,
          from,
          StunMessage.Kind.ERROR,
          List.of(new StunAttribute.ErrorCode(487, "Role Conflict")));
      return false;
    }
    controlling = !controlling;
    return true;
  }

  private void respond(
      StunMessage request,
      SocketAddress to,
      StunMessage.Kind kind,
      List<StunAttribute> attributes) {
    output.send(new StunMessage(kind, request.transactionId(), attributes).write(local.key()), to);
  }

  private boolean onResponse(
      StunMessage response, byte[] data, int offset, int length, SocketAddress from, long now) {
    long key = ByteBuffer.wrap(response.transactionId()).getLong(4);
    Check check = checks.get(key);
    if (remote == null
        || check == null
        || !check.pair().address.equals(from)
        || !MessageIntegrity.verify(data, offset, length, remote.key())) {
      return false;
    }
    checks.remove(key);
    Pair pair = check.pair();
    if (response.kind() == StunMessage.Kind.ERROR) {
      boolean conflict =
          response.attribute(StunAttribute.ErrorCode.class).map(e -> e.code() == 487).orElse(false);
      if (conflict && check.controlling() == controlling) {
        controlling = !controlling;
        check(pair, false, now);
      }
      return true;
    }
    pair.succeeded = true;
    pair.attempts = 0;
    notifications.add(() -> output.onValidated(from));
    if (selected == pair) {
      aliveAt = now;
      nextConsentAt = now + (long) (CONSENT_INTERVAL * (0.8 + 0.4 * random.nextDouble()));
    } else if (controlling) {
      if (check.nominates()) {
        select(pair, now);
      } else if (selected == null || health(now) != Health.CONNECTED) {
        check(pair, true, now);
      }
    } else if (pair.nominatedByRemote) {
      selectIfBetter(pair, now);
    }
    return true;
  }

  /** A controlling end may nominate several pairs: the best one holds. */
  private void selectIfBetter(Pair pair, long now) {
    if (selected == null
        || selected != pair
            && (pair.priority > selected.priority || health(now) != Health.CONNECTED)) {
      select(pair, now);
    }
  }

  private void select(Pair pair, long now) {
    selected = pair;
    aliveAt = now;
    nextConsentAt = now + CONSENT_INTERVAL;
    notifications.add(() -> output.onSelected(pair.address));
  }

  /** Returns the address of a candidate; empty for a host name, which is not looked up. */
  public static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
