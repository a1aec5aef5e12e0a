package tilde.jupyter;

import com.google.gson.JsonObject;

/** Answers requests of one type. */
interface RequestHandler {
  /**
   * The content of the reply, all outputs being published.
   *
   * @throws InvalidMessageException if the request lacks something
   */
  JsonObject answer(Message request);
}
