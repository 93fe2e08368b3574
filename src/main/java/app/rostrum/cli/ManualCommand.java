package app.rostrum.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code rostrum manual}: writes what a package has for the shell, for its makers. */
@Command(
    name = "manual",
    hidden = true,
    description = "Writes the manual page and the completion for bash into a folder.")
public final class ManualCommand implements Callable<Integer> {
  private final Supplier<CommandLine> program;

  @Parameters(paramLabel = "FOLDER", description = "The folder, which is made if it is not there.")
  Path folder = Path.of("");

  /**
   * @param program makes the whole command line
   */
  public ManualCommand(Supplier<CommandLine> program) {
    this.program = program;
  }

  /** Writes {@code NAME.1} and {@code NAME}, by the program's name. */
  @Override
  public Integer call() throws Exception {
    CommandLine line = program.get();
    String name = line.getCommandName();
    Files.createDirectories(folder);
    write(name + ".1", ManualPage.of(line));
    write(name, AutoComplete.bash(name, line));
    return 0;
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text, StandardCharsets.UTF_8);
  }
}
