package app.rostrum.cloud.sync;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a map's items is wanted. A token holds a whole query, because older SDKs send it
 * alone.
 *
 * @param from the key to begin with, null for the beginning
 * @param size 1 to 100
 */
public record ItemQuery(@Nullable String from, boolean inclusive, boolean descending, int size) {
  private static final int DEFAULT_SIZE = 50;

  /**
   * A page and how to get to its neighbours.
   *
   * @param previousToken null if nothing comes before
   * @param nextToken null if nothing comes after
   */
  public record Page(
      List<MapItem> items, @Nullable String previousToken, @Nullable String nextToken) {}

  /** Reads the query parameters {@code PageToken}, {@code From}, {@code Order}, … */
  public static ItemQuery of(Map<String, String> params) {
    String token = params.get("PageToken");
    if (token != null && !token.isEmpty()) {
      return parseToken(token);
    }
    String from = params.get("From");
    return new ItemQuery(
        from == null || from.isEmpty() ? null : from,
        !"exclusive".equals(params.get("Bounds")),
        "desc".equals(params.get("Order")),
        size(params.get("PageSize")));
  }

  private static int size(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return DEFAULT_SIZE;
    }
    try {
      return Math.clamp(Integer.parseInt(text), 1, Limits.MAX_PAGE);
    } catch (NumberFormatException e) {
      throw new SyncRefusal(400, 20001, "PageSize is not a number");
    }
  }

  public Page run(HostedMap map, Caller caller) {
    List<MapItem> items = map.items(caller, from, inclusive, descending, size + 1);
    boolean more = items.size() > size;
    List<MapItem> page = more ? items.subList(0, size) : items;
    String next =
        more ? new ItemQuery(page.getLast().key(), false, descending, size).token() : null;
    return new Page(page, previousToken(map, caller, page), next);
  }

  /** The token of the page before: found by walking back from the first item of this one. */
  private @Nullable String previousToken(HostedMap map, Caller caller, List<MapItem> page) {
    if (from == null) {
      return null;
    }
    boolean fromFirst = !page.isEmpty();
    String start = fromFirst ? page.getFirst().key() : from;
    List<MapItem> before = map.items(caller, start, !fromFirst, !descending, size);
    return before.isEmpty()
        ? null
        : new ItemQuery(before.getLast().key(), true, descending, size).token();
  }

  private String token() {
    String text = (descending ? 'd' : 'a') + (inclusive ? "i" : "e") + size + ":" + from;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ItemQuery parseToken(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      if (colon > 2) {
        return new ItemQuery(
            text.substring(colon + 1),
            text.charAt(1) == 'i',
            text.charAt(0) == 'd',
            size(text.substring(2, colon)));
      }
    } catch (IllegalArgumentException e) {
      // Refused below.
    }
    throw new SyncRefusal(400, 20001, "PageToken is malformed");
  }
}
