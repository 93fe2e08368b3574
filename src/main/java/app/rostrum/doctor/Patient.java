package app.rostrum.doctor;

import app.rostrum.backend.Fingerprint;
import app.rostrum.backend.Passcode;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A server to examine.
 *
 * @param address the address that clients have of it
 * @param fingerprint the only computer to accept there
 * @param sound the addresses of its sound; empty for those of its host
 */
record Patient(
    URI address,
    Optional<Fingerprint> fingerprint,
    Optional<Passcode> passcode,
    List<InetAddress> sound) {
  Patient at(URI other) {
    return new Patient(other, fingerprint, passcode, sound);
  }

  boolean isSecure() {
    return "https".equals(address.getScheme());
  }

  /** Leaves out the passcode. */
  @Override
  public String toString() {
    return "Patient[" + address + "]";
  }
}
