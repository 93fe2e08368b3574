package app.rostrum.server;

import java.util.Optional;

/** Keeps the passcode across restarts. */
public interface PasscodeStore {
  Optional<IssuedPasscode> load();

  /** Returns once the passcode is safe. */
  void save(IssuedPasscode passcode);
}
