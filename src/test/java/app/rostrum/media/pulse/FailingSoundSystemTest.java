package app.rostrum.media.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.threads.Backoff;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices whose listeners, or whose sound system, throw errors. */
@Timeout(120)
class FailingSoundSystemTest {
  private static final AudioDevice BUILT_IN = new AudioDevice("built-in", "Built-in", true);
  private static final AudioDevice HEADSET = new AudioDevice("headset", "Headset", false);
  private static final SoundSystem SYSTEM =
      new SoundSystem(
          "first",
          List.of(
              new SoundSystem.Endpoint(1, BUILT_IN, true, ""),
              new SoundSystem.Endpoint(2, HEADSET, true, "")),
          List.of(new SoundSystem.Endpoint(3, BUILT_IN, true, "")),
          List.of(),
          List.of());

  private final ScriptedPactl pactl = new ScriptedPactl();

  @SuppressWarnings("NullAway.Init") // Each test starts them.
  private PulseDevices devices;

  private static final class ScriptedPactl extends Pactl {
    private final AtomicInteger failingReads = new AtomicInteger();
    private final AtomicInteger failingSubscriptions = new AtomicInteger();
    private final AtomicInteger brokenSubscriptions = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final CountDownLatch destroyed = new CountDownLatch(1);

    ScriptedPactl() {
      super(Map.of(), 0);
    }

    private static boolean takeOne(AtomicInteger left) {
      return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }

    @Override
    SoundSystem read() {
      if (takeOne(failingReads)) {
        throw new AssertionError("on purpose");
      }
      return SYSTEM;
    }

    @Override
    Process subscribe() {
      if (takeOne(failingSubscriptions)) {
        throw new AssertionError("on purpose");
      }
      subscriptions.incrementAndGet();
      return new Subscription(takeOne(brokenSubscriptions), destroyed, new CountDownLatch(1));
    }

    @Override
    Process record(AudioDevice source) {
      throw new AssertionError("on purpose");
    }
  }

  /** A subscription that reports no change; a broken one cannot be read. */
  private static final class Subscription extends Process {
    private final boolean broken;
    private final CountDownLatch brokenDestroyed;
    private final CountDownLatch ended;

    Subscription(boolean broken, CountDownLatch brokenDestroyed, CountDownLatch ended) {
      this.broken = broken;
      this.brokenDestroyed = brokenDestroyed;
      this.ended = ended;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          if (broken) {
            throw new AssertionError("on purpose");
          }
          try {
            ended.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          return -1;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
      ended.await();
      return 0;
    }

    @Override
    public int exitValue() {
      return 0;
    }

    @Override
    public void destroy() {
      ended.countDown();
      if (broken) {
        brokenDestroyed.countDown();
      }
    }
  }

  private void start() throws IOException {
    var wait = Duration.ofMillis(1);
    devices = PulseDevices.start(pactl, Backoff.Policy.doubling(wait, wait));
  }

  @AfterEach
  void stop() {
    devices.close();
  }

  @Test
  void aListenerThatThrowsKeepsNoChangeFromTheOthers() throws Exception {
    start();
    var told = new CountDownLatch(2);
    devices.onChange(
        () -> {
          throw new AssertionError("on purpose");
        });
    devices.onChange(told::countDown);
    devices.chooseMicrophone(HEADSET).join();
    devices.chooseMicrophone(BUILT_IN).join();
    assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aMeterThatThrowsKeepsNoChangeFromTheListeners() throws Exception {
    start();
    var told = new CountDownLatch(1);
    devices.meter(level -> {});
    devices.onChange(told::countDown);
    devices.chooseMicrophone(HEADSET).join();
    assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aChoiceDuringWhichReadingThrowsIsTakenBack() throws Exception {
    start();
    devices.chooseSpeaker(BUILT_IN).join();
    pactl.failingReads.set(1);
    assertThatThrownBy(() -> devices.chooseMicrophone(HEADSET).join())
        .hasCauseInstanceOf(AssertionError.class);
    devices.chooseSpeaker(BUILT_IN).join();
    assertThat(devices.microphoneInUse()).contains(BUILT_IN);
  }

  @Test
  void aSubscriptionThatThrowsIsTriedAgain() throws Exception {
    pactl.failingSubscriptions.set(2);
    start();
    await().until(() -> pactl.subscriptions.get() == 1);
  }

  @Test
  void aSubscriptionThatCannotBeReadIsEndedAndTriedAgain() throws Exception {
    pactl.brokenSubscriptions.set(1);
    start();
    assertThat(pactl.destroyed.await(60, TimeUnit.SECONDS)).isTrue();
    await().until(() -> pactl.subscriptions.get() == 2);
  }
}
