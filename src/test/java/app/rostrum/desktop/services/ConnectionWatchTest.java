package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualClock;
import app.rostrum.testing.ManualScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger broken = new AtomicInteger();
  private final ManualClock wall = new ManualClock();
  private Set<InetAddress> addresses = Set.of(address(1));
  private final ConnectionWatch watch =
      new ConnectionWatch(scheduler, wall, () -> addresses, broken::incrementAndGet);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private void pass(Duration time) {
    wall.advance(time);
    scheduler.pass(time);
  }

  @Test
  void nothingIsBrokenWhileNothingHappens() {
    for (int i = 0; i < 100; i++) {
      pass(ConnectionWatch.PERIOD);
    }
    assertThat(broken).hasValue(0);
  }

  /** Timers stand still while a laptop sleeps; the clock on the wall goes on. */
  @Test
  void aComputerThatHasSleptIsNoticedAtOnce() {
    pass(ConnectionWatch.PERIOD);
    wall.advance(Duration.ofHours(3));
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).hasValue(1);
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).hasValue(1);
  }

  @Test
  void aChangeOfNetworkIsNoticedAndASecondNetworkIsNone() {
    addresses = Set.of(address(1), address(2));
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).as("another one beside it").hasValue(0);
    addresses = Set.of(address(2));
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).as("the first is gone").hasValue(1);
    addresses = Set.of();
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).as("there is nothing to connect by").hasValue(1);
    addresses = Set.of(address(3));
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).as("online again").hasValue(2);
  }

  @Test
  void nothingIsWatchedAfterTheEnd() {
    watch.close();
    addresses = Set.of(address(2));
    pass(ConnectionWatch.PERIOD);
    assertThat(broken).hasValue(0);
  }
}
