package app.rostrum.server;

import com.twilio.jwt.accesstoken.ChatGrant;
import com.twilio.jwt.accesstoken.Grant;
import com.twilio.jwt.accesstoken.PlaybackGrant;
import com.twilio.jwt.accesstoken.SyncGrant;
import com.twilio.jwt.accesstoken.VideoGrant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Issues access tokens for the four services. */
final class Tokens {
  /** The number of a token, for clouds that know how to withdraw older ones. */
  private record NumberGrant(long number) implements Grant {
    @Override
    public String getGrantKey() {
      return "rostrum";
    }

    @Override
    public Object getPayload() {
      return Map.of("number", number);
    }
  }

  private final BackendSettings settings;
  private final TokenNumbers numbers;

  Tokens(BackendSettings settings) {
    this.settings = settings;
    this.numbers = new TokenNumbers(settings.clock());
  }

  /** Returns the number of a new admission, which is larger than that of any token before. */
  long nextNumber(long least) {
    return numbers.after(least);
  }

  /**
   * Issues a token that opens the room, by its SID: a later room of that name is another stream.
   *
   * @param least the token's number is larger
   */
  String forSpeaker(String identity, StreamRecord stream, long least) {
    return token(identity, stream, new VideoGrant().setRoom(stream.roomSid()), least);
  }

  /**
   * Issues a token that plays the stream.
   *
   * @param playback the playback grant of the player streamer
   * @param least the token's number is larger
   */
  String forViewer(String identity, StreamRecord stream, Map<String, Object> playback, long least) {
    return token(identity, stream, new PlaybackGrant().setGrant(playback), least);
  }

  private String token(String identity, StreamRecord stream, Grant media, long least) {
    var grants = new LinkedHashMap<String, Object>();
    grants.put("identity", identity);
    var all = new ArrayList<Grant>();
    all.add(media);
    all.add(new NumberGrant(numbers.after(least)));
    all.add(new SyncGrant().setServiceSid(stream.syncServiceSid()));
    stream.chatServiceSid().ifPresent(sid -> all.add(new ChatGrant().setServiceSid(sid)));
    all.forEach(grant -> grants.put(grant.getGrantKey(), grant.getPayload()));
    return new IssuedToken(settings, settings.clock().instant(), grants).toJwt();
  }
}
