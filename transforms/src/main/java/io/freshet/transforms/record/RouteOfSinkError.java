package io.freshet.transforms.record;

/**
 * A record of a sink connector was to be routed to another topic. An {@code Error}, like that of a table that does not
 * answer: under {@code errors.tolerance=all}, Connect would skip the record for an exception.
 */
public final class RouteOfSinkError extends Error {

    private static final long serialVersionUID = 1L;

    public RouteOfSinkError(String topic) {
        super("route:" + topic
                + " is for source connectors, which have no dead letter queue. In a sink connector use fail,"
                + " with errors.tolerance=all and errors.deadletterqueue.topic.name");
    }
}
