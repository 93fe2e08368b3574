package app.rostrum.demo;

import app.rostrum.cli.Pause;
import app.rostrum.threads.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A film of some windows: a picture of each, four times a second, for a minute at most. */
final class Film implements AutoCloseable {
  private static final Duration BETWEEN_FRAMES = Duration.ofMillis(250);
  private static final int MOST_FRAMES = 240;

  private final List<Showcase.Window> windows;
  private final Path folder;
  private final Loop loop;
  private volatile int frame;

  private Film(Path folder, List<Showcase.Window> windows) {
    this.folder = folder;
    this.windows = windows;
    this.loop = Loop.start("film", this::takeFrame);
  }

  /** Begins to take pictures: {@code frame-007-1.png} is the eighth of the second window. */
  static Film of(Path folder, Showcase.Window... windows) {
    return new Film(folder, List.of(windows));
  }

  private void takeFrame() {
    Pause.of(BETWEEN_FRAMES);
    for (int i = 0; i < windows.size(); i++) {
      windows.get(i).picture(folder.resolve("frame-%03d-%d.png".formatted(frame, i)));
    }
    frame = frame + 1; // By this thread only.
    if (frame == MOST_FRAMES) {
      loop.finish();
    }
  }

  /** Returns the number of frames so far. */
  int frames() {
    return frame;
  }

  @Override
  public void close() {
    loop.finish(); // A frame that is being taken is taken whole.
  }
}
