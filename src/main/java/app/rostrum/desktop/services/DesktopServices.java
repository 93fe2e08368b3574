package app.rostrum.desktop.services;

import app.rostrum.media.AudioDevices;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Everything that the screens are given. Nothing here may be slow to construct: the window waits
 * for it.
 *
 * @param devices gives the same devices each time; called on the background executor, so that it
 *     may look for them when first asked
 * @param background runs what blocks, off the UI thread; a virtual thread per task is right
 * @param exit ends the program after the window is gone. Tests give an empty action, because ending
 *     the toolkit would end them too
 */
public record DesktopServices(
    SignIn signIn,
    LocalHosting hosting,
    StreamSessions sessions,
    Supplier<AudioDevices> devices,
    PreferenceStore preferences,
    SecretStore secrets,
    Clock clock,
    Executor background,
    Runnable exit) {}
