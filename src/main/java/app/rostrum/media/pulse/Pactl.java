package app.rostrum.media.pulse;

import app.rostrum.media.AudioDevice;
import app.rostrum.media.pulse.SoundSystem.Endpoint;
import app.rostrum.media.pulse.SoundSystem.Stream;
import app.rostrum.threads.Timers;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The sound system's command line tools, from version 16 on, which answer in JSON. Tests replace
 * some of its methods by ones that fail.
 */
class Pactl {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Timers TIMERS = Timers.create("pactl");
  private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  private final Map<String, String> environment;
  private final long pid;

  /**
   * @param environment variables in addition to this process's own
   * @param pid the process whose streams are listed
   */
  Pactl(Map<String, String> environment, long pid) {
    this.environment = Map.copyOf(environment);
    this.pid = pid;
  }

  /**
   * @throws IOException if the tool is missing or too old, or no sound system answers
   */
  SoundSystem read() throws IOException {
    try {
      JsonObject info = parse("info").getAsJsonObject();
      return new SoundSystem(
          text(info, "cookie"),
          endpoints(parse("list", "sources"), text(info, "default_source_name")),
          endpoints(parse("list", "sinks"), text(info, "default_sink_name")),
          streams(parse("list", "source-outputs"), "source"),
          streams(parse("list", "sink-inputs"), "sink"));
    } catch (RuntimeException e) {
      throw new IOException("pactl answers in an unexpected form", e);
    }
  }

  void moveCapture(Stream stream, Endpoint source) throws IOException {
    run("move-source-output", String.valueOf(stream.number()), source.device().id());
  }

  void movePlayout(Stream stream, Endpoint sink) throws IOException {
    run("move-sink-input", String.valueOf(stream.number()), sink.device().id());
  }

  /**
   * Starts a tool that prints a line per change until it is ended or the sound system goes away.
   */
  Process subscribe() throws IOException {
    return start("pactl", "subscribe");
  }

  /** Starts a tool that writes 16 kHz stereo 16 bit until it is ended. */
  Process record(AudioDevice source) throws IOException {
    return start(
        "pacat",
        "--record",
        "--device=" + source.id(),
        "--client-name=Rostrum level meter",
        "--raw",
        "--format=s16le",
        "--rate=16000",
        "--channels=2",
        "--latency-msec=50");
  }

  /**
   * Plays a short sound and returns when it has been played.
   *
   * @param pcm 48 kHz mono 16 bit, much shorter than ten seconds; an interrupt ends it
   * @throws IOException if the sink refuses it, or has not played it after ten seconds
   */
  void play(AudioDevice sink, byte[] pcm) throws IOException {
    Process player =
        start(
            "pacat",
            "--playback",
            "--device=" + sink.id(),
            "--client-name=Rostrum",
            "--raw",
            "--format=s16le",
            "--rate=48000",
            "--channels=1",
            "--latency-msec=100");
    within(
        LIMIT,
        player,
        () -> {
          try (OutputStream out = player.getOutputStream()) {
            out.write(pcm);
          }
          return "";
        });
  }

  private JsonElement parse(String... arguments) throws IOException {
    var all = new ArrayList<>(List.of("-f", "json"));
    all.addAll(List.of(arguments));
    try {
      return JsonParser.parseString(run(all.toArray(String[]::new)));
    } catch (JsonParseException | IllegalStateException e) {
      throw new IOException("pactl is too old, or does not answer in JSON", e);
    }
  }

  private String run(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("pactl"));
    command.addAll(List.of(arguments));
    Process process = start(command.toArray(String[]::new));
    return within(
        LIMIT,
        process,
        () -> {
          process.getOutputStream().close();
          byte[] answer = process.getInputStream().readNBytes(LONGEST_ANSWER);
          return new String(answer, StandardCharsets.UTF_8);
        });
  }

  /** An exchange of data with a tool that has been started. */
  @FunctionalInterface
  interface Exchange {
    String run() throws IOException;
  }

  /**
   * Exchanges data with a tool and waits for its end. The tool is always ended, at the latest when
   * the time is over: it may hang silently when its sound system dies.
   *
   * @throws IOException if the tool fails, or does not end in time
   */
  static String within(Duration limit, Process process, Exchange exchange) throws IOException {
    Timers.Timer deadline = TIMERS.after(limit, process::destroyForcibly);
    try {
      String answer = exchange.run();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("the sound system does not answer, status " + status);
      }
      return answer;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      deadline.cancel();
      process.destroyForcibly();
    }
  }

  private Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    // Numbers have a decimal point in this locale.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static List<Endpoint> endpoints(JsonElement list, String defaultName) {
    var endpoints = new ArrayList<Endpoint>();
    for (JsonElement element : list.getAsJsonArray()) {
      JsonObject object = element.getAsJsonObject();
      String id = text(object, "name");
      String description = text(object, "description");
      JsonObject properties = object.getAsJsonObject("properties");
      boolean monitor =
          text(properties, "device.class").equals("monitor") || id.endsWith(".monitor");
      var device =
          new AudioDevice(id, description.isBlank() ? id : description, id.equals(defaultName));
      endpoints.add(
          new Endpoint(
              object.get("index").getAsInt(), device, !monitor, bluetoothAddress(properties)));
    }
    return List.copyOf(endpoints);
  }

  /** Returns the address as PulseAudio or PipeWire tells it; empty for other devices. */
  private static String bluetoothAddress(JsonObject properties) {
    String address = text(properties, "api.bluez5.address");
    if (address.isEmpty() && text(properties, "device.bus").equals("bluetooth")) {
      address = text(properties, "device.string");
    }
    return address;
  }

  private List<Stream> streams(JsonElement list, String endpoint) {
    var streams = new ArrayList<Stream>();
    for (JsonElement element : list.getAsJsonArray()) {
      JsonObject object = element.getAsJsonObject();
      JsonObject properties = object.getAsJsonObject("properties");
      if (text(properties, "application.process.id").equals(String.valueOf(pid))) {
        streams.add(new Stream(object.get("index").getAsInt(), object.get(endpoint).getAsInt()));
      }
    }
    return List.copyOf(streams);
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
  }
}
