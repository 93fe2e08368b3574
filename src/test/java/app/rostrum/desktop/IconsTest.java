package app.rostrum.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import javafx.scene.image.Image;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IconsTest {
  @ParameterizedTest
  @ValueSource(ints = {32, 64, 256})
  void theWindowHasAnIconOfItsSize(int size) {
    Image icon =
        Fx.call(
            () ->
                new Image(
                    Objects.requireNonNull(
                        RostrumApp.class.getResourceAsStream("icons/rostrum-" + size + ".png"))));
    assertThat(icon.getWidth()).isEqualTo(size);
    assertThat(icon.getPixelReader().getColor(0, 0).getOpacity()).isZero();
  }
}
