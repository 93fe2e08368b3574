package app.rostrum.backend;

/**
 * The names of the Sync objects of a host's desk.
 *
 * @param document the document that everybody in the stream may read
 * @param keptOutMap the map of those removed, which host and co-hosts may read
 */
public record DeskObjects(String document, String keptOutMap) {}
