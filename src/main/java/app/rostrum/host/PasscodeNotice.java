package app.rostrum.host;

import app.rostrum.backend.Passcode;
import app.rostrum.cli.JsonLines;
import app.rostrum.files.PrivateFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator of a server the passcode, at the start and each time it is renewed: in a file,
 * else on standard output. With a file, nothing printed contains the passcode.
 */
final class PasscodeNotice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PasscodeNotice.class);

  private final EmbeddedHost host;
  private final PrintStream out;
  private final @Nullable JsonLines json;
  private final @Nullable PrivateFile file;

  /**
   * @param json prints lines for programs; null for people
   * @param file receives the digits and a line end; null to print them
   */
  PasscodeNotice(
      EmbeddedHost host, PrintStream out, @Nullable JsonLines json, @Nullable PrivateFile file) {
    this.host = host;
    this.out = out;
    this.json = json;
    this.file = file;
  }

  /**
   * Tells that the server is ready, and its passcode.
   *
   * @param rest what the REST API needs, if it is to be printed
   * @throws IOException if the file cannot be written
   */
  void ready(Map<String, String> rest) throws IOException {
    writeFile();
    if (json != null) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("url", host.url().toString());
      fields.putAll(passcode());
      if (!rest.isEmpty()) {
        fields.put("rest", rest);
      }
      json.event("ready", fields);
    } else {
      out.printf("Rostrum is ready.%n%n  Address     %s%n", host.url());
      print();
      out.print(rest.isEmpty() ? "" : "%n%s".formatted(RestAccess.lines(rest)));
      out.printf("%nStop with Ctrl+C.%n");
    }
  }

  /** Tells the new passcode. Never throws: the server goes on with a file that is out of date. */
  void renewed() {
    try {
      writeFile();
    } catch (IOException e) {
      LOG.error("the new passcode could not be written to its file", e);
    }
    if (json != null) {
      json.event("passcode-renewed", passcode());
    } else {
      out.printf(
          "%nThe passcode has been renewed. %s%n%n",
          host.passcodes()
              .formerExpires()
              .map(end -> "The old one is good until " + end + ".")
              .orElse("The old one is not good any more."));
      print();
    }
  }

  private void writeFile() throws IOException {
    if (file != null) {
      file.write((host.passcode() + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private Map<String, Object> passcode() {
    var fields = new LinkedHashMap<String, Object>();
    if (file == null) {
      fields.put("passcode", host.passcode());
    }
    fields.put("expires", host.passcodes().expires().toString());
    if (file == null) {
      fields.put("invitation", host.invitation().format());
    }
    return fields;
  }

  private void print() {
    if (file == null) {
      out.printf(
          "  Passcode    %s   (until %s)%n  Invitation  %s%n",
          Passcode.grouped(host.passcode()),
          host.passcodes().expires(),
          host.invitation().format());
    } else {
      out.printf("  Passcode    in %s   (until %s)%n", file, host.passcodes().expires());
    }
  }

  /** Deletes the file. */
  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
