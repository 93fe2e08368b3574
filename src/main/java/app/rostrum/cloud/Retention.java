package app.rostrum.cloud;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * The retention of rooms, player streamers and media processors that have ended. They are kept so
 * that a client which comes late learns that its stream is over, and for the lists of the REST API.
 * A stream's lists and chat go with it.
 */
public final class Retention {
  /** The number of ended ones of a kind that are kept, the newest. */
  public static final int NEWEST = 50;

  /** The time for which they are kept at most. */
  public static final Duration LONGEST = Duration.ofDays(30);

  private Retention() {}

  /** Returns those that are to be forgotten. */
  public static <T> List<T> surplus(Collection<T> ended, Function<T, Instant> end, Instant now) {
    Instant earliest = now.minus(LONGEST);
    List<T> newestFirst = ended.stream().sorted(Comparator.comparing(end).reversed()).toList();
    long kept =
        newestFirst.stream()
            .limit(NEWEST)
            .takeWhile(each -> !end.apply(each).isBefore(earliest))
            .count();
    return newestFirst.stream().skip(kept).toList();
  }
}
