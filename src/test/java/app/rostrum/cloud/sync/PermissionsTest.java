package app.rostrum.cloud.sync;

import static app.rostrum.cloud.sync.ServiceOnClock.data;
import static app.rostrum.cloud.sync.ServiceOnClock.dataOf;
import static app.rostrum.cloud.sync.ServiceOnClock.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import app.rostrum.cloud.sync.Permission.Right;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The rights to read, write and manage: which action needs which, and who has them. */
class PermissionsTest {
  private static final Caller ANN = Caller.client("ann");

  private final ServiceOnClock on =
      new ServiceOnClock(ServiceSettings.DEFAULTS.withAccessControl());

  @AfterEach
  void close() {
    on.close();
  }

  private interface Doing<T extends HostedObject> {
    void to(T object, Caller caller, HostedService service);
  }

  /**
   * An action on an object.
   *
   * @param needed null if everybody may do it
   */
  private record Action(
      String name, ObjectKind kind, @Nullable Right needed, Doing<HostedObject> doing) {
    void run(ServiceOnClock on, HostedObject object, Caller caller) {
      doing.to(object, caller, on.service);
      assertThat(object.lock.isLocked()).isFalse();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static <T extends HostedObject> Action action(
      ObjectKind kind, Class<T> type, String name, @Nullable Right needed, Doing<T> doing) {
    return new Action(
        name + " " + kind.type(),
        kind,
        needed,
        (object, caller, service) -> doing.to(type.cast(object), caller, service));
  }

  private static Action document(String name, Right needed, Doing<HostedDocument> doing) {
    return action(ObjectKind.DOCUMENT, HostedDocument.class, name, needed, doing);
  }

  private static Action map(String name, Right needed, Doing<HostedMap> doing) {
    return action(ObjectKind.MAP, HostedMap.class, name, needed, doing);
  }

  private static Action list(String name, Right needed, Doing<HostedList> doing) {
    return action(ObjectKind.LIST, HostedList.class, name, needed, doing);
  }

  static Stream<Action> actions() {
    var query = ItemQuery.parse(Map.of());
    Stream<Action> ofKinds =
        Stream.of(ObjectKind.values())
            .flatMap(
                kind -> {
                  boolean open = kind == ObjectKind.STREAM;
                  return Stream.of(
                      action(
                          kind,
                          HostedObject.class,
                          "get",
                          open ? null : Right.READ,
                          (o, c, s) -> assertThat(o.state(c)).isEqualTo(o.state())),
                      action(
                          kind,
                          HostedObject.class,
                          "change ttl of",
                          Right.MANAGE,
                          (o, c, s) -> assertThat(o.updateTtl(c, 9)).isEqualTo(o.state())));
                });
    return Stream.concat(
        ofKinds,
        Stream.of(
            document("update", Right.WRITE, (o, c, s) -> o.update(c, data(1), null, null)),
            document("expire", Right.MANAGE, (o, c, s) -> o.update(c, null, null, 9)),
            map("list items of", Right.READ, (o, c, s) -> o.items(c, null, true, false, 9)),
            map("page", Right.READ, (o, c, s) -> o.page(c, query)),
            map("get item of", Right.READ, (o, c, s) -> o.item(c, "a")),
            map("put into", Right.WRITE, (o, c, s) -> o.put(c, "b", data(1), null, null)),
            map("create in", Right.WRITE, (o, c, s) -> o.create(c, "b", data(1), null)),
            map("update item of", Right.WRITE, (o, c, s) -> o.update(c, "a", null, null, 9)),
            map("remove item of", Right.WRITE, (o, c, s) -> o.remove(c, "a", null)),
            list("get item of", Right.READ, (o, c, s) -> o.item(c, 0L)),
            list("append to", Right.WRITE, (o, c, s) -> o.append(c, data(1), null)),
            list("update context of", Right.WRITE, (o, c, s) -> o.updateContext(c, data(1))),
            action(
                ObjectKind.STREAM,
                HostedStream.class,
                "publish to",
                null,
                (o, c, s) -> assertThat(o.publish(c, data(1))).startsWith("TZ"))));
  }

  static Stream<Action> actionsAndDeletions() {
    return Stream.concat(
        actions(),
        Stream.of(ObjectKind.values())
            .map(
                kind ->
                    action(
                        kind,
                        HostedObject.class,
                        "delete",
                        Right.MANAGE,
                        (o, c, s) -> s.remove(c, o))));
  }

  @ParameterizedTest
  @MethodSource("actionsAndDeletions")
  void anActionNeedsItsRightAndNoOther(Action action) {
    for (int bits = 0; bits < 8; bits++) {
      var rights = new Permission((bits & 1) > 0, (bits & 2) > 0, (bits & 4) > 0);
      HostedObject object = on.create(action.kind(), Caller.BACKEND, "o" + bits, null);
      object.permit("ann", rights);
      object.permit("bob", Permission.ALL);
      if (action.needed() == null || rights.allows(action.needed())) {
        assertThatCode(() -> action.run(on, object, ANN))
            .as("%s", rights)
            .doesNotThrowAnyException();
      } else {
        ObjectState before = object.state();
        refused(() -> action.run(on, object, ANN), 403, 54007);
        assertThat(object.state()).isEqualTo(before);
        assertThat(object.lock.isLocked()).isFalse();
        assertThatCode(() -> action.run(on, object, Caller.BACKEND)).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("actionsAndDeletions")
  void withoutAccessControlEverybodyMayDoEverything(Action action) {
    on.service.update(ServiceSettings.DEFAULTS);
    HostedObject object = on.create(action.kind(), Caller.BACKEND, "o", null);
    assertThatCode(() -> action.run(on, object, ANN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("actionsAndDeletions")
  void whoeverCreatesAnObjectMayDoEverythingAlsoAfterARestart(Action action) {
    on.create(action.kind(), ANN, "o", null);
    on.restart(Duration.ZERO);
    HostedObject object = on.find(action.kind(), "o");
    assertThat(object.state().createdBy()).isEqualTo("ann");
    if (action.needed() != null) {
      refused(() -> action.run(on, object, Caller.client("bob")), 403, 54007);
    }
    assertThatCode(() -> action.run(on, object, ANN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("actions")
  void nothingCanBeDoneToADeletedObject(Action action) {
    int missing = action.kind().missing().code();
    HostedObject object = on.create(action.kind(), Caller.BACKEND, "o", null);
    object.permit("ann", Permission.ALL);
    on.service.remove(Caller.BACKEND, object);
    refused(() -> action.run(on, object, ANN), 404, missing);
    assertThat(object.lock.isLocked()).isFalse();
    refused(() -> object.permit("bob", Permission.ALL), 404, missing);
    refused(() -> object.forbid("ann"), 404, missing);
    var late = new Subscription(new RecordedConnection("ann"), 4, 1, -1);
    refused(() -> object.subscribe(late, null), 404, missing);
    assertThat(object.fanout.subscriptions()).isEmpty();
    refused(() -> on.find(action.kind(), "o"), 404, missing);
    refused(() -> on.find(action.kind(), object.sid()), 404, missing);
  }

  @Test
  void rightsAreReplacedAndTakenBackAlsoInTheStore() {
    HostedObject object = on.create(ObjectKind.MAP, Caller.BACKEND, "o", null);
    object.permit("ann", Permission.ALL);
    object.permit("ann", new Permission(true, false, false));
    object.permit("bob", Permission.ALL);
    on.restart(Duration.ZERO);
    HostedObject again = on.find(ObjectKind.MAP, "o");
    assertThat(again.permissions())
        .containsOnly(
            Map.entry("ann", new Permission(true, false, false)), Map.entry("bob", Permission.ALL));
    assertThat(again.forbid("ann")).isTrue();
    assertThat(again.forbid("ann")).isFalse();
    refused(() -> again.state(ANN), 403, 54007);
    assertThat(again.lock.isLocked()).isFalse();
    on.restart(Duration.ZERO);
    assertThat(on.find(ObjectKind.MAP, "o").permissions()).containsOnlyKeys("bob");
  }

  @ParameterizedTest
  @EnumSource(ObjectKind.class)
  void onlyReadersMaySubscribe(ObjectKind kind) {
    HostedObject object = on.create(kind, Caller.BACKEND, "o", null);
    object.permit("bob", new Permission(false, true, true));
    object.permit("ann", new Permission(true, false, false));
    long newest = object.state().lastEventId();
    String established = "subscription_established " + newest;
    for (String identity : List.of("ann", "bob", "cid")) {
      var connection = new RecordedConnection(identity);
      on.service.subscriptions().connected(connection);
      connection.establish(on.service, object, null);
      connection.hears(
          identity.equals("ann") || kind == ObjectKind.STREAM
              ? established
              : "subscription_failed 403 54007");
    }
  }

  @Test
  void whoLosesTheRightToReadIsToldAndHearsNoMore() {
    var map = (HostedMap) on.create(ObjectKind.MAP, Caller.BACKEND, "o", null);
    var ann = new RecordedConnection("ann");
    var bob = new RecordedConnection("bob");
    var cid = new RecordedConnection("cid");
    for (RecordedConnection connection : List.of(ann, bob, cid)) {
      map.permit(connection.identity(), Permission.ALL);
      on.service.subscriptions().connected(connection);
      connection.establish(on.service, map, null);
    }
    map.permit("bob", new Permission(true, false, false));
    map.permit("cid", new Permission(false, true, true));
    assertThat(map.forbid("ann")).isTrue();
    map.create(Caller.BACKEND, "b", data(1), null);
    bob.hears("subscription_established 1", "map_item_added 2");
    ann.hears("subscription_established 1", "subscription_failed 403 54007");
    cid.hears("subscription_established 1", "subscription_failed 403 54007");
    map.removeSubscriber("bob");
    assertThat(map.fanout.subscriptions()).isEmpty();
    assertThat(map.lock.isLocked()).isFalse();
    bob.hears("subscription_established 1", "map_item_added 2");
  }

  @Test
  void aSubscriberThatIsRemovedLeavesTheOthers() {
    HostedObject object = on.create(ObjectKind.MAP, Caller.BACKEND, "o", null);
    for (String identity : List.of("ann", "bob")) {
      object.permit(identity, Permission.ALL);
      var connection = new RecordedConnection(identity);
      on.service.subscriptions().connected(connection);
      connection.establish(on.service, object, null);
    }
    object.removeSubscriber("ann");
    assertThat(object.fanout.subscriptions())
        .extracting(subscription -> subscription.connection().identity())
        .containsExactly("bob");
  }

  @Test
  void withoutAccessControlLosingARightEndsNoSubscription() {
    on.service.update(ServiceSettings.DEFAULTS);
    var map = (HostedMap) on.create(ObjectKind.MAP, Caller.BACKEND, "o", null);
    var ann = new RecordedConnection("ann");
    on.service.subscriptions().connected(ann);
    ann.establish(on.service, map, null);
    map.permit("ann", Permission.NONE);
    assertThat(map.forbid("ann")).isTrue();
    map.create(Caller.BACKEND, "b", data(1), null);
    ann.hears("subscription_established 1", "map_item_added 2");
  }

  @Test
  void aProductsServiceIsReadAsItsPolicySaysAndWrittenByItAlone() {
    on.service.restrictClients((identity, name) -> identity.equals("ann") && "open".equals(name));
    var open = (HostedMap) on.create(ObjectKind.MAP, Caller.BACKEND, "open", null);
    HostedObject other = on.create(ObjectKind.MAP, Caller.BACKEND, "other", null);
    open.permit("ann", Permission.ALL);
    open.permit("bob", Permission.ALL);
    assertThat(open.item(ANN, "a").data()).isEqualTo(data(0));
    refused(() -> open.item(Caller.client("bob"), "a"), 403, 54007);
    refused(() -> other.state(ANN), 403, 54007);
    refused(() -> open.put(ANN, "b", data(1), null, null), 403, 54007);
    refused(() -> on.service.remove(ANN, open), 403, 54007);
    refused(() -> on.service.createMap(ANN, "own", null), 403, 54007);
    // The product has limits of its own.
    open.put(Caller.BACKEND, "b", dataOf(Limits.MAX_DATA_BYTES + 1), null, null);
  }
}
