package app.rostrum.cloud.sync;

import app.rostrum.cloud.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request for a page of items. A page token holds all of them, because older
 * SDKs send it alone.
 *
 * @param from the key or index to begin with; null for the beginning
 * @param inclusive whether the item at {@code from} itself counts
 * @param size 1 to 100
 */
public record ItemQuery(@Nullable String from, boolean inclusive, boolean descending, int size) {
  private static final int DEFAULT_SIZE = 50;

  /**
   * A page and the tokens of its neighbours.
   *
   * @param previousToken null if nothing comes before
   * @param nextToken null if nothing comes after
   */
  public record Page<K extends Comparable<K>>(
      List<CollectionItem<K>> items, @Nullable String previousToken, @Nullable String nextToken) {}

  /**
   * Reads the query parameters {@code PageToken}, {@code From}, {@code Bounds}, {@code Order} and
   * {@code PageSize}.
   *
   * @throws Refusal if one of them is malformed
   */
  public static ItemQuery parse(Map<String, String> params) {
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

  /** Returns the token of a page of the same size and order that begins elsewhere. */
  String token(String start, boolean including) {
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
