package app.rostrum.cloud.rest;

import app.rostrum.cloud.rest.RestRouter.Reply;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as Twilio's REST API answers it: the resources under a key, and in {@code
 * meta} the page's place and links to its neighbours. Pages are asked for by {@code PageSize} and
 * {@code Page}, counted from 0; out of range, both are brought into it.
 *
 * @param key the name of the list in the answer
 * @param url the address of the list, without a query
 * @param largest the largest page size
 * @param filters query parameters that the links to other pages repeat
 */
record Page(RestRequest request, String key, String url, int largest, List<String> filters) {
  static final int DEFAULT_SIZE = 50;
  private static final int USUAL_LARGEST = 100;

  /** Creates a page of at most 100 resources. */
  Page(RestRequest request, String key, String url) {
    this(request, key, url, USUAL_LARGEST, List.of());
  }

  /** The same page with another largest size. */
  Page upTo(int size) {
    return new Page(request, key, url, size, filters);
  }

  /** The same page, whose links repeat these query parameters. */
  Page keeping(String... names) {
    return new Page(request, key, url, largest, List.of(names));
  }

  /**
   * Answers with the part of a list that was asked for.
   *
   * @throws RestException 20001 if the size or the page is not a number
   */
  <T> Reply of(List<T> all, Function<T, JsonObject> json) {
    int size = Math.clamp(request.queryNumber("PageSize").orElse(DEFAULT_SIZE), 1, largest);
    int page = Math.max(0, request.queryNumber("Page").orElse(0));
    int from = (int) Math.min((long) page * size, all.size());
    int to = Math.min(from + size, all.size());
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", page);
    meta.addProperty("page_size", size);
    meta.addProperty("url", link(size, page));
    meta.addProperty("first_page_url", link(size, 0));
    meta.addProperty("previous_page_url", page == 0 ? null : link(size, page - 1));
    meta.addProperty("next_page_url", to == all.size() ? null : link(size, page + 1));
    return reply(all.subList(from, to), json, meta);
  }

  /**
   * Answers with a page whose neighbours are found by tokens.
   *
   * @param previous the token of the page before, null if there is none
   * @param next the token of the page after, null if there is none
   */
  <T> Reply ofTokens(
      List<T> items,
      Function<T, JsonObject> json,
      @Nullable String previous,
      @Nullable String next) {
    String first = url + "?PageSize=" + encode(request.query("PageSize").orElse("" + DEFAULT_SIZE));
    var meta = new JsonObject();
    meta.addProperty("key", key);
    meta.addProperty("page", 0);
    meta.addProperty("page_size", items.size());
    meta.addProperty("url", first);
    meta.addProperty("first_page_url", first);
    meta.addProperty("previous_page_url", tokenLink(previous));
    meta.addProperty("next_page_url", tokenLink(next));
    return reply(items, json, meta);
  }

  private <T> Reply reply(List<T> items, Function<T, JsonObject> json, JsonObject meta) {
    var list = new JsonArray();
    items.forEach(item -> list.add(json.apply(item)));
    var body = new JsonObject();
    body.add(key, list);
    body.add("meta", meta);
    return Reply.ok(body);
  }

  private String link(int size, int page) {
    var link = new StringBuilder(url).append("?PageSize=").append(size);
    for (String filter : filters) {
      request
          .query(filter)
          .ifPresent(value -> link.append('&').append(filter).append('=').append(encode(value)));
    }
    return link.append("&Page=").append(page).toString();
  }

  private @Nullable String tokenLink(@Nullable String token) {
    return token == null ? null : url + "?PageToken=" + token;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
