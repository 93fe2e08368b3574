package app.rostrum.server;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes back the admissions of people who stay away: their raised hand, their user document, what
 * they may read and their place in the chat go. So a stream holds no more than the people present,
 * however many come and go. An invitation or a removal by the host is kept until the end of the
 * stream. If too many are away, those who have been for longest lose it early; they join anew.
 */
final class LapsedAdmissions {
  private static final Logger LOG = LoggerFactory.getLogger(LapsedAdmissions.class);

  private final Dependencies dependencies;

  LapsedAdmissions(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  /** Takes back what is due. What fails is tried again by the next call. */
  void takeBack() {
    for (Absences.Absence absence : dependencies.absences().overdue()) {
      StreamRecord stream = absence.stream();
      String identity = absence.identity();
      try {
        boolean lapsed =
            dependencies
                .locks()
                .hold(
                    stream.personKey(identity),
                    () -> dependencies.absences().lasts(absence) && takeBack(stream, identity));
        LOG.debug("an admission to {} has lapsed: {}", stream.roomSid(), lapsed);
      } catch (RuntimeException e) {
        LOG.debug("an admission to {} could not be taken back", stream.roomSid(), e);
      }
    }
  }

  /**
   * Takes back one admission if too many people are waited for: that of who has been away for
   * longest. After each join, so that their number does not grow.
   */
  void makeRoom() {
    dependencies.absences().pollSurplus().ifPresent(this::makeRoom);
  }

  private void makeRoom(Absences.Absence absence) {
    StreamRecord stream = absence.stream();
    String identity = absence.identity();
    try {
      dependencies
          .locks()
          .hold(
              stream.personKey(identity),
              () ->
                  !dependencies.absences().isWaitedFor(stream, identity)
                      && takeBack(stream, identity));
    } catch (RuntimeException e) {
      dependencies.absences().began(stream, identity);
      LOG.debug("an admission to {} could not be taken back", stream.roomSid(), e);
    }
  }

  /** Returns whether the person has lost the admission. */
  private boolean takeBack(StreamRecord stream, String identity) {
    boolean kept =
        dependencies.presence().isPresent(stream, identity) || !deleteDocument(stream, identity);
    if (!kept) {
      dependencies.sync().removeItem(stream.syncServiceSid(), StreamRecord.RAISED_HANDS, identity);
      dependencies.chatQueue().leave(stream, identity);
      for (String map : StreamRecord.MAPS) {
        dependencies.sync().forbid(stream.syncServiceSid(), "Maps", map, identity);
      }
      dependencies.desks().forbid(stream, identity);
      dependencies.lookAlikes().lapsed(stream, identity);
    }
    dependencies.absences().ended(stream, identity);
    return !kept;
  }

  /** Returns whether the person has no document now. */
  private boolean deleteDocument(StreamRecord stream, String identity) {
    Optional<UserDocuments.Contents> document = dependencies.userDocuments().find(stream, identity);
    if (document.filter(known -> known.invited() || known.removed()).isPresent()) {
      return false;
    }
    dependencies.userDocuments().delete(stream, identity);
    return true;
  }
}
