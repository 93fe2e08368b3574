package app.rostrum.desktop.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import app.rostrum.desktop.FakeServices;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import org.junit.jupiter.api.Test;

class QrPictureTest {
  private final QrPicture picture = new QrPicture(184, "QR code");

  private String read() throws Exception {
    Image image = picture.getImage();
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    var source = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source))).getText();
  }

  @Test
  void aCameraReadsTheLinkAndAReaderHearsAName() throws Exception {
    String link = FakeServices.OPEN.invitations().getFirst().link() + "&stream=Sp%C3%A4te%20Runde";
    assertThat(picture.show(link)).isTrue();
    assertThat(read()).isEqualTo(link);
    assertThat(picture.getImage().getWidth()).isBetween(100.0, 184.0);
    assertThat(picture.getAccessibleText()).isEqualTo("QR code");
  }

  @Test
  void aTextThatIsTooLongHasNoPicture() {
    assertThat(picture.show("x".repeat(4096))).isFalse();
    assertThat(picture.getImage()).isNull();
  }
}
