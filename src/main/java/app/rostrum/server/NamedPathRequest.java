package app.rostrum.server;

import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

/**
 * A REST request with names in its path that people chose. twilio-java puts such a name into the
 * path before it encodes it, so that a slash or a question mark in it would address another
 * resource; here each segment arrives unchanged.
 */
final class NamedPathRequest extends Request {
  // Noncharacters stand for the three delimiters until the library has encoded the path. No name
  // contains one: Call refuses them.
  private static final char SLASH = '\uFDD0';
  private static final char QUESTION = '\uFDD1';
  private static final char HASH = '\uFDD2';

  NamedPathRequest(HttpMethod method, String product, String... segments) {
    super(method, product, path(segments));
  }

  @Override
  public URL constructURL() {
    String url =
        super.constructURL()
            .toString()
            .replace("%EF%B7%90", "%2F")
            .replace("%EF%B7%91", "%3F")
            .replace("%EF%B7%92", "%23");
    try {
      return URI.create(url).toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException("the library built an invalid address", e);
    }
  }

  private static String path(String... segments) {
    var path = new StringBuilder("/v1");
    for (String segment : segments) {
      path.append('/')
          .append(segment.replace('/', SLASH).replace('?', QUESTION).replace('#', HASH));
    }
    return path.toString();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
