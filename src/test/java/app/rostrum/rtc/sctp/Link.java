package app.rostrum.rtc.sctp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Two associations, a network between them that is as bad as asked for, and a clock of their own.
 */
final class Link {
  /** The network's faults, from one seed. */
  record Weather(
      double loss, double duplicates, long delayMillis, long jitterMillis, double bytesPerSecond) {
    static final Weather FINE = new Weather(0, 0, 10, 0, 0);
  }

  /** One end and what it has heard. */
  final class End implements Association.Owner {
    final String name;
    final Association association;
    final List<SctpMessage> messages = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    boolean deaf;
    int sent;
    long busyUntil;
    boolean slow;

    End(String name, SctpSettings settings) {
      this.name = name;
      this.association = new Association(settings, this, new SecureRandom());
    }

    @Override
    public void transmit(byte[] packet) {
      sent++;
      if (packet.length > 1160) {
        throw new AssertionError("a packet of " + packet.length + " bytes");
      }
      post(this == a ? b : a, packet);
    }

    @Override
    public void onEstablished() {
      events.add("established");
    }

    @Override
    public void onMessage(SctpMessage message) {
      messages.add(message);
      if (!slow) {
        consume.add(() -> association.consumed(message.charge(), now));
      }
    }

    @Override
    public void onIncomingReset(List<Integer> streams) {
      events.add("in" + streams);
    }

    @Override
    public void onOutgoingReset(List<Integer> streams, boolean performed) {
      events.add((performed ? "out" : "refused") + streams);
    }

    @Override
    public void onRestart() {
      events.add("restart");
    }

    @Override
    public void onEnded(String reason) {
      events.add("ended: " + reason);
    }

    boolean send(int stream, byte[] payload, Delivery delivery) {
      boolean taken = association.send(stream, 53, payload, delivery, now);
      settle();
      return taken;
    }

    boolean established() {
      return association.state() == Association.State.ESTABLISHED;
    }
  }

  private record Flying(long at, long order, End to, byte[] packet) {}

  private final PriorityQueue<Flying> flying =
      new PriorityQueue<>(Comparator.comparingLong(Flying::at).thenComparingLong(Flying::order));
  private final List<Runnable> consume = new ArrayList<>();
  private final Random random;
  private long order;
  Weather weather;
  long now = 1_000;
  final End a;
  final End b;

  Link(long seed, Weather weather) {
    this(seed, weather, SctpSettings.webRtc(5000));
  }

  Link(long seed, Weather weather, SctpSettings settings) {
    this.random = new Random(seed);
    this.weather = weather;
    this.a = new End("a", settings);
    this.b = new End("b", settings);
  }

  void post(End to, byte[] packet) {
    if (to.deaf || random.nextDouble() < weather.loss) {
      return;
    }
    int copies = random.nextDouble() < weather.duplicates ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long delay = TimeUnit.MILLISECONDS.toNanos(weather.delayMillis);
      if (weather.jitterMillis > 0) {
        delay += random.nextLong(TimeUnit.MILLISECONDS.toNanos(weather.jitterMillis));
      }
      if (weather.bytesPerSecond > 0) {
        to.busyUntil =
            Math.max(to.busyUntil, now) + (long) (packet.length / weather.bytesPerSecond * 1e9);
        if (to.busyUntil - now > TimeUnit.MILLISECONDS.toNanos(100)) {
          // The router's queue is full.
          to.busyUntil -= (long) (packet.length / weather.bytesPerSecond * 1e9);
          return;
        }
        delay += to.busyUntil - now;
      }
      flying.add(new Flying(now + delay, order++, to, packet));
    }
  }

  /** An action of the application outside the calls of the association. */
  void settle() {
    while (!consume.isEmpty()) {
      List<Runnable> due = List.copyOf(consume);
      consume.clear();
      due.forEach(Runnable::run);
    }
  }

  void connect() {
    a.association.connect(now);
    b.association.connect(now);
    run(60, () -> a.established() && b.established());
  }

  /** Lets time pass until a condition holds. */
  void run(double seconds, BooleanSupplier until) {
    if (!tryRun(seconds, until)) {
      throw new AssertionError(
          "not within %s s; a %s %s, b %s %s"
              .formatted(
                  seconds, a.association.state(), a.events, b.association.state(), b.events));
    }
  }

  void pass(double seconds) {
    tryRun(seconds, () -> false);
  }

  boolean tryRun(double seconds, BooleanSupplier until) {
    long end = now + (long) (seconds * 1e9);
    settle();
    while (!until.getAsBoolean()) {
      Flying next = flying.peek();
      long timer = Math.min(a.association.deadline(), b.association.deadline());
      long at = Math.min(timer, next == null ? Long.MAX_VALUE : next.at);
      if (at > end) {
        now = end;
        return false;
      }
      now = Math.max(now, at);
      if (next != null && next.at <= now) {
        flying.remove();
        next.to.association.receive(next.packet, 0, next.packet.length, now);
      } else {
        a.association.tick(now);
        b.association.tick(now);
      }
      settle();
    }
    return true;
  }
}
