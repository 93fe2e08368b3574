package app.rostrum.backend;

import java.util.List;

/**
 * The content of the lobby.
 *
 * @param operatorMessage what the server's operator tells everybody; mostly empty
 */
public record LobbyList(List<StreamSummary> streams, String operatorMessage) {}
