package app.rostrum.media.webrtc;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaException;
import app.rostrum.threads.Threads;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.DataLine;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.Mixer;
import javax.sound.sampled.SourceDataLine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays short sounds through Java's own sound: DirectSound on Windows, CoreAudio on macOS, ALSA on
 * Linux. Each sound has a thread of its own and opens the loudspeaker for as long as it lasts. A
 * loudspeaker that hangs holds that thread; there are {@link #MOST} of them, and then sounds are
 * refused. Safe for any thread; no method blocks.
 */
final class SoundPlayer {
  private static final Logger log = LoggerFactory.getLogger(SoundPlayer.class);

  /** The most sounds at once. */
  static final int MOST = 4;

  private static final AudioFormat FORMAT =
      new AudioFormat(AudioDevices.PLAYED_HZ, Short.SIZE, 1, true, false);
  private static final DataLine.Info LINE = new DataLine.Info(SourceDataLine.class, FORMAT);
  private static final int BYTES_A_SECOND = AudioDevices.PLAYED_HZ * Short.BYTES;

  /** A tenth of a second: as much of a cancelled sound is heard at most. */
  private static final int BUFFER = BYTES_A_SECOND / 10;

  private static final Duration PAUSE = Duration.ofMillis(10);

  /** The time that a sound may take longer than it lasts. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Gives a line to a loudspeaker, closed; may block. */
  @FunctionalInterface
  interface Lines {
    SourceDataLine to(AudioDevice speaker) throws LineUnavailableException;
  }

  private final Lines lines;
  private final Runnable changed;
  private final Semaphore free = new Semaphore(MOST);
  private volatile boolean works;
  private @Nullable AudioDevice wanted;
  private boolean looking;

  /**
   * @param changed runs when {@link #works} may have changed, on a thread of this class
   */
  SoundPlayer(Runnable changed) {
    this(SoundPlayer::line, changed);
  }

  SoundPlayer(Lines lines, Runnable changed) {
    this.lines = lines;
    this.changed = changed;
  }

  /** Returns whether the loudspeaker that was looked for or played to last can be had. */
  boolean works() {
    return works;
  }

  /** Looks whether sounds can be played to a loudspeaker, after the look that goes on. */
  synchronized void look(AudioDevice speaker) {
    wanted = speaker;
    if (!looking) {
      looking = true;
      Threads.startDaemon("sound-look", this::lookAround);
    }
  }

  private void lookAround() {
    for (AudioDevice speaker = next(); speaker != null; speaker = next()) {
      try {
        lines.to(speaker);
        note(true);
      } catch (Throwable e) {
        log.info("no sounds are played to {}: {}", speaker.name(), e.toString());
        note(false);
      }
    }
  }

  private synchronized @Nullable AudioDevice next() {
    AudioDevice next = wanted;
    wanted = null;
    looking = next != null;
    return next;
  }

  private void note(boolean now) {
    if (works != now) {
      works = now;
      changed.run();
    }
  }

  /**
   * Plays a sound as {@link AudioDevices#play} does.
   *
   * @param pcm as there
   */
  CompletableFuture<Void> play(byte[] pcm, AudioDevice speaker) {
    if (pcm.length > AudioDevices.LONGEST_PLAYED) {
      throw new IllegalArgumentException("a sound of " + pcm.length + " bytes");
    }
    if (!free.tryAcquire()) {
      return CompletableFuture.failedFuture(
          new MediaException("the loudspeaker has not finished earlier sounds"));
    }
    var done = new CompletableFuture<Void>();
    Threads.startDaemon(
        "sound",
        () -> {
          try {
            play(pcm, speaker, done);
            note(true);
            done.complete(null);
          } catch (Throwable e) {
            note(false);
            done.completeExceptionally(new MediaException("the loudspeaker refused", e));
          } finally {
            free.release();
          }
        });
    return done;
  }

  private void play(byte[] pcm, AudioDevice speaker, CompletableFuture<Void> done)
      throws LineUnavailableException, InterruptedException {
    try (SourceDataLine line = lines.to(speaker)) {
      line.open(FORMAT, BUFFER);
      line.start();
      write(pcm, line, done);
      if (done.isDone()) {
        line.stop();
        line.flush();
      } else {
        line.drain();
      }
    }
  }

  /** Writes no more than there is room for, so that it can end at any moment. */
  private static void write(byte[] pcm, SourceDataLine line, CompletableFuture<Void> done)
      throws InterruptedException {
    long end =
        System.nanoTime() + GRACE.toNanos() + TimeUnit.SECONDS.toNanos(pcm.length) / BYTES_A_SECOND;
    int whole = pcm.length / Short.BYTES * Short.BYTES;
    int written = 0;
    while (written < whole && !done.isDone()) {
      int room = Math.min(line.available(), whole - written) / Short.BYTES * Short.BYTES;
      if (room > 0) {
        written += line.write(pcm, written, room);
      } else if (System.nanoTime() - end > 0) {
        throw new MediaException("the loudspeaker stands still");
      } else {
        pause(done);
      }
    }
  }

  private static void pause(CompletableFuture<Void> done) throws InterruptedException {
    try {
      done.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | CancellationException | ExecutionException e) {
      // The caller looks.
    }
  }

  /** Returns a line to the system's loudspeaker, or to the one of a name. */
  private static SourceDataLine line(AudioDevice speaker) throws LineUnavailableException {
    if (speaker.systemDefault()) {
      return (SourceDataLine) AudioSystem.getLine(LINE);
    }
    for (Mixer.Info mixer : AudioSystem.getMixerInfo()) {
      if (mixer.getName().equals(speaker.name())) {
        return (SourceDataLine) AudioSystem.getMixer(mixer).getLine(LINE);
      }
    }
    throw new LineUnavailableException("Java's sound has none of this name");
  }
}
