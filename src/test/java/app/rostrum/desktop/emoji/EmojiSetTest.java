package app.rostrum.desktop.emoji;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.Fx;
import javafx.scene.image.Image;
import org.junit.jupiter.api.Test;

class EmojiSetTest {
  private final EmojiSet set = new EmojiSet();

  @Test
  void eachPictureCanBeDrawn() {
    Fx.run(
        () -> {
          for (int picture = 0; picture < set.size(); picture++) {
            Image image = set.image(picture, 32);
            assertThat(image.isError()).as("picture " + picture).isFalse();
            assertThat(opaque(image)).as("pixels of " + picture).isGreaterThan(200);
          }
        });
  }

  private static int opaque(Image image) {
    int opaque = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        opaque += image.getPixelReader().getArgb(x, y) >>> 24 > 200 ? 1 : 0;
      }
    }
    return opaque;
  }

  @Test
  void aPictureHasThePixelsOfAScreenWithTwiceAsMany() {
    Fx.run(
        () -> {
          assertThat(set.image(0, 17).getWidth()).isEqualTo(34);
          assertThat(set.image(0, 60).getWidth()).isEqualTo(64);
          assertThat(set.image(0, 17)).isSameAs(set.image(0, 17));
        });
  }

  @Test
  void theKeptPicturesAreBounded() {
    Fx.run(
        () -> {
          for (int picture = 0; picture < 600; picture++) {
            set.image(picture, 32);
          }
          assertThat(set.keptBytes()).isBetween(3L << 20, 4L << 20);
        });
  }
}
