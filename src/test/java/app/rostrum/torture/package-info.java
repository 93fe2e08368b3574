/**
 * Attacks on a running server, one after the other, while a speaker and a listener go on: {@code
 * ./rostrum test torture}. Each is bounded in time and count and stays on loopback.
 */
@NullMarked
package app.rostrum.torture;

import org.jspecify.annotations.NullMarked;
