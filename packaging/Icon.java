import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Puts PNG pictures into the icon file of another system: java Icon.java TO.ico|TO.icns 32.png
 * 64.png 256.png.
 */
class Icon {
  private static final List<Integer> SIZES = List.of(32, 64, 256);
  private static final List<String> APPLE = List.of("ic11", "ic12", "ic08");

  public static void main(String[] arguments) throws IOException {
    byte[][] pictures = new byte[SIZES.size()][];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = Files.readAllBytes(Path.of(arguments[i + 1]));
    }
    Path to = Path.of(arguments[0]);
    Files.write(to, to.toString().endsWith(".ico") ? ico(pictures) : icns(pictures));
  }

  private static byte[] ico(byte[][] pictures) {
    var file = ByteBuffer.allocate(length(pictures, 6, 16)).order(ByteOrder.LITTLE_ENDIAN);
    file.putShort((short) 0).putShort((short) 1).putShort((short) pictures.length);
    int offset = 6 + 16 * pictures.length;
    for (int i = 0; i < pictures.length; i++) {
      byte side = SIZES.get(i).byteValue(); // 256 is written as 0.
      file.put(side).put(side).put((byte) 0).put((byte) 0).putShort((short) 1).putShort((short) 32);
      file.putInt(pictures[i].length).putInt(offset);
      offset += pictures[i].length;
    }
    for (byte[] picture : pictures) {
      file.put(picture);
    }
    return file.array();
  }

  private static byte[] icns(byte[][] pictures) {
    int total = length(pictures, 8, 8);
    var file = ByteBuffer.allocate(total);
    file.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(total);
    for (int i = 0; i < pictures.length; i++) {
      file.put(APPLE.get(i).getBytes(StandardCharsets.US_ASCII))
          .putInt(8 + pictures[i].length)
          .put(pictures[i]);
    }
    return file.array();
  }

  private static int length(byte[][] pictures, int head, int each) {
    return head + Arrays.stream(pictures).mapToInt(picture -> each + picture.length).sum();
  }
}
