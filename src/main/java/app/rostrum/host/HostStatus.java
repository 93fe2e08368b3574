package app.rostrum.host;

import app.rostrum.about.Version;
import app.rostrum.host.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The status of a host, which an operator wants to see first. */
final class HostStatus {
  private HostStatus() {}

  /** Returns the status by names that programs read. */
  static Map<String, Object> of(
      EmbeddedHost host, Path data, Instant started, Optional<ServerCertificate> certificate) {
    var status = new LinkedHashMap<String, Object>();
    status.put("version", Version.current());
    status.put("state", host.readiness().state().toString());
    status.put("url", host.url().toString());
    status.put("data", data.toAbsolutePath().toString());
    status.put("process", ProcessHandle.current().pid());
    status.put("started_at", started.toString());
    status.put("live_streams", host.liveStreams());
    status.put("passcode_expires", host.passcodes().expires().toString());
    host.passcodes()
        .formerExpires()
        .ifPresent(end -> status.put("former_passcode_expires", end.toString()));
    certificate.ifPresent(
        own -> {
          status.put("certificate_ends", own.end().toString());
          own.problem().ifPresent(problem -> status.put("next_certificate", problem));
        });
    return status;
  }
}
