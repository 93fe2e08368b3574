import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Packs the pictures of emoji that {@code app.rostrum.desktop.emoji} draws. To be run by hand when
 * Unicode has new ones:
 *
 * <pre>
 * npm pack emoji-datasource-google@16.0.0 && tar xzf emoji-datasource-google-16.0.0.tgz
 * cd package/img/google/64 && ls | xargs -n 200 pngquant 64 --speed 3 --strip --ext .png --force --
 * java packaging/PackEmoji.java package/img/google/64 resources/app/rostrum/desktop/emoji
 * </pre>
 *
 * <p>The index has a line for each picture, the code points of its sequence without U+FE0F. Its
 * pictures are in packs of 64 (a length of 4 bytes and a PNG each), so that one is found without
 * reading all, and the jar has few entries. Single code points come first: they are what people
 * write most.
 */
final class PackEmoji {
  private static final int PACK = 64;

  private record Picture(List<Integer> codePoints, Path file) {}

  public static void main(String[] args) throws IOException {
    Path to = Path.of(args[1]);
    Files.createDirectories(to);
    List<Picture> pictures;
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      pictures =
          files
              .filter(file -> file.toString().endsWith(".png"))
              .map(file -> new Picture(codePoints(file), file))
              .sorted(
                  Comparator.comparing((Picture p) -> p.codePoints().size() > 1)
                      .thenComparing(p -> text(p.codePoints())))
              .toList();
    }
    var index = new ArrayList<String>();
    for (int from = 0; from < pictures.size(); from += PACK) {
      var bytes = new ByteArrayOutputStream();
      var pack = new DataOutputStream(bytes);
      for (Picture picture : pictures.subList(from, Math.min(from + PACK, pictures.size()))) {
        byte[] png = Files.readAllBytes(picture.file());
        pack.writeInt(png.length);
        pack.write(png);
        index.add(text(picture.codePoints()));
      }
      Files.write(to.resolve(from / PACK + ".pack"), bytes.toByteArray());
    }
    Files.writeString(to.resolve("index.txt"), String.join("\n", index) + "\n");
    System.out.println(index.size() + " pictures");
  }

  private static List<Integer> codePoints(Path file) {
    String name = file.getFileName().toString().replace(".png", "");
    return Stream.of(name.split("-"))
        .map(hex -> Integer.valueOf(hex, 16))
        .filter(codePoint -> codePoint != 0xFE0F)
        .toList();
  }

  private static String text(List<Integer> codePoints) {
    return codePoints.stream()
        .map(codePoint -> String.format("%05x", codePoint))
        .collect(Collectors.joining("-"));
  }
}
