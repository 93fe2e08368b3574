package app.rostrum.sdk.player;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/**
 * Ends event streams whose events are too large. OkHttp's reader keeps an event in memory until the
 * blank line after it.
 */
final class BoundedEvents implements Interceptor {
  private static final int MAX_EVENT = 256 * 1024;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    ResponseBody body = response.body();
    return response
        .newBuilder()
        .body(
            ResponseBody.create(
                Okio.buffer(bounded(body.source())), body.contentType(), body.contentLength()))
        .build();
  }

  /** Returns a source that fails if an event has more than 256 KiB. */
  static Source bounded(Source source) {
    return new ForwardingSource(source) {
      private long size;
      private boolean lineIsEmpty = true;
      private byte previous;

      @Override
      public long read(Buffer sink, long byteCount) throws IOException {
        long count = super.read(sink, byteCount);
        for (long i = sink.size() - Math.max(count, 0); i < sink.size(); i++) {
          count(sink.getByte(i));
        }
        if (size > MAX_EVENT) {
          throw new IOException("an event is too large");
        }
        return count;
      }

      private void count(byte next) {
        boolean lineEnd = next == '\n' || next == '\r';
        boolean secondHalf = next == '\n' && previous == '\r';
        previous = next;
        if (!secondHalf) {
          size = lineEnd && lineIsEmpty ? 0 : size + 1;
          lineIsEmpty = lineEnd;
        }
      }
    };
  }
}
