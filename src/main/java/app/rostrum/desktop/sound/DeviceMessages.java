package app.rostrum.desktop.sound;

import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Texts;
import app.rostrum.desktop.ui.UiThread;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tells of devices that come and go, once they have settled: a plug is several changes, and a
 * Bluetooth headset that changes its profile goes and comes back. UI thread only.
 */
public final class DeviceMessages implements Pin {
  private static final Duration SETTLED = Duration.ofMillis(700);

  private final UiThread ui;
  private final DeviceNews news;
  private final Consumer<String> say;
  private Optional<DeviceState> told = Optional.empty();
  private Optional<DeviceState> newest = Optional.empty();
  private Pin settling = Pin.NONE;

  public DeviceMessages(UiThread ui, Texts texts, Consumer<String> say) {
    this.ui = ui;
    this.news = new DeviceNews(texts);
    this.say = say;
  }

  /** Takes the devices as they are now; the first ones are not told of. */
  public void follow(DeviceState now) {
    newest = Optional.of(now);
    if (told.isEmpty()) {
      told = newest;
      return;
    }
    settling.close();
    settling = ui.after(SETTLED, this::tell);
  }

  private void tell() {
    Optional<String> text = news.between(told.orElseThrow(), newest.orElseThrow());
    told = newest;
    text.ifPresent(say);
  }

  @Override
  public void close() {
    settling.close();
  }
}
