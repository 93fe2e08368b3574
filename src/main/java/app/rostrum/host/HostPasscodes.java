package app.rostrum.host;

import app.rostrum.backend.Passcode;
import app.rostrum.server.IssuedPasscode;
import app.rostrum.server.ReferenceBackend;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The passcodes of a host, which other apps of this user are told of. Thread-safe. */
final class HostPasscodes {
  private static final Logger LOG = LoggerFactory.getLogger(HostPasscodes.class);

  private final ReferenceBackend backend;
  private final Announcements announcements;
  private volatile Runnable renewed = () -> {};

  private HostPasscodes(ReferenceBackend backend, Announcements announcements) {
    this.backend = backend;
    this.announcements = announcements;
  }

  /**
   * Announces the passcodes of a backend.
   *
   * @throws IOException if an announcement cannot be written
   */
  static HostPasscodes of(ReferenceBackend backend, Announcements announcements)
      throws IOException {
    var passcodes = new HostPasscodes(backend, announcements);
    passcodes.updateAnnouncements();
    return passcodes;
  }

  /** Returns the digits of the newest one. */
  String newest() {
    return backend.passcode().digits();
  }

  /** Returns the end of the newest one. */
  Instant expires() {
    return backend.passcode().expiresAt();
  }

  /** Returns the end of the last one that is good beside the newest. */
  Optional<Instant> formerExpires() {
    return backend.passcodes().stream()
        .skip(1)
        .map(IssuedPasscode::expiresAt)
        .max(Comparator.naturalOrder());
  }

  /**
   * Renews the passcode a day before it ends and announces what is good now. Runs every minute by
   * the clock of the wall, because a machine may sleep for days.
   */
  void renewIfDue() {
    boolean isNew = backend.renewPasscodeIfDue();
    announce();
    if (isNew) {
      renewed.run();
    }
  }

  /**
   * Issues a new one before it is due, and tells the listener.
   *
   * @param keep the longest time for which the others stay good
   */
  void renew(Duration keep) {
    backend.renewPasscode(keep);
    announce();
    renewed.run();
  }

  private void announce() {
    try {
      updateAnnouncements();
    } catch (IOException e) {
      LOG.warn("other apps on this machine will not find this host by its passcode", e);
    }
  }

  private void updateAnnouncements() throws IOException {
    announcements.update(
        backend.passcodes().stream().map(issued -> new Passcode(issued.digits())).toList());
  }

  /**
   * Sets what to do when there is a new one.
   *
   * @param listener called on any thread, after {@link #newest} has changed
   */
  void onRenewed(Runnable listener) {
    renewed = listener;
  }
}
