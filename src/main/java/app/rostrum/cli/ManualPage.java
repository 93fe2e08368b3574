package app.rostrum.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a program in the language of man(7), written from its command line. */
final class ManualPage {
  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /** Returns the page, of section 1, with the program's version at its foot. */
  static String of(CommandLine program) {
    return new ManualPage().write(program);
  }

  private String write(CommandLine program) {
    CommandSpec spec = program.getCommandSpec();
    String name = program.getCommandName();
    List<String> about = List.of(spec.usageMessage().description());
    macro(
        "TH "
            + quoted(name.toUpperCase(Locale.ROOT))
            + " 1 \"\" "
            + quoted(String.join(" ", spec.version())));
    macro("SH NAME");
    page.append(escaped(name + " - " + withoutPoint(about.getFirst()))).append('\n');
    macro("SH SYNOPSIS");
    macro("B " + quoted(name));
    text(spec.usageMessage().synopsisSubcommandLabel() + " [OPTION...]");
    macro("SH DESCRIPTION");
    about.forEach(this::line);
    macro("SH OPTIONS");
    spec.options().forEach(this::option);
    macro("SH COMMANDS");
    program.getSubcommands().values().stream()
        .distinct()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(this::command);
    return page.toString();
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    macro("SS " + quoted(String.join(", ", spec.names())));
    List.of(spec.usageMessage().description()).forEach(this::line);
    spec.positionalParameters().forEach(this::parameter);
    spec.options().forEach(this::option);
    command.getSubcommands().values().stream().distinct().forEach(this::command);
    macro("PP");
    List.of(spec.usageMessage().footer()).forEach(this::line);
  }

  private void option(OptionSpec option) {
    if (!option.hidden()) {
      String names = String.join(", ", option.names());
      macro("TP");
      macro("B " + quoted(option.arity().max() == 0 ? names : names + "=" + option.paramLabel()));
      List.of(option.description()).forEach(this::text);
    }
  }

  private void parameter(PositionalParamSpec parameter) {
    if (!parameter.hidden()) {
      macro("TP");
      macro("B " + quoted(parameter.paramLabel()));
      List.of(parameter.description()).forEach(this::text);
    }
  }

  /** Writes a line of help: an indented one as it stands, an empty one as a new paragraph. */
  private void line(String line) {
    if (line.isBlank()) {
      macro("PP");
    } else if (line.startsWith(" ")) {
      macro("nf");
      text(line);
      macro("fi");
    } else {
      text(line);
    }
  }

  private void macro(String macro) {
    page.append('.').append(macro).append('\n');
  }

  private void text(String text) {
    // A line that begins with a point or an apostrophe would be a macro.
    page.append("\\&").append(escaped(text)).append('\n');
  }

  private static String quoted(String argument) {
    return '"' + escaped(argument).replace("\"", "\\(dq") + '"';
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }

  private static String withoutPoint(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
