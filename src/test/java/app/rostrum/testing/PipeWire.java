package app.rostrum.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * PipeWire as a desktop has it: the graph, its session manager, and the server of PulseAudio's
 * protocol, each a program of its own. They find each other by a session bus of their own.
 */
final class PipeWire implements PulseAudio.Server {
  private final Path home;
  private final SessionBus bus;

  private PipeWire(Path home, SessionBus bus) {
    this.home = home;
    this.bus = bus;
  }

  /**
   * Prepares a folder from which it can be launched.
   *
   * @param modules what the server of PulseAudio's protocol loads at its start
   */
  static PipeWire in(Path home, List<List<String>> modules) throws IOException {
    var config = new StringBuilder("pulse.cmd = [\n");
    for (List<String> module : modules) {
      config.append("  { cmd = \"load-module\" args = \"");
      config.append(String.join(" ", module)).append("\" }\n");
    }
    Path folder = Files.createDirectories(home.resolve("config/pipewire/pipewire-pulse.conf.d"));
    Files.writeString(folder.resolve("devices.conf"), config.append("]\n"));
    return new PipeWire(home, SessionBus.start(home));
  }

  @Override
  public List<Process> launch(Path runtime) throws IOException {
    Path graph = runtime.resolve("pipewire-0");
    Files.deleteIfExists(graph);
    var programs = new ArrayList<Process>();
    programs.add(begin("pipewire", runtime));
    Awaitility.await("PipeWire listens").until(() -> Files.exists(graph));
    programs.add(begin("wireplumber", runtime));
    programs.add(begin("pipewire-pulse", runtime));
    return programs;
  }

  private Process begin(String program, Path runtime) throws IOException {
    var builder = new ProcessBuilder(program);
    // What it keeps of streams and defaults stays out of this machine's.
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve("config").toString(),
                "XDG_STATE_HOME", home.resolve("state").toString(),
                "XDG_RUNTIME_DIR", runtime.toString(),
                "DBUS_SESSION_BUS_ADDRESS", bus.address()));
    Path log = runtime.resolve("log");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  @Override
  public void close() {
    bus.close();
  }
}
