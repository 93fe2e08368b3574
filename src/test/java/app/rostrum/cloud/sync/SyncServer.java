package app.rostrum.cloud.sync;

import app.rostrum.testing.KillableServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link SyncCloud} in a process of its own. */
final class SyncServer {
  private SyncServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    KillableServer.serving(
        SyncCloud.on(Path.of(args[0]), Integer.parseInt(args[1]), Duration.ofSeconds(15)).port());
  }
}
