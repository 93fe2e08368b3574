package app.rostrum.doctor;

import app.rostrum.backend.BackendLocator;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.WebAddress;
import app.rostrum.cli.BackendOptions;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.TerminalText;
import app.rostrum.doctor.Finding.Verdict;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code rostrum doctor}: what is closed between this computer and a server. */
@Command(
    name = "doctor",
    description = {
      "Tries from this computer what people need of a server, and says what is closed and what to"
          + " do: name, TCP, TLS, the server itself, clocks, WebSockets, the passcode (and with it,"
          + " in a stream that is opened for a moment, event streams), and whether sound gets"
          + " through by UDP and by TCP.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is good",
      "1:people can use the server, but something is closed or will be",
      "2:the command itself is wrong",
      "3:people cannot use the server from here"
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} doctor https://talk.example.org",
      "  ${ROOT-COMMAND-NAME} doctor --passcode-file passcode.txt https://talk.example.org:8770",
      "  ${ROOT-COMMAND-NAME} doctor \"https://talk.example.org/join#passcode=12345612341234\""
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int UNUSABLE = 3;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Supplier<OkHttpClient> http;
  private final Clock clock;

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "URL|LINK|PASSCODE",
      description =
          "The server's address, an invitation link, or the passcode of a server on this machine.")
  String server = "";

  @Option(
      names = "--passcode",
      paramLabel = "DIGITS",
      defaultValue = "${env:ROSTRUM_PASSCODE:-}",
      description =
          "Tries this passcode, too. Other users of this machine can see options: --passcode-file"
              + " and the variable ROSTRUM_PASSCODE hide it.")
  String passcode = "";

  @Option(
      names = "--passcode-file",
      paramLabel = "FILE",
      description = "A file with the passcode, as serve writes it.")
  @Nullable Path passcodeFile;

  @Option(
      names = "--sound-address",
      paramLabel = "IP",
      split = ",",
      description = "The server's public-address, if its sound has others than its name leads to.")
  List<String> soundAddresses = List.of();

  @Option(names = "--json", description = "Prints the result as one line of JSON.")
  boolean json;

  /** Creates the command. */
  public DoctorCommand() {
    this(HttpClients::create, Clock.systemUTC());
  }

  DoctorCommand(Supplier<OkHttpClient> http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    Patient patient = patient();
    PrintWriter out = spec.commandLine().getOut();
    var findings = new ArrayList<Finding>();
    if (!json) {
      out.println("Examining " + TerminalText.of(patient.address().toString()));
    }
    Verdict verdict =
        Examination.of(
            patient,
            http.get(),
            clock,
            finding -> {
              findings.add(finding);
              if (!json) {
                print(out, finding);
              }
            });
    if (json) {
      out.println(GSON.toJson(result(patient, verdict, findings)));
    } else {
      out.println(summary(verdict));
    }
    out.flush();
    return switch (verdict) {
      case GOOD, UNTRIED -> 0;
      case POOR -> 1;
      case BAD -> UNUSABLE;
    };
  }

  private Patient patient() {
    Optional<BackendLocator.Destination> found = Backends.locator().locate(server);
    URI address =
        found
            .map(BackendLocator.Destination::address)
            .or(() -> WebAddress.parseBase(server))
            .orElseThrow(
                // Without what was given: there may be a passcode in it.
                () ->
                    wrong(
                        "give an address that begins with https:// or http://, an invitation link,"
                            + " or a passcode"));
    return new Patient(
        address,
        found.flatMap(BackendLocator.Destination::fingerprint),
        found.map(BackendLocator.Destination::passcode).or(this::givenPasscode),
        soundAddresses.stream().map(this::soundAddress).toList());
  }

  private Optional<Passcode> givenPasscode() {
    String given =
        passcodeFile == null ? passcode : BackendOptions.read(spec.commandLine(), passcodeFile);
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Passcode.parse(given).orElseThrow(() -> wrong("a passcode has 14 digits or more")));
  }

  private InetAddress soundAddress(String text) {
    try {
      return InetAddress.ofLiteral(text.strip());
    } catch (IllegalArgumentException e) {
      throw wrong("--sound-address: " + text + " is not an IP address");
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private static void print(PrintWriter out, Finding finding) {
    out.printf(
        "%-3s%-11s%s%n", finding.verdict().mark(), finding.step(), TerminalText.of(finding.text()));
    if (!finding.advice().isEmpty()) {
      out.println("     -> " + TerminalText.of(finding.advice()));
    }
    out.flush();
  }

  private static String summary(Verdict verdict) {
    return switch (verdict) {
      case GOOD, UNTRIED -> "All is good.";
      case POOR -> "People can use the server from here; what has a ! can be better.";
      case BAD -> "People cannot use the server from here: see what has XX.";
    };
  }

  private static Map<String, Object> result(
      Patient patient, Verdict verdict, List<Finding> findings) {
    var result = new LinkedHashMap<String, Object>();
    result.put("address", patient.address().toString());
    result.put("verdict", verdict == Verdict.UNTRIED ? "good" : word(verdict));
    result.put("findings", findings.stream().map(DoctorCommand::fields).toList());
    return result;
  }

  private static Map<String, String> fields(Finding finding) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("step", word(finding.step()));
    fields.put("verdict", word(finding.verdict()));
    fields.put("text", TerminalText.of(finding.text()));
    fields.put("advice", TerminalText.of(finding.advice()));
    return fields;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
