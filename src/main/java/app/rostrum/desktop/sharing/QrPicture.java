package app.rostrum.desktop.sharing;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;
import java.util.Optional;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A QR code (ISO/IEC 18004) as a picture: black on white in both themes, because many cameras read
 * no other, and with the margin of four modules that they need.
 */
final class QrPicture extends ImageView {
  private static final Logger LOG = LoggerFactory.getLogger(QrPicture.class);
  private static final int MARGIN = 4;

  /**
   * @param side its side in pixels; modules are whole pixels, so it may be a little smaller
   * @param name the accessible name
   */
  QrPicture(int side, String name) {
    this.side = side;
    setAccessibleText(name);
    setSmooth(false);
  }

  private final int side;

  /** Shows a text; returns false, and shows nothing, if it is too long for a code. */
  boolean show(String text) {
    Optional<Image> code = code(text, side);
    setImage(code.orElse(null));
    return code.isPresent();
  }

  private static Optional<Image> code(String text, int side) {
    try {
      BitMatrix modules =
          new QRCodeWriter()
              .encode(
                  text,
                  BarcodeFormat.QR_CODE,
                  0,
                  0,
                  Map.of(
                      EncodeHintType.MARGIN,
                      MARGIN,
                      EncodeHintType.ERROR_CORRECTION,
                      ErrorCorrectionLevel.L));
      int scale = Math.max(1, side / modules.getWidth());
      var image = new WritableImage(modules.getWidth() * scale, modules.getHeight() * scale);
      var pixels = image.getPixelWriter();
      for (int y = 0; y < modules.getHeight() * scale; y++) {
        for (int x = 0; x < modules.getWidth() * scale; x++) {
          pixels.setColor(x, y, modules.get(x / scale, y / scale) ? Color.BLACK : Color.WHITE);
        }
      }
      return Optional.of(image);
    } catch (WriterException | IllegalArgumentException e) {
      LOG.debug("no QR code of {} characters: {}", text.length(), e.toString());
      return Optional.empty();
    }
  }
}
