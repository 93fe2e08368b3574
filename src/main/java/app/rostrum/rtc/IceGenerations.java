package app.rostrum.rtc;

import app.rostrum.rtc.ice.IceAgent;
import app.rostrum.rtc.ice.IceCredentials;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ICE generations of one transport find its path. An ICE restart begins a new generation; the
 * one before it stays until the new one has found a path (RFC 8445, section 9).
 *
 * <p>Lock order: this object's before an agent's. Agents notify without a lock.
 */
final class IceGenerations {
  /** Learns what the agents of all generations find; called on the receiving or a timer thread. */
  interface Listener {
    /** The address answers for the other end. */
    void onValidated(SocketAddress address);

    /** The generation prefers this address now. */
    void onSelected(IceAgent generation, SocketAddress address);
  }

  private static final SecureRandom RANDOM = new SecureRandom();

  private final MediaPort port;
  private final boolean lite;
  private final PacketOutput output;
  private final Listener listener;
  private IceAgent current;
  private @Nullable IceAgent retired;
  private @Nullable IceAgent proposed;

  /**
   * @param output is moved to the addresses found
   */
  IceGenerations(MediaPort port, boolean lite, PacketOutput output, Listener listener) {
    this.port = port;
    this.lite = lite;
    this.output = output;
    this.listener = listener;
    this.current = newAgent();
  }

  private IceAgent newAgent() {
    var events =
        new IceAgent.Output() {
          private @Nullable IceAgent self;

          @Override
          public void send(byte[] datagram, SocketAddress to) {
            port.send(ByteBuffer.wrap(datagram), to);
          }

          @Override
          public void onValidated(SocketAddress address) {
            listener.onValidated(address);
          }

          @Override
          public void onSelected(SocketAddress address) {
            if (self != null) {
              listener.onSelected(self, address);
            }
          }
        };
    IceAgent agent =
        new IceAgent(port.nextAgentNumber(), lite, IceCredentials.random(RANDOM), RANDOM, events);
    events.self = agent;
    port.register(agent);
    return agent;
  }

  /** Returns the local credentials of the generation in use. */
  synchronized IceCredentials credentials() {
    return current.local();
  }

  synchronized Optional<IceCredentials> remoteCredentials() {
    return current.remote();
  }

  /** Makes credentials for an offer that restarts ICE; its answer puts them into force. */
  synchronized IceCredentials propose() {
    withdrawProposal();
    proposed = newAgent();
    return proposed.local();
  }

  synchronized boolean hasProposal() {
    return proposed != null;
  }

  synchronized void withdrawProposal() {
    if (proposed != null) {
      port.unregister(proposed);
      proposed = null;
    }
  }

  /** Begins a new generation to answer an offer that restarts ICE. */
  synchronized void restart() {
    withdrawProposal();
    replace(newAgent());
  }

  private void replace(IceAgent next) {
    if (retired != null) {
      port.unregister(retired);
    }
    if (output.address() == null) {
      port.unregister(current);
    } else {
      retired = current;
    }
    current = next;
  }

  /** Puts a proposal into force, then begins to check; the same credentials again do nothing. */
  synchronized void start(IceCredentials remote, boolean controlling, long now) {
    if (proposed != null) {
      IceAgent next = proposed;
      proposed = null;
      replace(next);
      // The other end's checks may have come before its answer.
      next.selectedAddress().ifPresent(address -> select(next, address));
    }
    if (!current.remote().equals(Optional.of(remote))) {
      current.start(remote, controlling, now);
    }
  }

  void addRemote(SocketAddress address, long priority, long now) {
    IceAgent agent;
    synchronized (this) {
      agent = current;
    }
    agent.addRemote(address, priority, now);
  }

  /** Moves to the address that a generation prefers; false if that generation is not in use. */
  synchronized boolean select(IceAgent generation, SocketAddress address) {
    if (generation != current) {
      return false;
    }
    output.moveTo(address);
    if (retired != null) {
      port.unregister(retired);
      retired = null;
    }
    return true;
  }

  /** Sends the checks that are due. */
  void tick(long now) {
    IceAgent inUse;
    IceAgent before;
    synchronized (this) {
      inUse = current;
      before = retired;
    }
    inUse.tick(now);
    if (before != null) {
      before.tick(now);
    }
  }

  /**
   * Returns the health of ICE; empty until the other end's credentials are known. While a restart
   * is being checked, the generation before counts.
   */
  Optional<IceAgent.Health> health(long now) {
    IceAgent inUse;
    IceAgent before;
    synchronized (this) {
      inUse = current;
      before = retired;
    }
    if (inUse.remote().isEmpty()) {
      return Optional.empty();
    }
    IceAgent.Health health = inUse.health(now);
    if (before != null && health == IceAgent.Health.CHECKING) {
      IceAgent.Health earlier = before.health(now);
      health = earlier == IceAgent.Health.FAILED ? health : earlier;
    }
    return Optional.of(health);
  }

  synchronized void close() {
    port.unregister(current);
    if (retired != null) {
      port.unregister(retired);
    }
    withdrawProposal();
  }
}
