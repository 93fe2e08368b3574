package app.rostrum.media;

import java.util.List;

/** A STUN or TURN server. User name and credential are empty for STUN. */
public record IceServer(List<String> urls, String username, String credential) {
  @Override
  public String toString() {
    return "IceServer" + urls;
  }
}
