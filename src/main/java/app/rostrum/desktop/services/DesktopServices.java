package app.rostrum.desktop.services;

import app.rostrum.globalkeys.GlobalKeys;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.OwnSound;
import app.rostrum.notifications.Notifications;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The services of the screens. None may be slow to construct: the window waits for them.
 *
 * @param devices gives the same devices each time; called on the background executor, so that it
 *     may look for them when first asked
 * @param ownSound as {@code devices}
 * @param log the file of the app's log, if it has one
 * @param background runs tasks that block, off the UI thread, each on a virtual thread
 * @param exit ends the program after the window is closed. Empty in tests, which ending the toolkit
 *     would end too
 */
public record DesktopServices(
    SignIn signIn,
    LocalHosting hosting,
    StreamSessions sessions,
    Supplier<AudioDevices> devices,
    Supplier<OwnSound> ownSound,
    PreferenceStore preferences,
    SecretStore secrets,
    Notifications notifications,
    GlobalKeys globalKeys,
    Optional<Path> log,
    Clock clock,
    Executor background,
    Runnable exit) {}
