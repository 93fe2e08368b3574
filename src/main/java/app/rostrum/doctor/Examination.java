package app.rostrum.doctor;

import static app.rostrum.doctor.Finding.bad;
import static app.rostrum.doctor.Finding.good;
import static app.rostrum.doctor.Finding.poor;
import static app.rostrum.doctor.Finding.untried;

import app.rostrum.backend.BackendException;
import app.rostrum.backend.HttpBackend;
import app.rostrum.backend.Passcode;
import app.rostrum.backend.StreamSummary;
import app.rostrum.backend.WebAddress;
import app.rostrum.doctor.Finding.Step;
import app.rostrum.doctor.Finding.Verdict;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * Tries from a client's place, step by step, what people need of a server. Each step is bounded in
 * time; one that makes the following ones pointless is the last. Blocks.
 */
final class Examination {
  private static final Duration LOOK_UP = Duration.ofSeconds(10);
  private static final Duration CONNECTING = Duration.ofSeconds(6);
  private static final Duration WEB = Duration.ofSeconds(15);
  private static final Duration TRIAL = Duration.ofSeconds(100);
  private static final Duration SOUND = Duration.ofSeconds(12);
  private static final int MOST_OF_FAMILY = 2;

  /** The sockets of room signaling, and of Sync and chat. */
  private static final List<String> SOCKETS = List.of("/signaling", "/v3/wsconnect");

  private final Patient patient;
  private final OkHttpClient http;
  private final Clock clock;
  private final Consumer<Finding> chart;
  private final Bounded bounded;
  private Verdict verdict = Verdict.GOOD;

  private Examination(
      Patient patient, OkHttpClient http, Clock clock, Consumer<Finding> chart, Bounded bounded) {
    this.patient = patient;
    OkHttpClient patiently =
        http.newBuilder()
            .callTimeout(WEB)
            .connectTimeout(CONNECTING)
            .followRedirects(false)
            .build();
    this.http = patient.fingerprint().map(print -> print.pin(patiently)).orElse(patiently);
    this.clock = clock;
    this.chart = chart;
    this.bounded = bounded;
  }

  /**
   * Examines a server.
   *
   * @param chart takes each finding as it is made
   * @return the worst verdict
   */
  static Verdict of(Patient patient, OkHttpClient http, Clock clock, Consumer<Finding> chart)
      throws InterruptedException {
    try (var bounded = new Bounded()) {
      return new Examination(patient, http, clock, chart, bounded).run();
    }
  }

  private Verdict run() throws InterruptedException {
    List<InetAddress> addresses = lookUp();
    if (addresses.isEmpty() || !connects(addresses)) {
      return verdict;
    }
    Optional<WebVisit> visit = visit("/version");
    if (visit.isEmpty()) {
      return verdict;
    }
    WebVisit version = visit.get();
    tell(WebFindings.ofTls(patient, version, clock.instant()));
    Optional<URI> secured = version.target().flatMap(this::secured);
    if (secured.isPresent()) {
      tell(
          poor(
              Step.WEB,
              "the server sends callers on to " + secured.get(),
              "Use that address in links; the rest is tried there."));
      Verdict there = new Examination(patient.at(secured.get()), http, clock, chart, bounded).run();
      return verdict.worse(there);
    }
    tell(WebFindings.ofVersion(version, patient.passcode().isPresent()));
    version.date().ifPresent(date -> tell(WebFindings.ofClock(date, clock.instant())));
    if (version.version().isPresent()) {
      tellReadiness();
      trySockets();
    }
    tryPasscode();
    if (version.version().isPresent()) {
      trySound(version.soundPort(), patient.sound().isEmpty() ? addresses : patient.sound());
    } else {
      tell(untried(Step.SOUND_UDP, "only servers of Rostrum's say where their sound is"));
    }
    return verdict;
  }

  private void tell(Finding finding) {
    verdict = verdict.worse(finding.verdict());
    chart.accept(finding);
  }

  private HttpUrl url(String path) {
    return HttpUrl.get(patient.address() + path);
  }

  /** Returns some addresses of the server's host, of both families if it has them. */
  private List<InetAddress> lookUp() throws InterruptedException {
    String host = WebAddress.host(patient.address());
    try {
      List<InetAddress> all = bounded.call(LOOK_UP, () -> http.dns().lookup(host));
      List<InetAddress> some =
          Stream.concat(
                  all.stream().filter(a -> a instanceof Inet4Address).limit(MOST_OF_FAMILY),
                  all.stream().filter(a -> !(a instanceof Inet4Address)).limit(MOST_OF_FAMILY))
              .toList();
      tell(
          good(
              Step.NAME,
              list(some).equals(host)
                  ? host + " is an address and no name"
                  : host + " leads to " + list(some)));
      return some;
    } catch (ExecutionException e) {
      tell(
          bad(
              Step.NAME,
              e.getCause() instanceof UnknownHostException
                  ? "the network knows no server named " + host
                  : "the name " + host + " cannot be looked up",
              "Check the spelling and whether you are online. If the server is yours, add the name"
                  + " to its DNS zone."));
    } catch (TimeoutException e) {
      tell(
          bad(
              Step.NAME,
              "the network does not say in time where " + host + " is",
              "Check whether you are online; the name server of this network may be out of"
                  + " order."));
    }
    return List.of();
  }

  private static String list(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
  }

  private boolean connects(List<InetAddress> addresses) throws InterruptedException {
    int port = url("").port();
    Map<InetAddress, Reached> reached =
        bounded.each(CONNECTING, addresses, address -> connect(address, port));
    boolean any = reached.containsValue(Reached.YES);
    if (!any) {
      tell(
          bad(
              Step.TCP,
              "TCP " + port + " cannot be reached: " + Reached.describe(reached),
              reached.containsValue(Reached.REFUSED)
                  ? "Check the port in the address, and whether the server is running."
                  : "Check the network. If the server is yours, open TCP %d in its firewall and at"
                          .formatted(port)
                      + " its provider."));
    } else if (Reached.all(reached)) {
      tell(good(Step.TCP, "TCP " + port + " is open"));
    } else {
      tell(
          poor(
              Step.TCP,
              "TCP " + port + " is open at some addresses only: " + Reached.describe(reached),
              "Open it at all of them, or take the others out of the name's DNS records."));
    }
    return any;
  }

  private static Reached connect(InetAddress address, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) CONNECTING.toMillis());
      return Reached.YES;
    } catch (IOException e) {
      return Reached.of(e);
    }
  }

  private Optional<WebVisit> visit(String path) {
    try {
      return Optional.of(WebVisit.of(http, url(path)));
    } catch (BackendException e) {
      Step step =
          switch (e.kind()) {
            case CERTIFICATE_UNTRUSTED,
                CERTIFICATE_EXPIRED,
                CERTIFICATE_OF_OTHER_HOST,
                OTHER_COMPUTER,
                CLOCK_WRONG,
                NOT_HTTPS ->
                Step.TLS;
            default -> Step.WEB;
          };
      tell(fault(step, e));
      return Optional.empty();
    }
  }

  private static Finding fault(Step step, BackendException fault) {
    return bad(
        step,
        WebFindings.shortened(String.valueOf(fault.getMessage())),
        WebFindings.shortened(fault.explanation()));
  }

  /** Returns the address to which an http server sends callers, if it is its own by TLS. */
  private Optional<URI> secured(HttpUrl target) {
    HttpUrl asked = url("/version");
    boolean same =
        !asked.isHttps()
            && target.isHttps()
            && target.host().equals(asked.host())
            && target.encodedPath().equals(asked.encodedPath());
    return same
        ? WebAddress.parseBase(target.toString().replaceFirst("/version(?:\\?.*)?$", ""))
        : Optional.empty();
  }

  private void tellReadiness() {
    visit("/readyz").map(WebFindings::ofReadiness).ifPresent(this::tell);
  }

  private void trySockets() throws InterruptedException {
    var faults = new ArrayList<String>();
    for (String path : SOCKETS) {
      String fault = SocketVisit.open(http, url(path));
      if (!fault.isEmpty()) {
        faults.add(path + ": " + fault);
      }
    }
    tell(
        faults.isEmpty()
            ? good(Step.WEBSOCKET, "WebSockets get through")
            : bad(
                Step.WEBSOCKET,
                "WebSockets do not get through (" + String.join(", ", faults) + ")",
                "People would be connecting for ever. A proxy has to pass them on (headers Upgrade"
                    + " and Connection): compare with packaging/nginx.conf. A company's proxy or"
                    + " virus scanner on this side can hold them up, too."));
  }

  private void tryPasscode() throws InterruptedException {
    Passcode passcode = patient.passcode().orElse(null);
    if (passcode == null) {
      tell(untried(Step.PASSCODE, "none was given"));
      return;
    }
    var backend =
        new HttpBackend(http, patient.address(), patient.fingerprint(), passcode.digits());
    try {
      Optional<List<StreamSummary>> streams =
          bounded.call(
              WEB,
              () -> {
                backend.verifyPasscode();
                return backend.listStreams();
              });
      tell(
          good(
              Step.PASSCODE,
              streams
                  .map(all -> "it is good; live streams: " + all.size())
                  .orElse("it is good; this backend lists no streams")));
      if (streams.isPresent()) {
        tell(bounded.call(TRIAL, () -> new TrialStream(http).events(backend)));
      }
    } catch (TimeoutException e) {
      tell(bad(Step.PASSCODE, "no answer in time", "Try again; the server may be overloaded."));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof BackendException fault)) {
        throw new IllegalStateException(e.getCause());
      }
      tell(
          fault.kind() == BackendException.Kind.TOO_MANY_ATTEMPTS
              ? untried(Step.PASSCODE, "too many wrong ones have come from this network")
              : fault(Step.PASSCODE, fault));
    }
  }

  private void trySound(Optional<Integer> named, List<InetAddress> addresses)
      throws InterruptedException {
    if (named.isEmpty()) {
      tell(untried(Step.SOUND_UDP, "this version of the server answers no strangers there"));
      return;
    }
    int port = named.get();
    SoundWays.findings(
            port,
            bounded.each(
                SOUND, addresses, a -> new SoundProbe().udp(new InetSocketAddress(a, port))),
            bounded.each(
                SOUND, addresses, a -> new SoundProbe().tcp(new InetSocketAddress(a, port))))
        .forEach(this::tell);
  }
}
