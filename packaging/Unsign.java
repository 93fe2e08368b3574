import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Copies signed jars into a folder, without their signatures: {@code java Unsign.java FOLDER
 * JAR...}. The AOT cache refuses classes of signed jars. Jars without a signature are not copied; a
 * jar in the folder itself loses its signature in place.
 */
final class Unsign {
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String each : List.of(args).subList(1, args.length)) {
      Path jar = Path.of(each);
      if (isSigned(jar)) {
        Path copy = folder.resolve(jar.getFileName());
        if (!Files.exists(copy) || !Files.isSameFile(jar, copy)) {
          Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        strip(copy);
      }
    }
  }

  private static boolean isSigned(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      return !signatures(zip).isEmpty();
    }
  }

  private static void strip(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (Path signature : signatures(zip)) {
        Files.delete(signature);
      }
      forgetDigests(zip.getPath(JarFile.MANIFEST_NAME));
    }
  }

  /** Leaves of the manifest what is not a digest: the JVM reads and keeps it whole. */
  private static void forgetDigests(Path file) throws IOException {
    Manifest manifest;
    try (InputStream in = Files.newInputStream(file)) {
      manifest = new Manifest(in);
    }
    manifest.getEntries().values().forEach(entry -> entry.keySet().removeIf(Unsign::isDigest));
    manifest.getEntries().values().removeIf(Attributes::isEmpty);
    try (OutputStream out = Files.newOutputStream(file)) {
      manifest.write(out);
    }
  }

  private static boolean isDigest(Object attribute) {
    return attribute.toString().endsWith("-Digest");
  }

  /** Lists the signatures as the JAR specification names them. */
  private static List<Path> signatures(FileSystem zip) throws IOException {
    Path folder = zip.getPath("META-INF");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("(?i).*\\.(SF|RSA|DSA|EC)"))
          .toList();
    }
  }
}
