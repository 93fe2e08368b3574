package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a collection's items is wanted. A token holds a whole query, because older SDKs
 * send it alone.
 *
 * @param from the key or index to begin with, null for the beginning
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
  public record Page<I>(
      List<I> items, @Nullable String previousToken, @Nullable String nextToken) {}

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
      throw new Refusal(400, 20001, "PageSize is not a number");
    }
  }

  <K extends Comparable<K>, I extends CollectionItem<K>> Page<I> run(
      HostedCollection<K, I> collection, Caller caller) {
    K start = from == null ? null : collection.position(from);
    List<I> items = collection.items(caller, start, inclusive, descending, size + 1);
    boolean more = items.size() > size;
    List<I> page = more ? items.subList(0, size) : items;
    String next = more ? token(collection.text(page.getLast().position()), false) : null;
    return new Page<>(page, previousToken(collection, caller, start, page), next);
  }

  /** The token of the page before: found by walking back from the first item of this one. */
  private <K extends Comparable<K>, I extends CollectionItem<K>> @Nullable String previousToken(
      HostedCollection<K, I> collection, Caller caller, @Nullable K start, List<I> page) {
    if (start == null) {
      return null;
    }
    boolean fromFirst = !page.isEmpty();
    K edge = fromFirst ? page.getFirst().position() : start;
    List<I> before = collection.items(caller, edge, !fromFirst, !descending, size);
    return before.isEmpty() ? null : token(collection.text(before.getLast().position()), true);
  }

  private String token(String start, boolean including) {
    String text = (descending ? 'd' : 'a') + (including ? "i" : "e") + size + ":" + start;
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
    throw new Refusal(400, 20001, "PageToken is malformed");
  }
}
