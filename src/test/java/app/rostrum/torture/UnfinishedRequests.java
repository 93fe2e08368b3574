package app.rostrum.torture;

/** Requests whose heads or bodies never end; bodies of 1 MB that nobody wants among them. */
final class UnfinishedRequests implements Attack {
  private static final String POST = "POST /verify-passcode HTTP/1.1\r\n";

  @Override
  public String name() {
    return "unfinished requests";
  }

  @Override
  public String run(AttackedServer server) throws Exception {
    int times = server.times(100, 1000);
    try (var sockets = new RawSockets(server)) {
      for (int i = 0; i < times; i++) {
        String head = POST + RawSockets.headers(i);
        sockets.send(head + "Content-Length: 1000000\r\n\r\n", new byte[200_000]);
        sockets.send(head + "Content-Length: 60000\r\n\r\n", new byte[5_000]);
        sockets.send(head + "X-Unfinished: ");
        sockets.send("");
      }
      server.letNewcomersIn();
    }
    return "4 × " + times + " of 1 MB, of 60 kB, of a head, and empty ones";
  }
}
