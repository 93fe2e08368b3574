package app.rostrum.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/** Makes the connections of a {@link StreamProtocol}, which Jetty tells from others. */
final class StreamConnections extends AbstractConnectionFactory
    implements ConnectionFactory.Detecting {
  private final StreamProtocol protocol;

  StreamConnections(StreamProtocol protocol) {
    super("stream");
    this.protocol = protocol;
  }

  @Override
  public Detection detect(ByteBuffer buffer) {
    if (!buffer.hasRemaining()) {
      return Detection.NEED_MORE_BYTES;
    }
    return protocol.begins(buffer.get(buffer.position()) & 0xFF)
        ? Detection.RECOGNIZED
        : Detection.NOT_RECOGNIZED;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return configure(new JettyStream(protocol, connector, endPoint), connector, endPoint);
  }
}
