package app.rostrum.cloud.rest;

import app.rostrum.web.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the REST API, its path matched and its form decoded.
 *
 * @param pathParameters decoded values of the pattern's braces
 * @param form decoded fields of the body, CamelCase as Twilio names them
 */
public record RestRequest(
    HttpRequest http, Map<String, String> pathParameters, Map<String, List<String>> form) {

  /** A value of the path pattern. */
  public String path(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the pattern has no {" + name + "}");
    }
    return value;
  }

  public Optional<String> field(String name) {
    return Optional.ofNullable(form.get(name)).map(List::getFirst);
  }

  /** A field that must be there. 20001 is Twilio's code for an invalid parameter. */
  public String required(String name) {
    return field(name)
        .orElseThrow(
            () ->
                new RestException(
                    400, 20001, "Missing required parameter " + name + " in the post body"));
  }

  public Optional<Boolean> flag(String name) {
    return field(name).map(Boolean::parseBoolean);
  }

  public Optional<Integer> number(String name) {
    return field(name)
        .map(
            text -> {
              try {
                return Integer.valueOf(text);
              } catch (NumberFormatException e) {
                throw new RestException(400, 20001, "Parameter " + name + " is not a number");
              }
            });
  }

  public Optional<String> query(String name) {
    return http.queryParameter(name);
  }

  public Optional<String> ifMatch() {
    return http.header("If-Match");
  }
}
