package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of items: where they begin and end, and which neighbours they have. */
class ItemPagesTest {
  private static final Caller BACKEND = Caller.BACKEND;

  private final ServiceOnClock on = new ServiceOnClock(ServiceSettings.DEFAULTS);
  private final HostedMap map = on.service.createMap(BACKEND, "m", null);

  @BeforeEach
  void fill() {
    for (String key : List.of("e", "b", "d", "a", "c")) {
      map.create(BACKEND, key, data(1), null);
    }
  }

  @AfterEach
  void close() {
    on.close();
  }

  private static Map<String, String> params(@Nullable String query) {
    var params = new HashMap<String, String>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      String[] words = pair.split("=", -1);
      params.put(words[0], words[1]);
    }
    return params;
  }

  /** Returns the keys of a page, one letter each. */
  private static String keys(ItemQuery.Page<String> page) {
    return page.items().stream().map(CollectionItem::position).collect(Collectors.joining());
  }

  private @Nullable String follow(@Nullable String token) {
    return token == null
        ? null
        : keys(map.page(BACKEND, ItemQuery.parse(Map.of("PageToken", token))));
  }

  @ParameterizedTest
  @CsvSource({
    // query, keys, the page before, the page after
    ", abcde, , ",
    "PageSize=5, abcde, , ",
    "PageSize=4, abcd, , e",
    "PageSize=2&Order=asc, ab, , cd",
    "PageSize=2&Order=desc, ed, , cb",
    "PageSize=2&Order=nonsense, ab, , cd",
    "PageSize=2&From=, ab, , cd",
    "PageSize=2&From=a, ab, , cd",
    "PageSize=2&From=b, bc, ab, de",
    "PageSize=2&From=c, cd, ab, e",
    "PageSize=2&From=d, de, bc, ",
    "PageSize=2&From=e, e, cd, ",
    "PageSize=2&From=f, '', de, ",
    "PageSize=2&From=bb, cd, ab, e",
    "PageSize=2&From=c&Order=desc, cb, ed, a",
    "PageSize=2&From=0&Order=desc, '', ba, ",
    "PageSize=2&From=b&Bounds=exclusive, cd, ab, e",
    "PageSize=2&From=b&Bounds=inclusive, bc, ab, de",
    "PageSize=2&From=c&Bounds=exclusive&Order=desc, ba, dc, ",
    "PageSize=2&From=e&Bounds=exclusive, '', de, ",
    "PageSize=1&From=c, c, b, d",
  })
  void aPageBeginsWhereItIsAskedToAndKnowsItsNeighbours(
      @Nullable String query, String keys, @Nullable String before, @Nullable String after) {
    ItemQuery.Page<String> page = map.page(BACKEND, ItemQuery.parse(params(query)));
    assertThat(keys(page)).isEqualTo(keys);
    // The page before is read backwards from its edge, so that its items are those of a first look.
    String previous = page.previousToken();
    if (before == null) {
      assertThat(previous).isNull();
    } else {
      assertThat(follow(previous)).hasSameSizeAs(before).isEqualTo(before);
    }
    assertThat(follow(page.nextToken())).isEqualTo(after);
    assertThat(map.lock.isLocked()).isFalse();
  }

  @Test
  void anEmptyMapHasOneEmptyPage() {
    HostedMap empty = on.service.createMap(BACKEND, "empty", null);
    for (String query : List.of("PageSize=5", "From=a", "From=a&Order=desc")) {
      ItemQuery.Page<String> page = empty.page(BACKEND, ItemQuery.parse(params(query)));
      assertThat(page).isEqualTo(new ItemQuery.Page<>(List.of(), null, null));
    }
  }

  @ParameterizedTest
  @CsvSource({", 50", "'', 50", "-1, 1", "0, 1", "1, 1", "2, 2", "99, 99", "100, 100", "101, 100"})
  void aPageHas1To100Items(@Nullable String size, int items) {
    Map<String, String> params = size == null ? Map.of() : Map.of("PageSize", size);
    ItemQuery query = ItemQuery.parse(params);
    assertThat(query.size()).isEqualTo(items);
    assertThat(ItemQuery.parse(Map.of("PageToken", query.token("x", true))).size())
        .isEqualTo(items);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aTokenHoldsTheWholeQuery(boolean inclusive, boolean descending) {
    var query = new ItemQuery("k:é/ ", inclusive, descending, 7);
    String token = query.token(requireNonNull(query.from()), inclusive);
    assertThat(ItemQuery.parse(Map.of("PageToken", token, "PageSize", "3"))).isEqualTo(query);
    // An empty token counts as none.
    assertThat(ItemQuery.parse(Map.of("PageToken", "", "PageSize", "3")).size()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PageSize=x", "PageToken=!", "PageToken=YWk6", "PageToken=YWkxMA"})
  void aMalformedQueryIsRefused(String query) {
    refused(() -> ItemQuery.parse(params(query)), 400, 20001);
  }
}
