package app.rostrum.bench;

import app.rostrum.backend.Backend;
import app.rostrum.backend.StreamCredentials;
import app.rostrum.cli.Backends;
import app.rostrum.cli.HttpClients;
import app.rostrum.cli.Pause;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/**
 * An audience in a process of its own, as it would be elsewhere. The two processes talk in lines:
 * the address, the passcode and the stream at first, then {@code admit} or {@code join} with a
 * number of people, answered with the seconds it took, or {@code listen} with a number of seconds,
 * answered with what was heard.
 */
final class AudienceProcess implements AutoCloseable {
  /**
   * The packets with sound of all together.
   *
   * @param missing by their numbers
   */
  record Heard(long packets, long missing) {}

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
    return Double.parseDouble(ask("admit " + people));
  }

  /**
   * Lets so many of those admitted join at once; returns the seconds until each hears something.
   */
  double join(int people) throws IOException {
    return Double.parseDouble(ask("join " + people));
  }

  /** Listens for some seconds. */
  Heard listen(long seconds) throws IOException {
    String[] numbers = ask("listen " + seconds).split(" ", 2);
    return new Heard(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  private String ask(String question) throws IOException {
    questions.println(question);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the audience has ended: " + question + " failed");
    }
    return answer;
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
        int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        Heard before = heard(crowd);
        if (line.startsWith("listen")) {
          Pause.of(Duration.ofSeconds(number));
          Heard after = heard(crowd);
          out.println(
              (after.packets() - before.packets()) + " " + (after.missing() - before.missing()));
        } else if (line.startsWith("admit")) {
          List<StreamCredentials> once = Audience.admit(backend, stream, (number + 1) / 2);
          admitted.addAll(once);
          admitted.addAll(once);
          out.println((System.nanoTime() - begun) / 1e9);
        } else {
          int there = crowd.members().size();
          Audience.join(crowd, http, admitted.subList(there, there + number));
          out.println((System.nanoTime() - begun) / 1e9);
        }
        out.flush();
      }
    }
    return 0;
  }

  private static Heard heard(Crowd crowd) {
    long packets = 0;
    long missing = 0;
    for (Crowd.Member member : crowd.members()) {
      packets += member.packets;
      missing += member.lost;
    }
    return new Heard(packets, missing);
  }
}
