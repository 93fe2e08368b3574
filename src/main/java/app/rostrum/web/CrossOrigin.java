package app.rostrum.web;

/**
 * The headers by which pages of other origins may call an address and read its answers (Fetch,
 * section 3.2: CORS). Callers authenticate by a header, never by a cookie, so that no page can act
 * in the name of its visitor.
 */
public final class CrossOrigin {
  private CrossOrigin() {}

  /**
   * Lets pages read an answer, an error too: else it is a network error to them.
   *
   * @param exposed the answer's headers that pages may read
   */
  public static HttpResponse readable(HttpResponse response, String exposed) {
    return response
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Expose-Headers", exposed);
  }

  /** Returns whether a request is the question that browsers ask before a page's request. */
  public static boolean isPreflight(HttpRequest request) {
    return request.method().equals("OPTIONS")
        && request.header("Access-Control-Request-Method").isPresent();
  }

  /**
   * Returns the answer to a preflight request. It still has to be made readable.
   *
   * @param headers the requests' headers that pages may set
   */
  public static HttpResponse preflight(String methods, String headers) {
    return HttpResponse.empty(204)
        .with("Access-Control-Allow-Methods", methods)
        .with("Access-Control-Allow-Headers", headers)
        .with("Access-Control-Max-Age", "3600");
  }
}
