package app.rostrum.desktop.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Draws and saves pictures of screens, with or without a display. */
public final class Pictures {
  /**
   * Quick rather than small: of 0 to 1, as {@link ImageWriteParam#setCompressionQuality} has it.
   */
  private static final float COMPRESSION = 0.9F;

  private Pictures() {}

  /**
   * Draws a scene at its own size, and saves it as a PNG. Lays the scene out first, and creates
   * missing folders. UI thread only.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void save(Scene scene, Path file) {
    save(draw(scene), file);
  }

  /** Draws a scene at its own size, after laying it out. UI thread only. */
  public static WritableImage draw(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return scene.snapshot(null);
  }

  /**
   * Saves a picture as a PNG, and creates missing folders. Any thread.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public static void save(WritableImage picture, Path file) {
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels(picture), 0, width);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.deleteIfExists(file);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
        ImageWriteParam quickly = writer.getDefaultWriteParam();
        quickly.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        quickly.setCompressionQuality(COMPRESSION);
        writer.setOutput(out);
        writer.write(null, new IIOImage(image, null, null), quickly);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
  }

  /** Returns the pixels of a picture as ARGB, line by line. */
  public static int[] pixels(WritableImage picture) {
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    int[] pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    return pixels;
  }
}
