package app.rostrum.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a data folder to one process; the system takes the lock back even after a kill. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  /**
   * @throws IOException if somebody else holds the folder
   */
  FolderLock(Path folder) throws IOException {
    channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!locked(channel)) {
      channel.close();
      throw new IOException(
          "another Rostrum on this machine uses the folder "
              + folder
              + "; join it with its passcode");
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
