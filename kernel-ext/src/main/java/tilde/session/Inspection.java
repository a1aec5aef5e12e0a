package tilde.session;

/**
 * What is known about the name at the cursor: signatures and documentation.
 *
 * @param text for a terminal
 * @param markdown the same, marked up
 */
public record Inspection(String text, String markdown) {}
