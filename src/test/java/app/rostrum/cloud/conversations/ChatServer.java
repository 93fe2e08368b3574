package app.rostrum.cloud.conversations;

import app.rostrum.testing.KillableServer;
import java.io.IOException;
import java.nio.file.Path;

/** A {@link ChatCloud} in a process of its own. */
final class ChatServer {
  private ChatServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    KillableServer.serving(ChatCloud.on(Path.of(args[0]), Integer.parseInt(args[1])).port());
  }
}
