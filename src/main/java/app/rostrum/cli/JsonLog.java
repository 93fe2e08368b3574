package app.rostrum.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The log as lines of JSON, each with {@code level}, {@code time} (ISO 8601, UTC), {@code logger},
 * {@code message} and perhaps {@code exception}. Lines of events have {@code event} instead of
 * {@code level}, so that both can go to one place.
 */
final class JsonLog extends EncoderBase<ILoggingEvent> {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  @Override
  public byte[] encode(ILoggingEvent event) {
    var line = new LinkedHashMap<String, String>();
    line.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    line.put("time", event.getInstant().toString());
    line.put("logger", event.getLoggerName());
    line.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte @Nullable [] headerBytes() {
    return null;
  }

  @Override
  public byte @Nullable [] footerBytes() {
    return null;
  }
}
