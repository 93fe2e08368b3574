/** The benchmarks: times, CPU and memory of the whole system over loopback. */
@NullMarked
package app.rostrum.bench;

import org.jspecify.annotations.NullMarked;
