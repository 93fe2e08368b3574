package app.rostrum.desktop.services;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.testing.ManualScheduler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConnectionWatchTest {
  private final ManualScheduler scheduler = new ManualScheduler();
  private final AtomicInteger broken = new AtomicInteger();
  private Instant wall = Instant.parse("2026-11-22T10:00:00Z");
  private Set<InetAddress> addresses = Set.of(address(1));
  private final ConnectionWatch watch =
      new ConnectionWatch(scheduler, clock(), () -> addresses, broken::incrementAndGet);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return wall;
      }
    };
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
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
    wall = wall.plus(Duration.ofHours(3));
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
