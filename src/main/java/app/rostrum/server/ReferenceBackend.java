package app.rostrum.server;

import app.rostrum.threads.SerialExecutor;
import app.rostrum.threads.Timers;
import app.rostrum.web.CrossOrigin;
import app.rostrum.web.HttpHandler;
import app.rostrum.web.HttpRequest;
import app.rostrum.web.HttpResponse;
import app.rostrum.web.Tally;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.twilio.exception.TwilioException;
import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.TwilioRestClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference backend: the endpoints that clients call and the webhooks that the services call
 * (protocol notes: the reference backend; our additions: docs/protocols/backend-extensions.md).
 * Thread-safe; blocks its callers while the services answer.
 */
public final class ReferenceBackend implements HttpHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReferenceBackend.class);
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** The time between two rounds of {@link #keepUp}. */
  private static final Duration UPKEEP_PERIOD = Duration.ofSeconds(10);

  private interface Endpoint {
    JsonObject handle(Call call);
  }

  private final Dependencies dependencies;
  private final PasscodeGate gate;
  private final Tally joins = new Tally("host", "speaker", "listener");
  private final Tally refusals = new Tally();
  private final Restart restart;
  private final WebhookIntake webhooks;
  private final StreamEvents events;
  private final LapsedAdmissions lapsedAdmissions;
  private final Operator operator;
  private final Map<String, Endpoint> endpoints;
  private final SerialExecutor upkeep = new SerialExecutor("backend-upkeep");
  private final SerialExecutor reacting = new SerialExecutor("backend-reactions");
  private final Timers timers = Timers.create("backend").on(upkeep);

  private ReferenceBackend(BackendSettings settings, HttpClient http) {
    var api =
        new TwilioApi(
            new TwilioRestClient.Builder(settings.accountSid(), settings.authToken())
                .httpClient(http)
                .build());
    var sync = new SyncApi(api);
    var video = new VideoApi(api);
    var parallel = new Parallel();
    var conversations = new ConversationsApi(api);
    var userDocuments = new UserDocuments(sync);
    var streams = new StreamRegistry(sync, settings.syncServiceSid());
    var locks = new KeyedLocks();
    var message = new OperatorMessage(settings.clock());
    var desks = new Desks(sync, streams, locks, new KeptOut(sync), message);
    dependencies =
        new Dependencies(
            settings,
            video,
            sync,
            conversations,
            new ChatQueue(conversations),
            new LiveApi(api),
            streams,
            desks,
            new Succession(sync, streams, userDocuments, desks),
            userDocuments,
            new Reservations(settings.clock()),
            new Absences(settings.clock(), settings.mostAbsent()),
            new Presence(sync, video, parallel),
            new LookAlikes(stream -> listed(sync, stream)),
            new StreamLimits(),
            new Tokens(settings),
            new Authority(settings, userDocuments),
            parallel,
            locks);
    gate =
        new PasscodeGate(
            settings.passcodes(), dependencies.authority(), settings.clock(), settings.random());
    restart = new Restart(settings.clock());
    webhooks = new WebhookIntake(dependencies);
    events = new StreamEvents(dependencies);
    lapsedAdmissions = new LapsedAdmissions(dependencies);
    var create = new CreateStream(dependencies);
    var join = new JoinStream(dependencies);
    var actions = new StreamActions(dependencies);
    var desk = new DeskActions(dependencies);
    var reactions = new Reactions(dependencies, timers.on(reacting));
    var takeOver = new TakeOver(dependencies);
    var list = new StreamList(dependencies, message);
    operator = new Operator(dependencies, list, actions, desk, message);
    endpoints =
        Map.ofEntries(
            Map.<String, Endpoint>entry("/verify-passcode", call -> verified(settings)),
            Map.entry("/create-stream", call -> counted("host", create.handle(call))),
            Map.entry(
                "/join-stream-as-speaker",
                call -> counted("speaker", joined(join.asSpeaker(call)))),
            Map.entry(
                "/join-stream-as-viewer", call -> counted("listener", joined(join.asViewer(call)))),
            Map.entry("/viewer-connected-to-player", actions::viewerConnected),
            Map.entry("/raise-hand", actions::raiseHand),
            Map.entry("/remove-speaker", actions::removeSpeaker),
            Map.entry("/send-speaker-invite", actions::sendSpeakerInvite),
            Map.entry("/delete-stream", actions::deleteStream),
            Map.entry("/send-reaction", reactions::send),
            Map.entry("/change-stream", desk::changeStream),
            Map.entry("/lower-hands", desk::lowerHands),
            Map.entry("/set-co-host", desk::setCoHost),
            Map.entry("/hand-over-stream", desk::handOver),
            Map.entry("/remove-participant", desk::removeParticipant),
            Map.entry("/readmit-participant", desk::readmitParticipant),
            Map.entry("/take-over-stream", takeOver::handle),
            Map.entry("/list-streams", list::handle));
    var unused = timers.every(UPKEEP_PERIOD, this::keepUp);
  }

  private static List<String> listed(SyncApi sync, StreamRecord stream) {
    var identities = new ArrayList<String>();
    for (String map : List.of(StreamRecord.SPEAKERS, StreamRecord.VIEWERS)) {
      TwilioApi.ifThere(
          () -> sync.eachItem(stream.syncServiceSid(), map, item -> identities.add(item.getKey())));
    }
    return identities;
  }

  /** Creates a backend whose services are in this process. */
  public static ReferenceBackend onCloud(BackendSettings settings, HttpHandler restApi) {
    return new ReferenceBackend(settings, new InProcessHttpClient(restApi));
  }

  /** Creates a backend that uses Twilio's services. */
  public static ReferenceBackend onTwilio(BackendSettings settings) {
    return new ReferenceBackend(settings, new NetworkHttpClient());
  }

  /**
   * Creates the services that all streams share and warms up. Optional: whatever fails here is
   * tried again when it is needed.
   */
  public void prepare() {
    try {
      dependencies.streams().prepare();
      var nobody =
          new StreamRecord(
              "",
              "",
              "",
              "",
              "",
              "",
              Instant.EPOCH,
              true,
              Optional.empty(),
              Optional.empty(),
              List.of(),
              Desk.NEW);
      var unused = dependencies.tokens().forSpeaker("nobody", nobody, 0);
    } catch (TwilioException e) {
      LOG.warn("the services are not ready yet", e);
      return;
    }
    events.reconcile();
  }

  /** Takes no more streams than that many at the same time. Those that are live go on. */
  public void limitStreams(int most) {
    dependencies.limits().limit(most);
  }

  /** Returns how often people were admitted, by role: host, speaker, listener. */
  public Map<String, Long> joins() {
    return joins.counts();
  }

  /** Returns how often calls were refused, by the stable phrase of the refusal. */
  public Map<String, Long> refusals() {
    return refusals.counts();
  }

  /** Does what no call or webhook asks for. Blocks while the services answer. */
  void keepUp() {
    lapsedAdmissions.takeBack();
    dependencies.chatQueue().letIn();
    operator.keepUp();
  }

  /** Returns the newest passcode, the one to hand out. */
  public IssuedPasscode passcode() {
    return gate.current();
  }

  /** Returns the passcodes that are good now, the newest first. */
  public List<IssuedPasscode> passcodes() {
    return gate.valid();
  }

  /**
   * Issues a new passcode if the newest one ends within a day; that one stays good until then.
   * Returns whether it did. To be called every now and then.
   */
  public boolean renewPasscodeIfDue() {
    return gate.renewIfDue();
  }

  /**
   * Issues a new passcode before it is due.
   *
   * @param keep the longest time for which the others stay good
   */
  public void renewPasscode(Duration keep) {
    gate.renew(keep);
  }

  /** Returns the powers of this server's operator. */
  public Operator operator() {
    return operator;
  }

  /** Refuses new streams, or takes them again. Those that are live go on. */
  public void refuseNewStreams(boolean refuse) {
    dependencies.limits().close(refuse);
  }

  /** Returns the number of streams that are live or being made. */
  public int liveStreams() {
    return dependencies.limits().count();
  }

  /**
   * Refuses from now on those who are in no stream yet, because the server is about to restart.
   *
   * @param away the time after which it is worth to come again
   */
  public void announceRestart(Duration away) {
    restart.announce(away);
  }

  /** Returns whether somebody in a lobby has asked for the list of streams within a time. */
  public boolean listedWithin(Duration time) {
    return restart.listedWithin(time);
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    return readableByPages(
        CrossOrigin.isPreflight(request)
            ? CrossOrigin.preflight(
                "OPTIONS, GET, POST", "Authorization, Content-Type, X-Twilio-Access-Token")
            : answer(request));
  }

  private static HttpResponse readableByPages(HttpResponse response) {
    return CrossOrigin.readable(response, "Retry-After");
  }

  private HttpResponse answer(HttpRequest request) {
    try {
      return switch (request.path()) {
        case WebhookIntake.ROOMS_PATH -> {
          events.room(webhooks.read(request));
          yield HttpResponse.json(200, "{}");
        }
        case WebhookIntake.SYNC_PATH -> {
          events.sync(webhooks.read(request));
          yield HttpResponse.json(200, "{}");
        }
        default -> HttpResponse.json(200, GSON.toJson(call(request)));
      };
    } catch (ApiRefusal refusal) {
      refusals.add(String.valueOf(refusal.getMessage()));
      log(request, refusal);
      return refusal.response();
    } catch (Throwable e) {
      LOG.error("{} failed", request.path(), e);
      return new ApiRefusal(
              500, "internal error", "Something went wrong in the backend. Try again.")
          .response();
    }
  }

  @Override
  public HttpResponse refusal(int status, HttpRequest head) {
    ApiRefusal refusal =
        status == 413
            ? ApiRefusal.bodyTooLarge()
            : new ApiRefusal(
                status,
                switch (status) {
                  case 403 -> "host not allowed";
                  case 404 -> "not found";
                  case 408 -> "request timeout";
                  case 500 -> "internal error";
                  case 503 -> "server busy";
                  default -> "malformed request";
                },
                HttpHandler.reason(status));
    return readableByPages(refusal.response());
  }

  private JsonObject call(HttpRequest request) {
    Endpoint endpoint = endpoints.get(request.path());
    if (endpoint == null) {
      throw new ApiRefusal(404, "not found", "There is nothing at this address.");
    }
    gate.check(request);
    restart.check(request.path());
    return endpoint.handle(Call.read(request));
  }

  private JsonObject counted(String role, JsonObject answer) {
    joins.add(role);
    return answer;
  }

  private JsonObject joined(JsonObject answer) {
    lapsedAdmissions.makeRoom();
    return answer;
  }

  private static JsonObject verified(BackendSettings settings) {
    var answer = new JsonObject();
    answer.addProperty("verified", true);
    if (settings.invitationPages()) {
      answer.addProperty("invitation_pages", true);
    }
    return answer;
  }

  private static void log(HttpRequest request, ApiRefusal refusal) {
    if (refusal.status() >= 500) {
      // The service's own words say enough; our stack trace would add nothing.
      LOG.warn(
          "{}: {} ({})", request.path(), refusal.getMessage(), String.valueOf(refusal.getCause()));
    } else {
      LOG.info("{} refused: {} {}", request.path(), refusal.status(), refusal.getMessage());
    }
  }

  @Override
  public void close() {
    timers.close();
    upkeep.close();
    reacting.close();
    dependencies.parallel().close();
  }
}
