package app.rostrum.app;

import app.rostrum.cli.UserFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A person's own settings, name and passcode, log, hosting and window. There is one without a name;
 * each other one lets another person, or the same one again, use the app on this machine at the
 * same time.
 *
 * @param name in small letters; empty for the usual one
 */
record Profile(Optional<String> name) {
  static final Profile USUAL = new Profile(Optional.empty());

  /** Leaves out what could lead to another folder, or is a device of Windows. */
  private static final Pattern NAME =
      Pattern.compile("(?!(?:con|prn|aux|nul|com\\d|lpt\\d)$)[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

  /** Reads a profile from the command line. */
  static final class Converter implements ITypeConverter<Profile> {
    @Override
    public Profile convert(String text) {
      String name = text.toLowerCase(Locale.ROOT);
      if (!NAME.matcher(name).matches()) {
        throw new TypeConversionException(
            "a profile has a name of 1 to 32 letters a to z, digits and hyphens");
      }
      return new Profile(Optional.of(name));
    }
  }

  Path data() {
    return in(UserFolders.data());
  }

  Path config() {
    return in(UserFolders.config());
  }

  Path state() {
    return in(UserFolders.state());
  }

  /** Returns the places where its running app may listen, the best first. */
  List<Path> sockets() {
    String file = name.map(own -> "profile-" + own).orElse("app") + ".socket";
    return UserFolders.runtime().stream().map(folder -> folder.resolve(file)).toList();
  }

  /** Returns the name under which the desktop's keychain keeps its secrets. */
  String keychain() {
    return name.map(own -> "rostrum-" + own).orElse("rostrum");
  }

  private Path in(Path folder) {
    return name.map(own -> folder.resolve("profiles").resolve(own)).orElse(folder);
  }
}
