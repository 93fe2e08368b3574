package app.rostrum.server;

import java.util.Optional;

/** Keeps the passcode across restarts. */
public interface PasscodeStore {
  Optional<IssuedPasscode> load();

  /** Saves the passcode and returns when it is on disk. */
  void save(IssuedPasscode passcode);
}
