package app.rostrum.media.webrtc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sound.sampled.SourceDataLine;
import org.jspecify.annotations.Nullable;

/** A line that has room for some bytes at a time, and notes what is done with it. */
final class FakeLine implements InvocationHandler {
  final List<String> calls = new CopyOnWriteArrayList<>();
  volatile int room = 1_001;
  volatile int written;

  SourceDataLine line() {
    return (SourceDataLine)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {SourceDataLine.class}, this);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "available" -> room;
      case "write" -> {
        int bytes = (int) arguments[2];
        written += bytes;
        yield bytes;
      }
      default -> {
        calls.add(method.getName());
        yield null;
      }
    };
  }
}
