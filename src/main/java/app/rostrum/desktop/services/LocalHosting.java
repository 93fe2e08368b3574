package app.rostrum.desktop.services;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Hosts on this computer, by the embedded cloud in this process. */
@FunctionalInterface
public interface LocalHosting {
  /**
   * Starts the embedded cloud, or finds the one that runs already. It can be reached from this
   * computer only. Returns at once. The future completes on any thread, exceptionally if no cloud
   * could be started.
   */
  CompletableFuture<LocalHost> start();

  /**
   * Lets people in this computer's network in, or nobody any more, which cuts off those who came by
   * it; those on this computer notice neither. Returns at once. The future completes on any thread,
   * exceptionally if that is not possible.
   */
  default CompletableFuture<Network> letNetworkIn(boolean in) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException("no network"));
  }

  /** Returns how people in the network come in at present. May block for a moment. */
  default Network network() {
    return Network.SHUT;
  }

  /**
   * A running embedded cloud.
   *
   * @param invitationLink a link that {@link SignIn} accepts, good on this computer
   */
  record LocalHost(URI address, String passcode, String invitationLink) {
    /** Leaves out the passcode. */
    @Override
    public String toString() {
      return "LocalHost[" + address + "]";
    }
  }

  /**
   * The way into a running embedded cloud for people in the network.
   *
   * @param open whether there is one
   * @param port TCP and UDP
   * @param invitations one for each address of this computer, the likeliest to be reached first;
   *     empty without a network
   */
  record Network(boolean open, int port, List<Invitation> invitations) {
    /** The network of a cloud that is reached from this computer only. */
    public static final Network SHUT = new Network(false, 0, List.of());
  }

  /**
   * An invitation by one address of this computer.
   *
   * @param host the address, as people write it
   * @param link the link, without a stream
   */
  record Invitation(String host, String link) {
    /** Leaves out the passcode. */
    @Override
    public String toString() {
      return "Invitation[" + host + "]";
    }
  }
}
