package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.host.EmbeddedHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/**
 * An audience in a process of its own, as it would be elsewhere. The two processes talk in lines:
 * the address, the passcode and the stream at first, then {@code admit} or {@code join} with a
 * number of people, answered with the seconds it took.
 */
final class AudienceProcess implements AutoCloseable {
  private final Process process;
  private final PrintWriter questions;
  private final BufferedReader answers;

  private AudienceProcess(Process process) {
    this.process = process;
    this.questions = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  static AudienceProcess start(String mainClass, EmbeddedHost host, String stream)
      throws IOException {
    var audience =
        new AudienceProcess(ChildProcess.start(mainClass, "-Xmx2g", "bench", "--audience"));
    audience.questions.println(host.url());
    audience.questions.println(host.passcode());
    audience.questions.println(stream);
    return audience;
  }

  Process process() {
    return process;
  }

  /** Gets access tokens for so many people; each name may listen at two places. */
  double admit(int people) throws IOException {
    return ask("admit " + people);
  }

  /**
   * Lets so many of those admitted join at once; returns the seconds until each hears something.
   */
  double join(int people) throws IOException {
    return ask("join " + people);
  }

  private double ask(String question) throws IOException {
    questions.println(question);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the audience has ended: " + question + " failed");
    }
    return Double.parseDouble(answer);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Runs the audience, in the process of its own, until the input ends. */
  static int run(InputStream in, PrintStream out)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var questions = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    URI url = URI.create(questions.readLine());
    OkHttpClient http = HttpClients.create();
    Backend backend = Backends.open(http, url, questions.readLine());
    String stream = questions.readLine();
    var admitted = new ArrayList<StreamCredentials>();
    try (var crowd = new Crowd(new InetSocketAddress("127.0.0.1", url.getPort()))) {
      for (String line = questions.readLine(); line != null; line = questions.readLine()) {
        long begun = System.nanoTime();
        int people = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        if (line.startsWith("admit")) {
          List<StreamCredentials> once = Audience.admit(backend, stream, (people + 1) / 2);
          admitted.addAll(once);
          admitted.addAll(once);
        } else {
          int there = crowd.members().size();
          Audience.join(crowd, http, admitted.subList(there, there + people));
        }
        out.println((System.nanoTime() - begun) / 1e9);
        out.flush();
      }
    }
    return 0;
  }
}
