package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A meter that reports the level of the microphone in use 20 times a second. It takes the mean of
 * left and right itself: asked for one channel, PipeWire gives more than PulseAudio, and more than
 * others hear, because it adds what both have.
 */
final class MicrophoneMeter implements AudioDevices.Handle {
  private static final Logger log = LoggerFactory.getLogger(MicrophoneMeter.class);
  private static final int FRAME = 2 * Short.BYTES;
  private static final int BYTES = 16_000 / 20 * FRAME;

  private final Pactl pactl;
  private final Executor callbacks;
  private final DoubleConsumer level;
  private final Runnable onClose;
  private @Nullable Process recorder;
  private @Nullable String recorded;
  private boolean closed;

  MicrophoneMeter(
      Pactl pactl, Executor callbacks, DoubleConsumer level, Consumer<MicrophoneMeter> onClose) {
    this.pactl = pactl;
    this.callbacks = callbacks;
    this.level = level;
    this.onClose = () -> onClose.accept(this);
  }

  synchronized void follow(Optional<AudioDevice> microphone) {
    String id = microphone.map(AudioDevice::id).orElse(null);
    boolean running = recorder != null && recorder.isAlive();
    if (closed || (running && Objects.equals(id, recorded))) {
      return;
    }
    stop();
    if (microphone.isEmpty()) {
      callbacks.execute(() -> level.accept(0));
      return;
    }
    try {
      Process begun = pactl.record(microphone.get());
      recorder = begun;
      recorded = id;
      Threads.startVirtual("microphone-meter", () -> read(begun));
    } catch (IOException e) {
      log.warn("the microphone cannot be metered: {}", e.toString());
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      stop();
    }
    onClose.run();
  }

  private synchronized void stop() {
    if (recorder != null) {
      recorder.destroyForcibly();
      recorder = null;
      recorded = null;
    }
  }

  private synchronized boolean current(Process process) {
    return recorder == process;
  }

  private void read(Process process) {
    byte[] bytes = new byte[BYTES];
    try (InputStream in = process.getInputStream()) {
      while (in.readNBytes(bytes, 0, BYTES) == BYTES && current(process)) {
        double now = loudness(bytes);
        callbacks.execute(
            () -> {
              if (current(process)) {
                level.accept(now);
              }
            });
      }
    } catch (IOException e) {
      log.debug("the meter's recorder ended: {}", e.toString());
    }
  }

  /** Returns the level; 1 for the loudest sine. */
  private static double loudness(byte[] bytes) {
    double sum = 0;
    for (int i = 0; i < bytes.length; i += FRAME) {
      double mean = (sample(bytes, i) + sample(bytes, i + Short.BYTES)) / 2.0;
      sum += mean * mean;
    }
    return Math.min(1, Math.sqrt(2 * sum / (bytes.length / FRAME)) / 32_768);
  }

  private static int sample(byte[] bytes, int at) {
    return (bytes[at + 1] << 8) | (bytes[at] & 0xFF);
  }
}
