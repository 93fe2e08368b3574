import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Copies jars whose classes the AOT cache refuses into a folder, in a form that it takes: {@code
 * java CacheableJars.java FOLDER JAR...}. Signed jars lose their signatures. Classes from before
 * Java 6, which the JVM would have to verify by inference, become classes of Java 8 with stack maps
 * (JVMS 4.7.4). Other jars are not copied; a jar in the folder itself is changed in place.
 */
final class CacheableJars {
  /** Their licences ask for a word of it. */
  private static final String NOTE =
      "Rostrum changed class files of this jar into the format of Java 8. Their code is the"
          + " same.\n";

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String each : List.of(args).subList(1, args.length)) {
      Path jar = Path.of(each);
      boolean signed = isSigned(jar);
      boolean old = hasOldClasses(jar);
      if (signed || old) {
        Path copy = folder.resolve(jar.getFileName());
        if (!Files.exists(copy) || !Files.isSameFile(jar, copy)) {
          Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        if (signed) {
          strip(copy);
        }
        if (old) {
          renew(copy);
        }
      }
    }
  }

  private static boolean hasOldClasses(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (Path file : classes(zip)) {
        if (isOld(file)) {
          return true;
        }
      }
      return false;
    }
  }

  private static List<Path> classes(FileSystem zip) throws IOException {
    try (Stream<Path> files = Files.walk(zip.getPath("/"))) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static boolean isOld(Path file) throws IOException {
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      in.skipNBytes(6); // The magic number and the minor version (JVMS 4.1).
      return in.readUnsignedShort() < ClassFile.JAVA_6_VERSION;
    }
  }

  private static void renew(Path jar) throws IOException {
    try (var types = new URLClassLoader(new URL[] {jar.toUri().toURL()});
        FileSystem zip = FileSystems.newFileSystem(jar)) {
      var hierarchy =
          ClassHierarchyResolver.ofResourceParsing(types)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var format =
          ClassFile.of(
              ClassFile.ClassHierarchyResolverOption.of(hierarchy),
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS);
      for (Path file : classes(zip)) {
        if (isOld(file)) {
          FileTime time = Files.getLastModifiedTime(file);
          Files.write(file, renewed(format, Files.readAllBytes(file)));
          Files.setLastModifiedTime(file, time);
        }
      }
      Path note = Files.writeString(zip.getPath("META-INF", "CHANGED"), NOTE);
      Files.setLastModifiedTime(note, Files.getLastModifiedTime(zip.getPath("META-INF")));
    }
  }

  private static byte[] renewed(ClassFile format, byte[] old) throws IOException {
    CodeTransform asItIs = (code, element) -> code.with(element);
    byte[] renewed =
        format.transformClass(
            format.parse(old),
            (builder, element) -> {
              switch (element) {
                case ClassFileVersion version ->
                    builder.with(ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0));
                case MethodModel method ->
                    builder.transformMethod(method, MethodTransform.transformingCode(asItIs));
                default -> builder.with(element);
              }
            });
    List<VerifyError> errors = format.verify(renewed);
    if (!errors.isEmpty()) {
      throw new IOException(errors.toString());
    }
    return renewed;
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
    manifest
        .getEntries()
        .values()
        .forEach(entry -> entry.keySet().removeIf(CacheableJars::isDigest));
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
