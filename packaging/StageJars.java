import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars into a package without what it does not need: native parts for other systems, and the
 * signatures of BouncyCastle, which the JVM would verify at each start and which keep its classes
 * out of an AOT cache.
 *
 * <p>{@code java StageJars.java jars TO JAR...} copies jars; {@code java StageJars.java natives TO
 * JAR...} unpacks JavaFX's native parts, which JavaFX would otherwise unpack in the home of each
 * person who starts it. SOURCE_DATE_EPOCH, in seconds, is the time that the files get.
 */
class StageJars {
  private static final String NATIVE = ".+\\.(so|dll|dylib|jnilib|a)";

  public static void main(String[] arguments) throws IOException {
    Path to = Files.createDirectories(Path.of(arguments[1]));
    for (String jar : List.of(arguments).subList(2, arguments.length)) {
      Path from = Path.of(jar);
      if (arguments[0].equals("natives")) {
        unpackNatives(from, to);
      } else {
        copy(from, to.resolve(from.getFileName()));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Optional<Predicate<String>> left = leftOut(from.getFileName().toString());
    if (left.isEmpty()) {
      Files.copy(from, to);
    } else {
      copyWithout(left.get(), from, to);
    }
  }

  private static void copyWithout(Predicate<String> left, Path from, Path to) throws IOException {
    try (var in = new JarFile(from.toFile(), false);
        var out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : in.stream().filter(e -> !left.test(e.getName())).toList()) {
        var copied = new ZipEntry(entry.getName());
        copied.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copied);
        try (InputStream content = in.getInputStream(entry)) {
          content.transferTo(out);
        }
      }
    }
  }

  private static Optional<Predicate<String>> leftOut(String jar) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean mac = system.contains("mac");
    boolean windows = system.contains("windows");
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    if (jar.startsWith("sqlite-jdbc")) {
      String own =
          "/native/"
              + (mac ? "Mac" : windows ? "Windows" : "Linux")
              + (arm ? "/aarch64/" : "/x86_64/");
      return Optional.of(name -> name.matches(NATIVE) && !name.contains(own));
    }
    if (jar.startsWith("jna") || jar.startsWith("jitsi-srtp")) {
      String own =
          (mac ? "darwin" : windows ? "win32" : "linux") + (arm ? "-aarch64/" : "-x86-64/");
      return Optional.of(name -> name.matches(NATIVE) && !name.contains(own));
    }
    return Optional.empty();
  }

  private static void unpackNatives(Path jar, Path to) throws IOException {
    try (var in = new JarFile(jar.toFile(), false)) {
      for (ZipEntry entry : in.stream().filter(e -> e.getName().matches(NATIVE)).toList()) {
        try (InputStream content = in.getInputStream(entry)) {
          Files.copy(content, to.resolve(Path.of(entry.getName()).getFileName()));
        }
      }
    }
  }
}
