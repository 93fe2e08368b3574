package app.rostrum.demo;

import app.rostrum.media.Spectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Checks by spectrum which voices are in a sound, against those that should be. */
final class VoiceCheck {
  private static final double PRESENT = -40;
  private static final double ABSENT = -55;

  private record Row(
      String what, Map<String, Double> levels, List<String> expected, boolean right) {}

  private final Map<String, Double> pitches;
  private final List<Row> rows = new ArrayList<>();

  /**
   * @param pitches the voices' pitches by name, in Hz
   */
  VoiceCheck(Map<String, Double> pitches) {
    this.pitches = new TreeMap<>(pitches);
  }

  void add(String what, short[] sound, List<String> expected) {
    var levels = new TreeMap<String, Double>();
    pitches.forEach((name, hz) -> levels.put(name, Spectrum.levelAt(sound, hz)));
    boolean right =
        levels.entrySet().stream()
            .allMatch(
                e ->
                    expected.contains(e.getKey()) ? e.getValue() > PRESENT : e.getValue() < ABSENT);
    rows.add(new Row(what, levels, expected, right));
  }

  String last() {
    Row row = rows.getLast();
    var heard =
        row.levels().entrySet().stream()
            .filter(e -> e.getValue() > PRESENT)
            .map(Map.Entry::getKey)
            .toList();
    return "Dana hears "
        + (heard.isEmpty() ? "nobody" : String.join(" and ", heard))
        + (row.right() ? "" : "  (WRONG)");
  }

  boolean passed() {
    return rows.stream().allMatch(Row::right);
  }

  /** Returns a table of levels in dBFS, with a star where a voice should be heard. */
  String table() {
    var text =
        new StringBuilder("What Dana heard (dBFS at each voice's pitch, * where it should be)\n");
    text.append("%-34s".formatted(""));
    pitches.forEach((name, hz) -> text.append("%16s".formatted("%s %.0f Hz".formatted(name, hz))));
    text.append('\n');
    for (Row row : rows) {
      text.append("%-34s".formatted(row.what()));
      row.levels()
          .forEach(
              (name, level) ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "%15.1f%s",
                          level,
                          row.expected().contains(name) ? "*" : " ")));
      text.append(row.right() ? "\n" : "   WRONG\n");
    }
    return text.toString();
  }
}
