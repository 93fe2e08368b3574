package app.rostrum.doctor;

import static app.rostrum.doctor.Finding.bad;
import static app.rostrum.doctor.Finding.good;
import static app.rostrum.doctor.Finding.poor;

import app.rostrum.doctor.Finding.Step;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** The ways of people's sound, as far as the ports that were reached show them. */
final class SoundWays {
  private SoundWays() {}

  static List<Finding> findings(
      int port, Map<InetAddress, Reached> udp, Map<InetAddress, Reached> tcp) {
    boolean byUdp = udp.containsValue(Reached.YES);
    boolean byTcp = tcp.containsValue(Reached.YES);
    return List.of(ofUdp(port, udp, byTcp), ofTcp(port, tcp, byUdp));
  }

  private static Finding ofUdp(int port, Map<InetAddress, Reached> udp, boolean byTcp) {
    String open =
        "If the server is yours, open UDP "
            + port
            + " in its firewall, at its provider and its router; behind a router or in a container"
            + " set public-address.";
    if (Reached.all(udp)) {
      return good(Step.SOUND_UDP, "UDP " + port + " is open: sound goes by it");
    }
    if (udp.containsValue(Reached.YES)) {
      return poor(
          Step.SOUND_UDP,
          "UDP " + port + " is open at some addresses only: " + Reached.describe(udp),
          open);
    }
    if (byTcp) {
      return poor(
          Step.SOUND_UDP,
          "your network, or the server's firewall, blocks UDP %d; sound goes by TCP instead (%s)"
              .formatted(port, Reached.describe(udp)),
          open);
    }
    return bad(
        Step.SOUND_UDP,
        "your network, or the server's firewall, blocks UDP " + port + ": " + Reached.describe(udp),
        open
            + " If its sound has other addresses, name them with --sound-address. Only by a TURN"
            + " server of its, which is not tried here, can there be sound.");
  }

  private static Finding ofTcp(int port, Map<InetAddress, Reached> tcp, boolean byUdp) {
    if (Reached.all(tcp)) {
      return good(
          Step.SOUND_TCP, "TCP " + port + " carries sound, too, where a network blocks UDP");
    }
    String text = "TCP " + port + " carries no sound: " + Reached.describe(tcp);
    String open =
        "If the server is yours and sound shall go by it, open it in the firewall, to the server"
            + " itself: no proxy can pass it on.";
    if (tcp.containsValue(Reached.YES)) {
      return poor(
          Step.SOUND_TCP,
          "TCP " + port + " carries sound at some addresses only: " + Reached.describe(tcp),
          open);
    }
    return byUdp
        ? poor(Step.SOUND_TCP, text, "People whose network blocks UDP hear nothing. " + open)
        : bad(Step.SOUND_TCP, text, open);
  }
}
