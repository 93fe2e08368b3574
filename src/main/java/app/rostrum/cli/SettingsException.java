package app.rostrum.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Settings that cannot be used. Its message has a line for each problem, with its place. */
public final class SettingsException extends ParameterException {
  private static final long serialVersionUID = 1;

  SettingsException(CommandLine commandLine, List<String> problems) {
    super(commandLine, String.join(System.lineSeparator(), problems));
  }
}
