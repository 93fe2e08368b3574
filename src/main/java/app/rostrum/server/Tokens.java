package app.rostrum.server;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.ChatGrant;
import com.twilio.jwt.accesstoken.Grant;
import com.twilio.jwt.accesstoken.PlaybackGrant;
import com.twilio.jwt.accesstoken.SyncGrant;
import com.twilio.jwt.accesstoken.VideoGrant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Issues access tokens for the four services. */
final class Tokens {
  static final Duration LIFETIME = Duration.ofHours(4);

  private final BackendSettings settings;

  Tokens(BackendSettings settings) {
    this.settings = settings;
  }

  /**
   * @param chatService empty for a stream without chat
   */
  String forSpeaker(
      String identity, StreamRecord stream, String streamName, Optional<String> chatService) {
    return token(identity, stream, chatService, new VideoGrant().setRoom(streamName));
  }

  /**
   * @param playback the playback grant of the player streamer
   * @param chatService empty for a stream without chat
   */
  String forViewer(
      String identity,
      StreamRecord stream,
      Map<String, Object> playback,
      Optional<String> chatService) {
    return token(identity, stream, chatService, new PlaybackGrant().setGrant(playback));
  }

  private String token(
      String identity, StreamRecord stream, Optional<String> chatService, Grant media) {
    var token =
        new AccessToken.Builder(
                settings.accountSid(),
                settings.apiKeySid(),
                settings.apiKeySecret().getBytes(StandardCharsets.UTF_8))
            .identity(identity)
            .ttl((int) LIFETIME.toSeconds())
            .grant(media)
            .grant(new SyncGrant().setServiceSid(stream.syncServiceSid()));
    chatService.ifPresent(service -> token.grant(new ChatGrant().setServiceSid(service)));
    return token.build().toJwt();
  }
}
