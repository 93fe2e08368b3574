package app.rostrum.host;

import app.rostrum.files.OwnerOnly;
import app.rostrum.host.tls.LanIdentity;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * The exchange of a data folder's files for others. A process that is killed meanwhile leaves
 * either all as it was, or what {@link #finish} finds and brings to its end: a folder whose name
 * says how far it came. Used by one process at a time, with the data folder locked.
 */
final class Replacement {
  /** The files that are put aside, whether they are replaced or not. */
  private static final List<String> FILES =
      List.of(
          Backup.DATABASE, Backup.DATABASE + "-wal", Backup.DATABASE + "-shm", LanIdentity.FILE);

  private static final String PREPARED = ".restore-";
  private static final String PUTTING_ASIDE = ".restoring";
  private static final String MOVING_IN = ".restored";
  private static final String NEXT = "next";
  private static final String FORMER = "former";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** A change of the file system that is done as a whole or not at all. */
  interface Move {
    Move ATOMIC = (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);

    void move(Path from, Path to) throws IOException;
  }

  private final Path data;
  private final Clock clock;
  private final Move moves;

  Replacement(Path data, Clock clock) {
    this(data, clock, Move.ATOMIC);
  }

  Replacement(Path data, Clock clock, Move moves) {
    this.data = data;
    this.clock = clock;
    this.moves = moves;
  }

  /** Creates a folder for the files to come. It is forgotten at the next start unless exchanged. */
  Path prepare() throws IOException {
    Path prepared = Files.createTempDirectory(data, PREPARED);
    var unused = OwnerOnly.createFolder(prepared.resolve(FORMER));
    return OwnerOnly.createFolder(prepared.resolve(NEXT));
  }

  /**
   * Puts the files of a prepared folder in the place of the present ones.
   *
   * @return the folder with the former files; empty if there were none
   * @throws IOException if it could not be done to the end; {@link #finish} goes on with it
   */
  Optional<Path> exchange(Path next) throws IOException {
    Path prepared = Objects.requireNonNull(next.getParent());
    for (Path each : List.of(prepared, prepared.resolve(FORMER), next)) {
      giveToOwner(each);
    }
    for (String name : FILES) {
      if (Files.exists(next.resolve(name))) {
        giveToOwner(next.resolve(name));
      }
    }
    moves.move(prepared, data.resolve(PUTTING_ASIDE));
    return complete();
  }

  /**
   * Brings an exchange to its end that another process has left, and deletes what it has only
   * prepared.
   *
   * @return whether there was an exchange
   */
  boolean finish() throws IOException {
    boolean found =
        Files.exists(data.resolve(PUTTING_ASIDE)) || Files.exists(data.resolve(MOVING_IN));
    if (found) {
      var unused = complete();
    }
    forgetPrepared();
    return found;
  }

  private Optional<Path> complete() throws IOException {
    Path aside = data.resolve(PUTTING_ASIDE);
    Path moving = data.resolve(MOVING_IN);
    if (Files.exists(aside)) {
      moveAll(data, aside.resolve(FORMER));
      moves.move(aside, moving);
    }
    moveAll(moving.resolve(NEXT), data);
    Optional<Path> former = keepFormer(moving.resolve(FORMER));
    delete(moving);
    return former;
  }

  private void moveAll(Path from, Path to) throws IOException {
    for (String name : FILES) {
      if (Files.exists(from.resolve(name))) {
        moves.move(from.resolve(name), to.resolve(name));
      }
    }
  }

  private Optional<Path> keepFormer(Path former) throws IOException {
    if (!Files.exists(former) || isEmpty(former)) {
      return Optional.empty();
    }
    String stamp = "before-restore-" + STAMP.format(clock.instant());
    Path kept = data.resolve(stamp);
    for (int i = 2; Files.exists(kept); i++) {
      kept = data.resolve(stamp + "-" + i);
    }
    moves.move(former, kept);
    return Optional.of(kept);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      return !files.iterator().hasNext();
    }
  }

  /** Deletes what was prepared and not exchanged. */
  void forgetPrepared() throws IOException {
    try (var left = Files.newDirectoryStream(data, PREPARED + "*")) {
      for (Path folder : left) {
        delete(folder);
      }
    }
  }

  private static void delete(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      try (var files = Files.newDirectoryStream(file)) {
        for (Path each : files) {
          delete(each);
        }
      }
    }
    Files.deleteIfExists(file);
  }

  /** Gives what root has made to the user whose server it is. */
  void giveToOwner(Path file) throws IOException {
    FileStore store = Files.getFileStore(data);
    if (store.supportsFileAttributeView("posix")
        && !Files.getOwner(file).equals(Files.getOwner(data))) {
      Files.setOwner(file, Files.getOwner(data));
    }
  }
}
