package app.rostrum.server;

import com.twilio.exception.ApiException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The user documents of streams, one for each person, which that person may read: the invitation to
 * speak, and what this backend remembers of the person. Documents that this backend did not create
 * are not trusted: on Twilio any client can create one ahead under somebody's name and own it. They
 * count as absent, and are deleted when they are in the way. Callers hold the person's lock.
 */
final class UserDocuments {
  /** The attempts to create a document that a client creates ahead each time. */
  private static final int MAX_ATTEMPTS = 3;

  private static final String INVITE = "speaker_invite";
  private static final String ADMISSION = "admission";
  private static final String REMOVED = "removed";

  private final SyncApi sync;

  UserDocuments(SyncApi sync) {
    this.sync = sync;
  }

  /**
   * The contents of a user document.
   *
   * @param invited whether the host has invited the person to speak
   * @param admission the number of the first token of the person's admission; older ones belong to
   *     somebody who had the name before
   * @param removed whether the host has removed the person from the stage and not invited them
   *     since
   * @param others fields of other origin, which are kept
   */
  record Contents(boolean invited, long admission, boolean removed, Map<String, Object> others) {
    static Contents of(long admission) {
      return new Contents(false, admission, false, Map.of());
    }

    Contents asInvited() {
      return new Contents(true, admission, false, others);
    }

    Contents asRemoved() {
      return new Contents(false, admission, true, others);
    }

    /** Returns these contents for a person who begins to listen: without an invitation. */
    Contents asListening() {
      return new Contents(false, admission, removed, others);
    }

    /** Returns these contents for another person who takes the name over. */
    Contents takenOver(long newAdmission) {
      return new Contents(false, newAdmission, removed, Map.of());
    }

    private Map<String, Object> data() {
      var data = new LinkedHashMap<>(others);
      data.put(INVITE, invited);
      data.put(ADMISSION, admission);
      if (removed) {
        data.put(REMOVED, true);
      }
      return data;
    }

    private static Contents read(Map<String, Object> data) {
      var others = new LinkedHashMap<>(data);
      others.keySet().removeAll(Set.of(INVITE, ADMISSION, REMOVED));
      return new Contents(
          Boolean.TRUE.equals(data.get(INVITE)),
          data.get(ADMISSION) instanceof Number number ? number.longValue() : 0,
          Boolean.TRUE.equals(data.get(REMOVED)),
          others);
    }
  }

  /** Returns the document of a person; empty if this backend has created none. */
  Optional<Contents> find(StreamRecord stream, String identity) {
    return sync.document(stream.syncServiceSid(), StreamRecord.userDocument(identity))
        .filter(SyncApi.StoredDocument::isOurs)
        .map(document -> Contents.read(document.data()));
  }

  /**
   * Writes the document of a person.
   *
   * @param exists whether {@link #find} has found it
   */
  void save(StreamRecord stream, String identity, boolean exists, Contents contents) {
    if (exists) {
      update(stream, identity, contents);
    } else {
      create(stream, identity, contents);
    }
  }

  /** Deletes the document of a person, if there is one. */
  void delete(StreamRecord stream, String identity) {
    sync.document(stream.syncServiceSid(), StreamRecord.userDocument(identity))
        .ifPresent(document -> sync.deleteDocument(stream.syncServiceSid(), document.sid()));
  }

  /** Returns the people who have a document in a stream. */
  List<String> identities(StreamRecord stream) {
    return sync.documentNames(stream.syncServiceSid()).stream()
        .flatMap(name -> StreamRecord.ownerOf(name).stream())
        .toList();
  }

  private void update(StreamRecord stream, String identity, Contents contents) {
    sync.updateDocument(
        stream.syncServiceSid(), StreamRecord.userDocument(identity), contents.data());
  }

  /** Creates the document of a person, in place of one that somebody else has created. */
  private void create(StreamRecord stream, String identity, Contents contents) {
    String service = stream.syncServiceSid();
    String name = StreamRecord.userDocument(identity);
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      if (sync.createDocument(service, name, contents.data())) {
        return;
      }
      sync.document(service, name)
          .ifPresent(inTheWay -> sync.deleteDocument(service, inTheWay.sid()));
    }
    throw new ApiException("the user document is created by others again and again");
  }
}
