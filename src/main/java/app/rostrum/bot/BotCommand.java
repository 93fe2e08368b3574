package app.rostrum.bot;

import app.rostrum.backend.Backend;
import app.rostrum.backend.BackendException;
import app.rostrum.cli.BackendOptions;
import app.rostrum.cli.Closer;
import app.rostrum.cli.JsonLines;
import app.rostrum.cli.Pause;
import app.rostrum.hosting.Interrupted;
import app.rostrum.hosting.KeptHosting;
import app.rostrum.media.plain.PcmSink;
import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Silence;
import app.rostrum.media.plain.Tone;
import app.rostrum.media.plain.WavRecorder;
import app.rostrum.media.plain.WavSource;
import app.rostrum.names.NameRule;
import app.rostrum.stream.LeaveReason;
import app.rostrum.stream.Role;
import app.rostrum.threads.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code rostrum bot}: participants without a window. */
@Command(
    name = "bot",
    description = {
      "Takes part in a stream without a window: plays a tone or a sound file, listens and"
          + " measures.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  ${ROOT-COMMAND-NAME} bot --passcode 12345612341234 --name Ada --stream Demo --as host"
          + " --tone 440",
      "  ${ROOT-COMMAND-NAME} bot --passcode 12345612341234 --name Bob --stream Demo --as listener"
          + " --raise-hand --json",
      "",
      "The exit code is 0 when the time is over or the host ended the stream, 1 when joining"
          + " failed."
    })
public final class BotCommand implements Callable<Integer> {
  /** The longest wait for the end of a stream that a host has ended. */
  private static final Duration ENDING = Duration.ofSeconds(60);

  enum As {
    host,
    speaker,
    listener
  }

  static final class Sound {
    @Option(names = "--tone", paramLabel = "HZ", description = "Plays a tone of this pitch.")
    @Nullable Double tone;

    @Option(
        names = "--file",
        paramLabel = "WAV",
        description = "Plays this sound file over and over.")
    @Nullable Path file;
  }

  @Spec CommandSpec spec = CommandSpec.create();

  @Mixin BackendOptions backendOptions = new BackendOptions();

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "The participant's name, unique in the stream.")
  String name = "";

  @Option(
      names = "--stream",
      required = true,
      paramLabel = "NAME",
      description = "The stream's name.")
  String stream = "";

  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description =
          "host (creates the stream, and ends it when leaving or stopped), speaker or listener."
              + " Default: listener.")
  As as = As.listener;

  @Option(
      names = "--hosting-file",
      paramLabel = "FILE",
      description =
          "As the host, keeps in this file what is needed to return, so that after a crash, a"
              + " restart or a lost connection the same command is host of the same stream again."
              + " One file for each bot; deleted when the stream ends.")
  @Nullable Path hostingFile;

  @ArgGroup Sound sound = new Sound();

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "Records the sound heard into this WAV file.")
  @Nullable Path record;

  @Option(names = "--raise-hand", description = "As a listener, asks to speak.")
  boolean raiseHand;

  @Option(names = "--accept-invitation", description = "As a listener, goes on stage when invited.")
  boolean acceptInvitation;

  @Option(
      names = "--invite-hands",
      description = "As the host, invites everybody who raises a hand.")
  boolean inviteHands;

  @Option(
      names = "--chat",
      paramLabel = "TEXT",
      description = "Writes this into the chat. Can be given several times.")
  List<String> chat = List.of();

  @Option(
      names = "--chat-every",
      paramLabel = "SECONDS",
      description = "Repeats the messages, numbered from 1, at this interval (0.05 to 3600).")
  double chatEvery;

  @Option(
      names = "--count",
      paramLabel = "NUMBER",
      description =
          "Joins this many times at once, with names numbered from 1 (1 to 500). Default: 1.")
  int count = 1;

  @Option(
      names = "--seconds",
      paramLabel = "NUMBER",
      description = "Leaves after this many seconds (1 to 86400). Default: 60.")
  long seconds = 60;

  @Option(names = "--json", description = "Prints each event as a line of JSON.")
  boolean json;

  @Override
  public Integer call() throws Exception {
    if (count < 1 || count > 500 || (count > 1 && (as == As.host || record != null))) {
      throw new ParameterException(
          spec.commandLine(), "--count must be 1 to 500, and 1 for a host or with --record");
    }
    if (seconds < 1 || seconds > 86_400) {
      throw new ParameterException(spec.commandLine(), "--seconds must be 1 to 86400");
    }
    if (chatEvery != 0 && !(chatEvery >= 0.05 && chatEvery <= 3600)) {
      throw new ParameterException(spec.commandLine(), "--chat-every must be 0.05 to 3600");
    }
    if (hostingFile != null && as != As.host) {
      throw new ParameterException(spec.commandLine(), "--hosting-file is for a host");
    }
    name = NameRule.normalize(name);
    stream = NameRule.normalize(stream);
    var log = new JsonLines(System.out, Clock.systemUTC(), json);
    Optional<KeptHosting> kept =
        Optional.ofNullable(hostingFile).map(file -> new KeptHosting(file, backendOptions.clock()));
    Backend backend;
    try {
      backend = backendOptions.open(spec.commandLine());
      new Knocking(Pause::of, System::nanoTime, RandomGenerator.getDefault(), log)
          .until(backend::verifyPasscode);
      if (kept.isPresent()
          && kept.get().look(backend, name)
              instanceof Interrupted.TakenOver(String name, String host)) {
        log.event("taken-over", Map.of("stream", name, "host", host));
        return 1;
      }
    } catch (BackendException e) {
      log.event("refused", Map.of("kind", e.kind().name(), "explanation", e.explanation()));
      return 1;
    }
    var bots = new ArrayList<Bot>();
    var opened = new Closer();
    Threads.onShutdown("bots-leave", opened::close);
    try (var writer = new ChatWriter(chat, Duration.ofMillis(Math.round(chatEvery * 1000)))) {
      for (int i = 1; i <= count; i++) {
        Bot bot = join(backend, count == 1 ? name : name + " " + i, log, kept);
        bots.add(bot);
        opened.add(bot::stop);
      }
      bots.forEach(bot -> bot.live().thenRun(() -> writer.begin(bot.session()::sendMessage)));
      return attend(bots) ? 0 : 1;
    } finally {
      opened.close();
      log.event("done", Map.of());
    }
  }

  private Bot join(Backend backend, String identity, JsonLines log, Optional<KeptHosting> kept)
      throws IOException {
    Optional<PcmSink> recorder =
        record == null ? Optional.empty() : Optional.of(WavRecorder.create(record));
    return new Bot(
        backend,
        backendOptions.http(),
        backendOptions.clock(),
        identity,
        stream,
        switch (as) {
          case host -> Role.HOST;
          case speaker -> Role.SPEAKER;
          case listener -> Role.VIEWER;
        },
        voice(),
        recorder,
        new BotBehavior(raiseHand, acceptInvitation, inviteHands),
        log,
        kept);
  }

  private PcmSource voice() throws IOException {
    if (sound.tone != null) {
      return new Tone(sound.tone);
    }
    return sound.file != null ? WavSource.open(sound.file, true) : new Silence();
  }

  /** Waits until the time is over or all have left, and prints the sound heard each second. */
  private boolean attend(List<Bot> bots) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var all =
        CompletableFuture.allOf(bots.stream().map(Bot::left).toArray(CompletableFuture[]::new));
    while (!all.isDone() && System.nanoTime() - end < 0) {
      try {
        all.get(
            Math.min(Duration.ofSeconds(1).toNanos(), end - System.nanoTime()),
            TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        bots.forEach(Bot::reportHearing);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    if (as == As.host && !all.isDone()) {
      bots.getFirst().session().endStream();
      try {
        all.get(ENDING.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return false;
      }
    }
    return bots.stream()
        .noneMatch(
            bot -> bot.left().getNow(new LeaveReason.Chosen()) instanceof LeaveReason.Failed);
  }

  @Override
  public String toString() {
    return as.name().toLowerCase(Locale.ROOT) + " " + name;
  }
}
