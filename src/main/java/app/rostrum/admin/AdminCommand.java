package app.rostrum.admin;

import app.rostrum.backend.Passcode;
import app.rostrum.cli.FailureText;
import app.rostrum.cli.TerminalText;
import app.rostrum.host.Backup;
import app.rostrum.host.ServeCommand;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code rostrum admin}: the operator's commands to a server that runs. */
@Command(
    name = "admin",
    description = {
      "Gives commands to a server that runs on this machine, as the user whose server it is, or as"
          + " root.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:refused or failed; the reason is on standard error",
      "2:the command itself is wrong",
      "3:no server runs on that data folder"
    },
    footer = {
      "",
      "Times are numbers with a unit: 90s, 15m, 24h, 2d.",
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} admin status",
      "  ${ROOT-COMMAND-NAME} admin passcode renew --keep 2h",
      "  ${ROOT-COMMAND-NAME} admin announce \"We restart at 22:00\"",
      "  ${ROOT-COMMAND-NAME} admin backup /var/backups/rostrum.db --replace"
    })
public final class AdminCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int NO_SERVER = 3;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Duration LONGEST = Duration.ofDays(7);

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      scope = ScopeType.INHERIT,
      description =
          "The data folder of the server. Default: that of the server's settings, of this user, or"
              + " of the package (/var/lib/rostrum).")
  @Nullable Path data;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Prints the answer as one line of JSON.")
  boolean json;

  /** Explains itself, as no command was given. */
  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "which command? See admin --help");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Shows the state of the server and the end of its passcode.")
  int status() {
    return run(
        request("status"),
        (answer, out) ->
            answer
                .entrySet()
                .forEach(
                    fact ->
                        out.printf(
                            "%-24s %s%n",
                            fact.getKey().replace('_', ' '), shown(fact.getValue()))));
  }

  @Command(mixinStandardHelpOptions = true, description = "Lists the live streams.")
  int streams() {
    return run(
        request("streams"),
        (answer, out) -> {
          JsonArray streams = answer.getAsJsonArray("streams");
          if (streams.isEmpty()) {
            out.println("No stream is live.");
          }
          for (JsonElement each : streams) {
            JsonObject stream = each.getAsJsonObject();
            out.printf(
                "%s%n  host %s, %s on stage, %s listening, since %s%s%n",
                shown(stream.get("stream_name")),
                shown(stream.get("host_identity")),
                shown(stream.get("speakers")),
                shown(stream.get("listeners")),
                shown(stream.get("started_at")),
                stream.get("locked").getAsBoolean() ? ", locked" : "");
          }
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Lists the people in a stream, and those whom it keeps out.")
  int people(@Parameters(paramLabel = "STREAM") String stream) {
    JsonObject request = request("people");
    request.addProperty("stream", stream);
    return run(
        request,
        (answer, out) -> {
          for (String kind :
              new String[] {"speakers", "listeners", "raised_hands", "co_hosts", "kept_out"}) {
            JsonArray names = answer.getAsJsonArray(kind);
            out.printf("%s: %d%n", kind.replace('_', ' '), names.size());
            names.forEach(name -> out.println("  " + shown(name)));
          }
        });
  }

  @Command(mixinStandardHelpOptions = true, description = "Ends a stream for everybody in it.")
  int end(@Parameters(paramLabel = "STREAM") String stream) {
    JsonObject request = request("end");
    request.addProperty("stream", stream);
    return run(request, (answer, out) -> out.println("The stream has ended."));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Removes a person from a stream and keeps them out, as its host can.")
  int remove(
      @Parameters(paramLabel = "STREAM") String stream,
      @Parameters(paramLabel = "PERSON") String person) {
    JsonObject request = request("remove");
    request.addProperty("stream", stream);
    request.addProperty("person", person);
    return run(request, (answer, out) -> out.println("The person is removed and kept out."));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Shows a message to everybody in every stream and in the lobby, in place of the last"
              + " one.")
  int announce(
      @Parameters(
              paramLabel = "TEXT",
              description = "At most 500 characters; an empty text takes the last one back.")
          String text,
      @Option(
              names = "--for",
              paramLabel = "TIME",
              defaultValue = "15m",
              description = "The time for which it is shown. Default: ${DEFAULT-VALUE}.")
          String time) {
    JsonObject request = request("announce");
    request.addProperty("text", text);
    addTime(request, "--for", time);
    return run(
        request,
        (answer, out) -> out.printf("Told in %s streams.%n", shown(answer.get("streams"))));
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows or renews the passcode.")
  int passcode(
      @Parameters(
              paramLabel = "renew",
              arity = "0..1",
              description = "Issues a new passcode; without it, the one that is good is shown.")
          @Nullable String act,
      @Option(
              names = "--keep",
              paramLabel = "TIME",
              defaultValue = "24h",
              description =
                  "The longest time for which the old passcode stays good; 0s ends it at once."
                      + " Default: ${DEFAULT-VALUE}.")
          String keep) {
    if (act != null && !act.equals("renew")) {
      throw new ParameterException(spec.commandLine(), "passcode can be renewed, nothing else");
    }
    JsonObject request = request(act == null ? "passcode" : "renew-passcode");
    if (act != null) {
      addTime(request, "--keep", keep);
    }
    return run(
        request,
        (answer, out) -> {
          out.printf(
              "Passcode    %s   (until %s)%nInvitation  %s%n",
              Passcode.grouped(answer.get("passcode").getAsString()),
              shown(answer.get("expires")),
              shown(answer.get("invitation")));
          if (answer.has("former_expires")) {
            out.printf("The old one is good until %s.%n", shown(answer.get("former_expires")));
          }
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Takes no new streams; those that are live go on. /readyz says \"draining\".",
        "A restart ends a drain."
      })
  int drain(
      @Option(
              names = "--for",
              paramLabel = "TIME",
              description = "The time after which new streams are taken again by themselves.")
          @Nullable String time) {
    JsonObject request = request("drain");
    if (time != null) {
      addTime(request, "--for", time);
    }
    return run(
        request,
        (answer, out) ->
            out.printf(
                "No new streams are taken. Live streams: %s%n", shown(answer.get("live_streams"))));
  }

  @Command(mixinStandardHelpOptions = true, description = "Takes new streams again.")
  int undrain() {
    return run(request("undrain"), (answer, out) -> out.println("New streams are taken."));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Reads the settings and the certificate again, as SIGHUP does, and says what became of it.",
        "If anything is wrong, nothing changes."
      })
  int reload() {
    return run(
        request("reload"),
        (answer, out) -> {
          JsonArray later = answer.getAsJsonArray("at_the_next_start");
          out.println("Reloaded.");
          if (!later.isEmpty()) {
            out.printf(
                "At the next start: %s%n",
                later.asList().stream().map(AdminCommand::shown).collect(Collectors.joining(", ")));
          }
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Writes a copy of all that the server keeps into one file, while it runs: streams, chats,"
            + " keys, passcodes.",
        "Who has the file can act for the server. It belongs to whoever gives the command (mode"
            + " 0600)."
      })
  int backup(
      @Parameters(paramLabel = "FILE") Path file,
      @Option(names = "--replace", description = "Replaces a file of that name.") boolean replace) {
    Path target = file.toAbsolutePath().normalize();
    return run(
        request("backup"),
        (answer, out) ->
            out.printf(
                "%s: %s bytes%n", TerminalText.of(file.toString()), shown(answer.get("bytes"))),
        new Around() {
          @Override
          public void before() throws IOException {
            if (Files.isDirectory(folder())) {
              Backup.checkTarget(folder(), target, replace);
            }
          }

          @Override
          public void after(JsonObject answer) throws IOException {
            Backup.collect(folder(), answer.remove("file").getAsString(), target, replace);
          }
        });
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Puts a backup in the place of a stopped server's data, which is kept in a folder beside"
            + " it."
      })
  int restore(@Parameters(paramLabel = "FILE") Path file) {
    try {
      Optional<Path> former = Backup.restore(file, folder(), Clock.systemUTC());
      if (json) {
        var answer = new JsonObject();
        former.ifPresent(path -> answer.addProperty("former_data", path.toString()));
        out().println(json(answer));
      } else {
        out()
            .printf(
                "Restored into %s.%s%n",
                folder(), former.map(path -> " The former data is in " + path + ".").orElse(""));
      }
      return DONE;
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Steps of this process before a command is sent, and when it has been answered. */
  private interface Around {
    Around NOTHING =
        new Around() {
          @Override
          public void before() {}

          @Override
          public void after(JsonObject answer) {}
        };

    void before() throws IOException;

    void after(JsonObject answer) throws IOException;
  }

  private int run(JsonObject request, BiConsumer<JsonObject, PrintWriter> show) {
    return run(request, show, Around.NOTHING);
  }

  private int run(JsonObject request, BiConsumer<JsonObject, PrintWriter> show, Around around) {
    try {
      around.before();
      JsonObject answer = new AdminClient(folder()).call(request);
      around.after(answer);
      if (json) {
        out().println(json(answer));
      } else {
        show.accept(answer, out());
      }
      out().flush();
      return DONE;
    } catch (AdminClient.NoServerException e) {
      failed(e);
      return NO_SERVER;
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Returns one line in ASCII, in which nothing can act on a terminal. */
  private static String json(JsonObject answer) {
    var line = new StringBuilder();
    GSON.toJson(answer)
        .chars()
        .forEach(
            c -> {
              if (c < 0x7f) {
                line.append((char) c);
              } else {
                line.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return line.toString();
  }

  private int failed(IOException e) {
    spec.commandLine().getErr().println("rostrum: " + FailureText.of(e));
    return FAILED;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private Path folder() {
    return data == null ? ServeCommand.configuredData() : data;
  }

  private static JsonObject request(String what) {
    var request = new JsonObject();
    request.addProperty("do", what);
    return request;
  }

  private void addTime(JsonObject request, String option, String text) {
    Matcher time = TIME.matcher(text.toLowerCase(Locale.ROOT));
    long seconds =
        time.matches()
            ? Long.parseLong(time.group(1))
                * switch (time.group(2)) {
                  case "s" -> 1;
                  case "m" -> 60;
                  case "h" -> 3600;
                  default -> 86_400;
                }
            : -1;
    if (seconds < 0 || seconds > LONGEST.toSeconds()) {
      throw new ParameterException(
          spec.commandLine(),
          option + " must be a time such as 90s, 15m or 24h, up to 7d: " + text);
    }
    request.addProperty("seconds", seconds);
  }

  private static String shown(JsonElement value) {
    return TerminalText.of(value.getAsString());
  }
}
