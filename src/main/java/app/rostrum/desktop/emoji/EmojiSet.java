package app.rostrum.desktop.emoji;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import javafx.scene.image.Image;

/**
 * The pictures of emoji, 64 pixels wide: Google's Noto Emoji for Unicode 16, from the npm package
 * emoji-datasource-google (packaging/PackEmoji.java). The index is read when the first emoji is
 * seen, a picture when it is drawn for the first time. UI thread only, except {@link #find}.
 */
public final class EmojiSet {
  /** The most code points of a sequence, selectors included. */
  static final int LONGEST = 16;

  private static final String FOLDER = "/app/rostrum/desktop/emoji/";
  private static final int PACK = 64;
  private static final int SIZE = 64;

  /** Four of about 80 kB: the pictures of one text are seldom in more. */
  private static final int MOST_PACKS = 4;

  /** About 900 pictures for text of 14 pixels. */
  private static final long MOST_BYTES = 4L << 20;

  private record Drawn(int picture, int pixels) {
    long bytes() {
      return 4L * pixels * pixels;
    }
  }

  private final Map<String, Integer> numbers = new HashMap<>();
  private final SequencedMap<Integer, byte[]> packs = new LinkedHashMap<>();
  private final SequencedMap<Drawn, Image> images = new LinkedHashMap<>();
  private long bytes;

  private static final class Shared {
    static final EmojiSet SET = new EmojiSet();
  }

  EmojiSet() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(resource("index.txt"), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var sequence = new StringBuilder();
        for (String hex : line.split("-", -1)) {
          sequence.appendCodePoint(Integer.parseInt(hex, 16));
        }
        numbers.put(sequence.toString(), numbers.size());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the set of this process. */
  public static EmojiSet shared() {
    return Shared.SET;
  }

  /** Returns the number of pictures. */
  public int size() {
    return numbers.size();
  }

  /** Returns the number of the picture for exactly these code points; -1 if there is none. */
  int find(int[] codePoints, int from, int to) {
    var sequence = new StringBuilder();
    for (int i = from; i < to; i++) {
      if (codePoints[i] != 0xFE0F) {
        sequence.appendCodePoint(codePoints[i]);
      }
    }
    return numbers.getOrDefault(sequence.toString(), -1);
  }

  /**
   * Returns a picture for a size on the screen. It has twice as many pixels, up to all that there
   * are: exact on a screen of 200 %, and halved exactly on one of 100 %.
   *
   * @param size in pixels
   */
  public Image image(int picture, double size) {
    var key = new Drawn(picture, (int) Math.clamp(Math.round(size * 2), 1, SIZE));
    Image image = images.remove(key);
    if (image == null) {
      image = new Image(new ByteArrayInputStream(png(picture)), key.pixels, key.pixels, true, true);
      bytes += key.bytes();
    }
    images.putLast(key, image);
    // The picture that was asked for longest ago makes room; nodes keep what they show.
    while (bytes > MOST_BYTES) {
      bytes -= Objects.requireNonNull(images.pollFirstEntry()).getKey().bytes();
    }
    return image;
  }

  /** Returns the bytes of the pictures that are kept, for tests of the bound. */
  long keptBytes() {
    return bytes;
  }

  private byte[] png(int picture) {
    int number = picture / PACK;
    byte[] pack = packs.remove(number);
    if (pack == null) {
      pack = read(number);
    }
    packs.putLast(number, pack);
    if (packs.size() > MOST_PACKS) {
      packs.pollFirstEntry();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(pack))) {
      for (int i = picture % PACK; i > 0; i--) {
        in.skipNBytes(in.readInt());
      }
      return in.readNBytes(in.readInt());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(int number) {
    try (InputStream in = resource(number + ".pack")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(EmojiSet.class.getResourceAsStream(FOLDER + name), name);
  }
}
