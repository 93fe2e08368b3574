package app.rostrum.stream;

import app.rostrum.stream.StreamState.Notice;
import app.rostrum.stream.StreamState.Speaker;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Muting by the host: sends requests to others and follows those of the host. On the loop only. */
final class Muting {
  private static final Logger log = LoggerFactory.getLogger(Muting.class);
  private final String self;
  private final StreamRoster roster;
  private final DeskDocument desk;
  private final RoleTransitions transitions;
  private final Supplier<List<Speaker>> speakers;
  private final Notices notices;

  /**
   * @param speakers all on stage as far as known
   */
  Muting(
      String self,
      StreamRoster roster,
      DeskDocument desk,
      RoleTransitions transitions,
      Supplier<List<Speaker>> speakers,
      Notices notices) {
    this.self = self;
    this.roster = roster;
    this.desk = desk;
    this.transitions = transitions;
    this.speakers = speakers;
    this.notices = notices;
  }

  /**
   * Asks a speaker or all others, as the host or a co-host.
   *
   * @param whom empty for all others
   */
  void ask(Optional<String> whom) {
    StageSeat stage = transitions.seats().stage();
    List<String> asked =
        speakers.get().stream()
            .filter(speaker -> !speaker.self())
            .map(Speaker::identity)
            .filter(identity -> whom.isEmpty() || whom.get().equals(identity))
            .toList();
    boolean nobody = whom.isPresent() && asked.isEmpty();
    if ((transitions.role() != Role.HOST && !desk.isCoHost(self))
        || stage == null
        || stage.reconnecting()
        || stage.serverSilent()
        || nobody
        || !asked.stream().allMatch(identity -> stage.tell(new MuteRequest(identity).encode()))) {
      notices.add(Notice.Kind.ACTION_FAILED, whom.orElse(""));
    } else if (whom.isPresent()) {
      notices.add(Notice.Kind.MUTED_SOMEBODY, whom.get());
    } else {
      notices.add(Notice.Kind.MUTED_EVERYBODY, "");
    }
  }

  /** Takes a request to turn this microphone off, which only host and co-hosts may send. */
  void asked(String by) {
    if (by.equals(self) || (!roster.isHost(by) && !desk.isCoHost(by))) {
      log.info("{} asked to mute without being host or co-host", by);
    } else if (transitions.microphoneOn()) {
      transitions.setMicrophone(false);
      notices.add(Notice.Kind.MUTED_BY_HOST, by);
    }
  }
}
