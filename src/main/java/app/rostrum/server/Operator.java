package app.rostrum.server;

import app.rostrum.names.LineRule;
import app.rostrum.names.NameRule;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The powers of the server's operator over all streams, without tokens. Blocks while the services
 * answer. Thread-safe.
 */
public final class Operator {
  /** Thrown when something cannot be done; the message is for the operator. */
  public static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private RefusedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

  private interface Work<T> {
    T run();
  }

  private final Dependencies dependencies;
  private final StreamList list;
  private final StreamActions actions;
  private final DeskActions desk;
  private final OperatorMessage message;

  Operator(
      Dependencies dependencies,
      StreamList list,
      StreamActions actions,
      DeskActions desk,
      OperatorMessage message) {
    this.dependencies = dependencies;
    this.list = list;
    this.actions = actions;
    this.desk = desk;
    this.message = message;
  }

  /** Returns the live streams as list-streams has them. */
  public JsonArray streams() {
    return explained(() -> list.now().getAsJsonArray("streams"));
  }

  /** Returns the names of those in a stream, with the raised hands and those kept out. */
  public JsonObject people(String streamName) {
    return explained(
        () -> {
          StreamRecord stream = named(streamName);
          var people = new JsonObject();
          people.addProperty("stream_name", stream.streamName());
          people.addProperty("host_identity", stream.hostIdentity());
          people.add("co_hosts", array(stream.desk().coHosts()));
          people.add("speakers", array(listed(stream, StreamRecord.SPEAKERS)));
          people.add("listeners", array(listed(stream, StreamRecord.VIEWERS)));
          people.add("raised_hands", array(listed(stream, StreamRecord.RAISED_HANDS)));
          people.add("kept_out", array(listed(stream, StreamRecord.KEPT_OUT)));
          return people;
        });
  }

  private List<String> listed(StreamRecord stream, String map) {
    var names = new ArrayList<String>();
    TwilioApi.ifThere(
        () ->
            dependencies
                .sync()
                .eachItem(
                    stream.syncServiceSid(),
                    map,
                    item -> {
                      if (!VideoApi.isMediaProcessor(item.getKey())) {
                        names.add(item.getKey());
                      }
                    }));
    return names;
  }

  private static JsonArray array(List<String> names) {
    var array = new JsonArray();
    names.forEach(array::add);
    return array;
  }

  /** Ends a stream for everybody in it. */
  public void end(String streamName) {
    explained(
        () -> {
          StreamRecord stream = named(streamName);
          actions.end(stream);
          LOG.info("the operator has ended {}", stream.roomSid());
          return true;
        });
  }

  /** Removes a person from a stream and keeps them out, as its host can. */
  public void remove(String streamName, String person) {
    explained(
        () -> {
          StreamRecord stream = named(streamName);
          String identity = NameRule.normalize(person);
          DeskActions.checkRemovable(stream, Optional.empty(), identity);
          desk.keepOut(stream, identity);
          LOG.info("the operator has removed a person from {}", stream.roomSid());
          return true;
        });
  }

  /**
   * Shows a message to everybody in every stream and in the lobby, in place of the last one.
   *
   * @param text at most {@link LineRule#LONG} characters; empty to take the last one back
   * @param time the time for which it is shown
   * @return the number of streams
   */
  public int announce(String text, Duration time) {
    return explained(
        () -> {
          String line = LineRule.clean(text);
          if (LineRule.length(line) > LineRule.LONG) {
            throw ApiRefusal.invalid("text", "is longer than " + LineRule.LONG + " characters");
          }
          message.set(line, time);
          return tell();
        });
  }

  /** Takes a message back whose time is over. */
  void keepUp() {
    if (message.isOver()) {
      var unused = tell();
    }
  }

  private int tell() {
    int told = 0;
    for (StreamRecord stream : dependencies.streams().all()) {
      try {
        dependencies.desks().tellMessage(stream);
        told++;
      } catch (ApiRefusal e) {
        LOG.info("{} is not told the operator's message: {}", stream.roomSid(), e.getMessage());
      }
    }
    return told;
  }

  private StreamRecord named(String streamName) {
    return dependencies.streamNamed(NameRule.normalize(streamName));
  }

  private static <T> T explained(Work<T> work) {
    try {
      return work.run();
    } catch (ApiRefusal e) {
      throw new RefusedException(
          "error finding room".equals(e.getMessage())
              ? "There is no live stream of that name."
              : e.explanation(),
          e);
    }
  }
}
