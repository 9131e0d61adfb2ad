package io.freshet.agent.expose.http;

/** Answers requests, several at once. */
public interface Handler {
    Response answer(HttpRequest request) throws Refusal;
}
