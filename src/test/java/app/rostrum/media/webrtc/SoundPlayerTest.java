package app.rostrum.media.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.AudioDevices;
import app.rostrum.media.MediaException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sound.sampled.LineUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SoundPlayerTest {
  private static final AudioDevice SPEAKER = new AudioDevice("spk", "Loudspeaker", true);

  private final FakeLine line = new FakeLine();
  private final AtomicInteger changes = new AtomicInteger();

  private SoundPlayer player(SoundPlayer.Lines lines) {
    return new SoundPlayer(lines, changes::incrementAndGet);
  }

  @Test
  void aSoundIsWrittenWholeAndItsEndAwaited() {
    SoundPlayer player = player(speaker -> line.line());
    player.play(new byte[9_600], SPEAKER).join();
    assertThat(line.written).isEqualTo(9_600);
    assertThat(line.calls).containsExactly("open", "start", "drain", "close");
    assertThat(player.works()).isTrue();
    assertThat(changes).hasValue(1);
  }

  @Test
  void aSoundThatIsCancelledIsFlushedAndItsLineClosed() {
    line.room = 0;
    CompletableFuture<Void> sound = player(speaker -> line.line()).play(new byte[9_600], SPEAKER);
    await().until(() -> line.calls.contains("start"));
    sound.cancel(true);
    await().atMost(30, TimeUnit.SECONDS).until(() -> line.calls.contains("close"));
    assertThat(line.calls).containsExactly("open", "start", "stop", "flush", "close");
  }

  @Test
  void aLoudspeakerThatRefusesIsSaid() {
    var refused = new LineUnavailableException("no");
    var opens = new AtomicInteger();
    SoundPlayer player =
        player(
            speaker -> {
              if (opens.incrementAndGet() == 1) {
                return line.line();
              }
              throw refused;
            });
    player.look(SPEAKER);
    await().until(player::works);
    assertThatThrownBy(() -> player.play(new byte[2], SPEAKER).join())
        .hasCauseInstanceOf(MediaException.class)
        .hasRootCause(refused);
    assertThat(player.works()).isFalse();
    assertThat(changes).hasValue(2);
  }

  @Test
  void loudspeakersThatHangHoldSomeThreadsAndRefuseTheRest() throws InterruptedException {
    var hanging = new CountDownLatch(1);
    var asked = new CountDownLatch(SoundPlayer.MOST);
    SoundPlayer player =
        player(
            speaker -> {
              asked.countDown();
              await().forever().until(() -> hanging.getCount() == 0);
              return line.line();
            });
    var sounds = new ArrayList<CompletableFuture<Void>>();
    IntStream.range(0, SoundPlayer.MOST)
        .forEach(i -> sounds.add(player.play(new byte[2], SPEAKER)));
    asked.await();
    assertThatThrownBy(() -> player.play(new byte[2], SPEAKER).join())
        .hasCauseInstanceOf(MediaException.class);
    hanging.countDown();
    sounds.forEach(CompletableFuture::join);
    await().until(() -> player.play(new byte[2], SPEAKER).handle((ok, e) -> e == null).join());
  }

  @Test
  void aSoundThatIsTooLongIsNotTaken() {
    assertThatThrownBy(
            () ->
                player(speaker -> line.line())
                    .play(new byte[AudioDevices.LONGEST_PLAYED + 1], SPEAKER))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
