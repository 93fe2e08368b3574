package app.rostrum.media.webrtc;

import dev.onvoid.webrtc.RTCRtpContributingSource;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A check that contributing sources can be read at all. The binding's native half looks up a field
 * that its Java half lacks, and ends the process when it is missing. Rostrum has a class of that
 * name with the field, which must come first on the class path.
 */
final class ContributingSources {
  static final boolean READABLE =
      Arrays.stream(RTCRtpContributingSource.class.getFields())
          .anyMatch(field -> field.getName().equals("sourceType"));

  private static final Logger log = LoggerFactory.getLogger(ContributingSources.class);

  static {
    if (!READABLE) {
      log.warn("the binding's own RTCRtpContributingSource came first: speakers cannot be shown");
    }
  }

  private ContributingSources() {}
}
