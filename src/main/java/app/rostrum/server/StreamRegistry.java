package app.rostrum.server;

import app.rostrum.threads.Once;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code streams} map in the backend's own Sync service. Nobody else changes a record, so it is
 * read once and kept until it is removed.
 */
final class StreamRegistry {
  private static final String SERVICE_NAME = "Rostrum backend";
  private static final String MAP = "streams";

  private final SyncApi sync;
  private final Map<String, StreamRecord> known = new ConcurrentHashMap<>();
  private final Once<String> service;

  StreamRegistry(SyncApi sync, Optional<String> serviceSid) {
    this.sync = sync;
    this.service = new Once<>(() -> prepare(serviceSid));
  }

  /** Creates the service and the map if this is the first start. */
  void prepare() {
    service.get();
  }

  void add(StreamRecord stream) {
    sync.addItem(service.get(), MAP, stream.roomSid(), stream.data());
    known.put(stream.roomSid(), stream);
  }

  /** Replaces a record. Callers hold the stream's lock. */
  void update(StreamRecord stream) {
    sync.updateItem(service.get(), MAP, stream.roomSid(), stream.data());
    known.put(stream.roomSid(), stream);
  }

  Optional<StreamRecord> find(String roomSid) {
    StreamRecord cached = known.get(roomSid);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<StreamRecord> read =
        sync.item(service.get(), MAP, roomSid)
            .flatMap(item -> StreamRecord.of(roomSid, SyncApi.fields(item.getData())));
    read.ifPresent(stream -> known.put(roomSid, stream));
    return read;
  }

  /** Returns the room of the stream that has this Sync service. */
  Optional<String> roomOfService(String serviceSid) {
    for (StreamRecord stream : known.values()) {
      if (stream.syncServiceSid().equals(serviceSid)) {
        return Optional.of(stream.roomSid());
      }
    }
    for (StreamRecord stream : all()) {
      known.putIfAbsent(stream.roomSid(), stream);
      if (stream.syncServiceSid().equals(serviceSid)) {
        return Optional.of(stream.roomSid());
      }
    }
    return Optional.empty();
  }

  void remove(String roomSid) {
    sync.removeItem(service.get(), MAP, roomSid);
    known.remove(roomSid);
  }

  List<StreamRecord> all() {
    var streams = new ArrayList<StreamRecord>();
    sync.eachItem(
        service.get(),
        MAP,
        item ->
            StreamRecord.of(item.getKey(), SyncApi.fields(item.getData())).ifPresent(streams::add));
    return streams;
  }

  private String prepare(Optional<String> serviceSid) {
    String sid = serviceSid.orElseGet(() -> sync.serviceNamed(SERVICE_NAME));
    sync.createMapIfMissing(sid, MAP);
    return sid;
  }
}
