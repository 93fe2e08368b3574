package app.rostrum.desktop.settings;

import app.rostrum.about.Notices;
import app.rostrum.about.Version;
import app.rostrum.desktop.ui.Pin;
import app.rostrum.desktop.ui.Work;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The versions of the app and what it stands on, its notices, and facts for a report. */
public final class AboutViewModel implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AboutViewModel.class);

  /** The length in bytes of the end of the log that goes into a report. */
  static final int LOG_TAIL = 16 * 1024;

  /**
   * The words that a report must not tell.
   *
   * @param names of people and streams
   * @param secrets such as the passcode in use
   */
  public record Private(Collection<String> names, Collection<String> secrets) {
    /** Leaves out everything. */
    @Override
    public String toString() {
      return "Private[…]";
    }
  }

  private final Work work;
  private final Optional<Path> logFile;
  private final Supplier<Map<String, String>> facts;
  private final Supplier<Private> unsaid;
  private Pin running = Pin.NONE;

  /**
   * @param logFile the file of this app's log, if it has one
   * @param facts further lines of a report, by their names; called on the UI thread
   * @param unsaid called on the UI thread
   */
  public AboutViewModel(
      Work work,
      Optional<Path> logFile,
      Supplier<Map<String, String>> facts,
      Supplier<Private> unsaid) {
    this.work = work;
    this.logFile = logFile;
    this.facts = facts;
    this.unsaid = unsaid;
  }

  /** Returns the versions, each with the name of what it is the version of. */
  public static List<Map.Entry<String, String>> versions() {
    return List.of(
        Map.entry("Rostrum", Version.current()),
        Map.entry("Java", property("java.runtime.version") + ", " + property("java.vendor")),
        Map.entry("JavaFX", property("javafx.runtime.version")),
        Map.entry(property("os.name"), property("os.version") + ", " + property("os.arch")));
  }

  /** Returns the list of what Rostrum contains, with licences. */
  public static String notices() {
    return Notices.text();
  }

  /** The folder of the log. */
  public Optional<Path> logFolder() {
    return logFile.map(file -> file.toAbsolutePath().getParent());
  }

  /**
   * Gathers what helps whoever looks into a fault, without tokens, passcodes, names and folders of
   * the person.
   *
   * @param done takes it on the UI thread
   */
  public void diagnostics(Consumer<String> done) {
    var lines = new TreeMap<>(facts.get());
    Private hidden = unsaid.get();
    running =
        work.run(
            () -> report(lines, hidden),
            done,
            failure -> log.warn("no diagnostics: {}", failure.toString()));
  }

  private String report(Map<String, String> lines, Private hidden) {
    var report = new StringBuilder();
    versions()
        .forEach(v -> report.append(v.getKey()).append(": ").append(v.getValue()).append('\n'));
    Runtime runtime = Runtime.getRuntime();
    report.append("Processors: ").append(runtime.availableProcessors()).append('\n');
    report
        .append("Memory in use: ")
        .append((runtime.totalMemory() - runtime.freeMemory()) >> 20)
        .append(" of ")
        .append(runtime.maxMemory() >> 20)
        .append(" MiB\n");
    report.append("Locale: ").append(Locale.getDefault().toLanguageTag()).append('\n');
    lines.forEach((name, value) -> report.append(name).append(": ").append(value).append('\n'));
    logFile.ifPresent(file -> report.append("\nEnd of the log:\n").append(tail(file)));
    return new Scrubber(
            hidden.names(), hidden.secrets(), property("user.home"), property("user.name"))
        .scrub(report.toString());
  }

  /** Returns the last whole lines of the log. */
  private static String tail(Path file) {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long begin = Math.max(0, in.length() - LOG_TAIL);
      in.seek(begin);
      byte[] end = new byte[(int) Math.min(LOG_TAIL, in.length() - begin)];
      in.readFully(end);
      String text = new String(end, StandardCharsets.UTF_8);
      return begin == 0 ? text : text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      return "(" + e + ")\n";
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }

  @Override
  public void close() {
    running.close();
  }
}
