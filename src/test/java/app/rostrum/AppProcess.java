package app.rostrum;

import app.rostrum.app.AppServices;
import app.rostrum.desktop.Opening;
import app.rostrum.desktop.RostrumApp;
import app.rostrum.media.Processing;
import app.rostrum.threads.Threads;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The app in a process of its own, with real windows and sound, so that it can be killed. Each
 * command is a line of JSON, a list of words, and is answered by one line.
 */
final class AppProcess implements AutoCloseable {
  private static final Gson GSON = new Gson();
  private static final String DONE = "done ";
  private static final String FAILED = "failed ";

  private final Process process;
  private final BufferedReader answers;

  /**
   * Starts the app.
   *
   * @param folder the app's data and preferences
   * @param port the port of "host on this computer"
   * @param environment additions to the environment
   */
  AppProcess(Path folder, int port, Map<String, String> environment) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-Dprism.order=sw",
                "-Duser.language=en",
                "-cp",
                System.getProperty("java.class.path"),
                AppProcess.class.getName(),
                folder.toString(),
                Integer.toString(port))
            .redirectError(Path.of("target/logs/process-app.log").toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  private AppProcess(Process process) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts the command {@code rostrum} itself, drawn in memory, as if there were a display.
   *
   * @param home its folders, and nothing of this user's
   */
  static AppProcess ofCommand(Path home, String... arguments) throws IOException {
    return new AppProcess(command(home, List.of(), AppProcess.class, arguments).start());
  }

  /** Returns a start of {@code rostrum} whose words are taken from its standard output. */
  static ProcessBuilder command(
      Path home, List<String> options, Class<?> main, String... arguments) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dglass.platform=Headless",
            "-Dprism.order=sw",
            "-Djava.awt.headless=true",
            "-Duser.language=en"));
    line.addAll(options);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    line.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(line)
            .redirectError(Redirect.appendTo(Path.of("target/logs/process-app.log").toFile()));
    var environment = builder.environment();
    environment.put("DISPLAY", ":0");
    environment.remove("DBUS_SESSION_BUS_ADDRESS");
    for (String folder : List.of("DATA", "CONFIG", "STATE")) {
      environment.put("XDG_" + folder + "_HOME", home.resolve(folder).toString());
    }
    environment.put("XDG_RUNTIME_DIR", home.toString());
    return builder;
  }

  long pid() {
    return process.pid();
  }

  void see(String selector) {
    ask("see", selector);
  }

  void click(String selector) {
    ask("click", selector);
  }

  void type(String selector, String text) {
    ask("type", selector, text);
  }

  /** Returns the text of a visible label or field; empty if there is none. */
  String text(String selector) {
    return ask("text", selector);
  }

  /** Waits until a visible node shows these words, or tells them to assistive technology. */
  void tell(String selector, String words) {
    ask("tell", selector, words);
  }

  private String ask(String... words) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(GSON.toJson(words)).append('\n').flush();
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(DONE)) {
          return line.substring(DONE.length());
        }
        if (line.startsWith(FAILED)) {
          throw new AssertionError(String.join(" ", words) + ": " + line);
        }
      }
      throw new AssertionError("the app has ended, see target/logs/process-app.log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** The process itself: the app on a folder and a port, or what the command line says. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 0 || !Path.of(arguments[0]).isAbsolute()) {
      Threads.startDaemon("commands", AppProcess::obey);
      Rostrum.main(arguments);
    }
    Path folder = Path.of(arguments[0]);
    try (var services =
        new AppServices(
            Integer.parseInt(arguments[1]),
            0,
            folder.resolve("app"),
            folder.resolve("config"),
            Processing.NONE)) {
      Threads.startDaemon("commands", AppProcess::obey);
      RostrumApp.launch(services.forDesktop(RostrumApp::exit), Opening.plain());
    }
  }

  private static void obey() {
    var screen = new Screen();
    try (var commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(answer(screen, GSON.fromJson(line, String[].class)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().halt(1); // Nobody is there any more.
  }

  private static String answer(Screen screen, String[] words) {
    try {
      switch (words[0]) {
        case "see" -> screen.see(words[1]);
        case "click" -> screen.click(words[1]);
        case "type" -> screen.type(words[1], words[2]);
        case "tell" -> screen.tell(words[1], words[2]);
        case "text" -> {
          return DONE + screen.text(words[1]).replace('\n', ' ');
        }
        default -> throw new IllegalArgumentException(words[0]);
      }
      return DONE;
    } catch (Throwable e) {
      return FAILED + e.toString().replace('\n', ' ');
    }
  }
}
