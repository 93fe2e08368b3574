package app.rostrum.server;

import java.util.List;

/** Keeps passcodes across restarts. */
public interface PasscodeStore {
  /** Returns the passcodes that were saved last, the newest first. */
  List<IssuedPasscode> load();

  /** Saves these passcodes in place of those before and returns when they are on disk. */
  void save(List<IssuedPasscode> passcodes);
}
