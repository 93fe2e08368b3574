package app.rostrum.testing;

import app.rostrum.media.plain.PcmSource;
import app.rostrum.media.plain.Tone;
import app.rostrum.threads.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A private sound system without a sound card: PulseAudio, or PipeWire in its place, with null
 * sinks. It has a loudspeaker {@value #SPEAKER}, and a microphone {@value #MICROPHONE} that hears
 * what is played to {@value #MICROPHONE_FEED}; more can be added.
 */
public final class PulseAudio implements AutoCloseable {
  public static final String SPEAKER = "spk";
  public static final String MICROPHONE = "vmic";
  public static final String MICROPHONE_FEED = "micfeed";

  private static final int RATE = 48_000;
  private static final int FRAME = 2 * Short.BYTES;

  private static final List<String> MICROPHONE_MODULE =
      List.of(
          "module-remap-source",
          "source_name=" + MICROPHONE,
          "master=" + MICROPHONE_FEED + ".monitor",
          "source_properties=device.description=VirtualMic");

  private static final List<List<String>> MODULES =
      List.of(
          List.of("module-null-sink", "sink_name=" + SPEAKER, "rate=48000", "channels=2"),
          List.of("module-null-sink", "sink_name=" + MICROPHONE_FEED, "rate=48000", "channels=2"),
          MICROPHONE_MODULE);

  private final Path home;
  private final Path runtime;
  private final Server server;
  private List<Process> programs = List.of();

  private PulseAudio(Path home, Server server) throws IOException {
    this.home = home;
    this.server = server;
    this.runtime = Files.createDirectory(home.resolve("sound"));
    Files.createDirectory(runtime.resolve("pulse"));
  }

  /** The programs that make a sound system. */
  interface Server extends AutoCloseable {
    /** Starts them. They listen at {@code pulse/native} in the folder, and log to {@code log}. */
    List<Process> launch(Path runtime) throws IOException;

    @Override
    default void close() {}
  }

  /** Starts PulseAudio and waits until it answers. */
  public static PulseAudio start() throws IOException {
    return started(new PulseAudio(home(), PulseAudio::launch));
  }

  /** Starts PipeWire and waits until it answers in PulseAudio's protocol. */
  public static PulseAudio startPipeWire() throws IOException {
    Path home = home();
    return started(new PulseAudio(home, PipeWire.in(home, MODULES)));
  }

  private static Path home() throws IOException {
    return Files.createTempDirectory(
        "rostrum-sound",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static PulseAudio started(PulseAudio sound) throws IOException {
    sound.programs = sound.server.launch(sound.runtime);
    sound.prepare();
    return sound;
  }

  /** Kills it; {@link #restart} starts it again. */
  public void stop() {
    programs.forEach(Process::destroyForcibly);
    programs.forEach(PulseAudio::await);
  }

  /** Kills it and starts it anew at the same address, with the devices that it had at first. */
  public void restart() throws IOException {
    stop();
    Files.deleteIfExists(socket(runtime));
    programs = server.launch(runtime);
    prepare();
  }

  private static Path socket(Path runtime) {
    return runtime.resolve("pulse").resolve("native");
  }

  private static List<Process> launch(Path runtime) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                "pulseaudio",
                "-n",
                "--daemonize=no",
                "--exit-idle-time=-1",
                "--use-pid-file=no",
                "--log-target=stderr",
                "-L",
                "module-native-protocol-unix auth-anonymous=1 socket=" + socket(runtime)));
    for (List<String> module : MODULES) {
      command.addAll(List.of("-L", String.join(" ", module)));
    }
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment(runtime));
    builder.redirectErrorStream(true).redirectOutput(runtime.resolve("log").toFile());
    return List.of(builder.start());
  }

  private void prepare() throws IOException {
    await("the sound system answers", "info");
    await("its loudspeaker is there", "set-default-sink", SPEAKER);
    await("its microphone is there", "set-default-source", MICROPHONE);
  }

  /** Returns the environment with which another process uses this sound system. */
  public Map<String, String> environment() {
    return environment(runtime);
  }

  /**
   * Makes native code of this process use this sound system, until it is called on another one.
   * Java's own view of the environment does not change.
   */
  public void useInThisProcess() {
    environment().forEach(PulseAudio::setenv);
  }

  /**
   * Makes ALSA in this process play to the sound system that {@link #useInThisProcess} chose.
   *
   * @param folder a folder for its settings
   */
  public static void useAlsaInThisProcess(Path folder) throws IOException {
    Path settings = folder.resolve("asound.conf");
    Files.writeString(settings, "pcm.!default { type pulse }\nctl.!default { type pulse }\n");
    setenv("ALSA_CONFIG_PATH", settings.toString());
  }

  /** Adds a loudspeaker, whose sound can be recorded from its {@code .monitor}. */
  public String addSpeaker(String name) {
    return pactl("load-module", "module-null-sink", "sink_name=" + name, "rate=48000").strip();
  }

  /** Adds a microphone that hears what is played to {@code <name>feed}. Returns its module. */
  public String addMicrophone(String name) {
    pactl("load-module", "module-null-sink", "sink_name=" + name + "feed", "rate=48000");
    return pactl(
            "load-module",
            "module-remap-source",
            "source_name=" + name,
            "master=" + name + "feed.monitor",
            "source_properties=device.description=" + name)
        .strip();
  }

  /** Adds a microphone and returns the sink that it hears. */
  public String addMicrophoneFeed(String name) {
    addMicrophone(name);
    return name + "feed";
  }

  /** Adds a microphone of a Bluetooth device, as PulseAudio describes one. Returns its module. */
  public String addBluetoothMicrophone(String name, String address) {
    return pactl(
            "load-module",
            "module-remap-source",
            "source_name=" + name,
            "master=" + MICROPHONE_FEED + ".monitor",
            "source_properties='device.description=Buds device.bus=bluetooth device.string="
                + address
                + "'")
        .strip();
  }

  /** Pulls out {@link #MICROPHONE}. */
  public void unplugMicrophone() {
    String module =
        pactl("list", "short", "modules")
            .lines()
            .filter(line -> line.contains("source_name=" + MICROPHONE + " "))
            .map(line -> line.split("\t")[0])
            .findFirst()
            .orElseThrow();
    remove(module);
  }

  /** Plugs in {@link #MICROPHONE} again. */
  public void plugInMicrophone() {
    pactl(
        Stream.concat(Stream.of("load-module"), MICROPHONE_MODULE.stream()).toArray(String[]::new));
  }

  /** Removes an added device. */
  public void remove(String module) {
    pactl("unload-module", module);
  }

  /** Plays a file once in the background; destroying the process stops it. */
  public Process play(Path wav, String sink) throws IOException {
    return begin("paplay", "--device=" + sink, wav.toString());
  }

  /** Plays 48 kHz mono; returns when everything has been taken, shortly before its end. */
  public void play(short[] pcm, String sink) throws IOException {
    Process player =
        begin(
            "pacat",
            "--playback",
            "--device=" + sink,
            "--raw",
            "--format=s16le",
            "--rate=48000",
            "--channels=1",
            "--latency-msec=50");
    try (OutputStream out = player.getOutputStream()) {
      ByteBuffer bytes = ByteBuffer.allocate(pcm.length * 2).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asShortBuffer().put(pcm);
      out.write(bytes.array());
    }
    await(player);
  }

  /** Plays a sine of -20 dBFS until the handle is closed. */
  public AutoCloseable playTone(double hz, String sink) throws IOException {
    return play(new Tone(hz), sink);
  }

  /** Plays a source until the handle is closed. */
  public AutoCloseable play(PcmSource source, String sink) throws IOException {
    Process player =
        begin(
            "pacat",
            "--playback",
            "--device=" + sink,
            "--raw",
            "--format=s16le",
            "--rate=48000",
            "--channels=1",
            "--latency-msec=50");
    Threads.startVirtual(
        "sound",
        () -> {
          short[] frame = new short[PcmSource.FRAME];
          var bytes = ByteBuffer.allocate(frame.length * 2).order(ByteOrder.LITTLE_ENDIAN);
          try (OutputStream out = player.getOutputStream()) {
            while (player.isAlive()) {
              source.read(frame);
              bytes.asShortBuffer().put(frame);
              out.write(bytes.array());
            }
          } catch (IOException e) {
            // The player was stopped, which ends the sound.
          }
        });
    return () -> await(player.destroyForcibly());
  }

  /**
   * Records 48 kHz from a source, for example {@code spk.monitor}. Returns the mean of left and
   * right.
   */
  public short[] record(String source, double seconds) throws IOException {
    Process recorder = recorder(source);
    int samples = (int) (RATE * seconds);
    try (InputStream in = recorder.getInputStream()) {
      byte[] bytes = in.readNBytes(samples * FRAME);
      if (bytes.length < samples * FRAME) {
        throw new IOException("nothing to record from " + source);
      }
      return samples(bytes);
    } finally {
      await(recorder.destroyForcibly());
    }
  }

  /** Records like {@link #record(String, double)}, from now until the recording is closed. */
  public Recording record(String source) throws IOException {
    var recording = new Recording(recorder(source));
    Threads.startVirtual("recorder", recording::read);
    return recording;
  }

  /** A recording that goes on. Sound comes up to some seconds late. */
  public static final class Recording implements AutoCloseable {
    private final Process recorder;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private Recording(Process recorder) {
      this.recorder = recorder;
    }

    private void read() {
      try {
        recorder.getInputStream().transferTo(bytes);
      } catch (IOException e) {
        // It was closed.
      }
    }

    /** Returns what has been recorded so far. */
    public short[] pcm() {
      return samples(bytes.toByteArray());
    }

    @Override
    public void close() {
      await(recorder.destroyForcibly());
    }
  }

  private Process recorder(String source) throws IOException {
    return begin(
        "pacat",
        "--record",
        "--device=" + source,
        "--raw",
        "--format=s16le",
        "--rate=48000",
        "--channels=2",
        "--latency-msec=20");
  }

  private static short[] samples(byte[] bytes) {
    short[] pcm = new short[bytes.length / FRAME];
    ByteBuffer both = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] = (short) ((both.getShort() + both.getShort()) / 2);
    }
    return pcm;
  }

  /** Runs pactl against this sound system and returns what it printed. */
  public String pactl(String... arguments) {
    var command = new ArrayList<>(List.of("pactl"));
    command.addAll(List.of(arguments));
    try {
      Process process = begin(command.toArray(String[]::new));
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      await(process);
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    server.close();
    try (var files = Files.walk(home)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Repeats a command of pactl until it succeeds. */
  private void await(String what, String... arguments) throws IOException {
    try {
      Awaitility.await(what)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !isAlive() || succeeds(arguments));
    } catch (ConditionTimeoutException e) {
      // Reported below, with the log.
    }
    if (!isAlive() || !succeeds(arguments)) {
      String log = Files.readString(runtime.resolve("log"));
      close();
      throw new IOException("no sound system, not even until " + what + ": " + log);
    }
  }

  private boolean isAlive() {
    return programs.stream().allMatch(Process::isAlive);
  }

  private boolean succeeds(String... arguments) throws IOException {
    Process pactl =
        begin(Stream.concat(Stream.of("pactl"), Stream.of(arguments)).toArray(String[]::new));
    await(pactl);
    return pactl.exitValue() == 0;
  }

  private Process begin(String... command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> environment(Path runtime) {
    return Map.of(
        "XDG_RUNTIME_DIR",
        runtime.toString(),
        "PULSE_RUNTIME_PATH",
        runtime.resolve("pulse").toString(),
        "PULSE_SERVER",
        "unix:" + socket(runtime),
        "LC_ALL",
        "C.UTF-8");
  }

  private static void setenv(String name, String value) {
    var linker = Linker.nativeLinker();
    try (var arena = Arena.ofConfined()) {
      var function =
          linker.downcallHandle(
              linker.defaultLookup().find("setenv").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS,
                  ValueLayout.JAVA_INT));
      int result =
          (int) function.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
      if (result != 0) {
        throw new IllegalStateException("the environment cannot be changed");
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("the environment cannot be changed", e);
    }
  }
}
