/**
 * Threads, executors, timers and backoff for the whole of Rostrum. No other package creates a
 * thread or an executor.
 *
 * <p>One rule holds everywhere here: a task may throw anything, an {@link Error} included, and the
 * next task still runs. The failure is logged once.
 */
@NullMarked
package app.rostrum.threads;

import org.jspecify.annotations.NullMarked;
