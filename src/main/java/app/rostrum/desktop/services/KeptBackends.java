package app.rostrum.desktop.services;

import app.rostrum.backend.InvitationLink;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The backends that the person signed in at, each with its passcode, the last one first. They are
 * kept with the other secrets. May block: called on the background executor.
 */
public final class KeptBackends {
  /** The number of backends that are kept. */
  public static final int MOST = 6;

  private static final String KEY = "backends";

  /** Longer links are not kept, in characters. */
  private static final int LONGEST = 1_500;

  /** The most bytes of all links: as many as each keychain takes for one secret. */
  private static final int MOST_BYTES = 2_560;

  private final SecretStore secrets;

  public KeptBackends(SecretStore secrets) {
    this.secrets = secrets;
  }

  /** Returns the invitations to them, each with an address. */
  public List<InvitationLink> read() {
    return secrets.read(KEY).stream()
        .flatMap(String::lines)
        .flatMap(line -> InvitationLink.parse(line).stream())
        .filter(link -> link.address().isPresent())
        .limit(MOST)
        .toList();
  }

  /** Puts a backend first; an earlier passcode for the same address is forgotten. */
  public void remember(String invitation) {
    Optional<InvitationLink> link =
        InvitationLink.parse(invitation)
            .filter(read -> read.address().isPresent())
            .map(read -> read.to(Optional.empty()))
            .filter(read -> read.format().length() <= LONGEST);
    if (link.isPresent()) {
      var kept = new ArrayList<InvitationLink>();
      kept.add(link.get());
      kept.addAll(without(link.get().address().orElseThrow()));
      while (kept.size() > MOST
          || text(kept).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        kept.removeLast();
      }
      write(kept);
    }
  }

  /** Forgets the backend at an address. */
  public void forget(URI address) {
    write(without(address));
  }

  public void forgetAll() {
    secrets.forget(KEY);
  }

  private List<InvitationLink> without(URI address) {
    return read().stream().filter(link -> !link.address().equals(Optional.of(address))).toList();
  }

  private void write(List<InvitationLink> links) {
    if (links.isEmpty()) {
      secrets.forget(KEY);
    } else {
      secrets.write(KEY, text(links));
    }
  }

  private static String text(List<InvitationLink> links) {
    return String.join("\n", links.stream().map(InvitationLink::format).toList());
  }
}
