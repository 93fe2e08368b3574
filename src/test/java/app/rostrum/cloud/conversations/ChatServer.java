package app.rostrum.cloud.conversations;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A chat cloud in a process of its own, so that it can be killed. */
final class ChatServer {
  private ChatServer() {}

  /** A process that serves on a port. */
  record Running(Process process, int port) {
    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  /** Starts one on a store; port 0 for any. */
  static Running start(Path file, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ChatServer.class.getName(),
                file.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("port ")) {
        return new Running(process, Integer.parseInt(line.substring(5)));
      }
    }
    throw new IOException("the server did not start");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    ChatCloud cloud = ChatCloud.on(Path.of(args[0]), Integer.parseInt(args[1]));
    System.out.println("port " + cloud.port());
    new CountDownLatch(1).await();
  }
}
