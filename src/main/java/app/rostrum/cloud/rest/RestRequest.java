package app.rostrum.cloud.rest;

import app.rostrum.web.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request to the REST API, with its path matched and its form decoded.
 *
 * @param pathParameters decoded values of the pattern's braces
 * @param form decoded fields of the body, in CamelCase as Twilio names them
 */
public record RestRequest(
    HttpRequest http, Map<String, String> pathParameters, Map<String, List<String>> form) {

  /** Returns a value of the path pattern. */
  public String path(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the pattern has no {" + name + "}");
    }
    return value;
  }

  /** Returns the path below the product's host, whichever way the request came. */
  String resourcePath() {
    return RestRouter.Target.of(http).path();
  }

  /** Returns the refusal that says that this request's resource does not exist. */
  RestException notFound() {
    return RestException.notFound(resourcePath());
  }

  /** Returns a field of the body. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(form.get(name)).map(List::getFirst);
  }

  /**
   * Returns a field of the body.
   *
   * @throws RestException 20001 if it is missing
   */
  public String required(String name) {
    return field(name).orElseThrow(() -> missing(name));
  }

  /** Returns the refusal of a body that lacks a parameter. */
  static RestException missing(String name) {
    return RestException.invalid("Missing required parameter " + name + " in the post body");
  }

  /** Returns a field of the body that says true or anything else. */
  public Optional<Boolean> flag(String name) {
    return field(name).map(Boolean::parseBoolean);
  }

  /**
   * Returns a field of the body that is a number.
   *
   * @throws RestException 20001 if it is none
   */
  public Optional<Integer> number(String name) {
    return field(name).map(text -> parse(name, text, Integer::valueOf));
  }

  /** Returns a field that is a number of up to 63 bits. */
  public Optional<Long> longNumber(String name) {
    return field(name).map(text -> parse(name, text, Long::valueOf));
  }

  /** Returns a query parameter. */
  public Optional<String> query(String name) {
    return http.queryParameter(name);
  }

  /**
   * Returns a query parameter that is a number.
   *
   * @throws RestException 20001 if it is none
   */
  Optional<Integer> queryNumber(String name) {
    return query(name).map(text -> parse(name, text, Integer::valueOf));
  }

  private static <N> N parse(String name, String text, Function<String, N> number) {
    try {
      return number.apply(text);
    } catch (NumberFormatException e) {
      throw RestException.invalid("Parameter " + name + " is not a number");
    }
  }

  /** Returns the revision that the resource must have for a change to be made. */
  public Optional<String> ifMatch() {
    return http.header("If-Match");
  }
}
