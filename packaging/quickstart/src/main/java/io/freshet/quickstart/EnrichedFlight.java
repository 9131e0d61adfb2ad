package io.freshet.quickstart;

import com.fasterxml.jackson.databind.JsonNode;

/** A flight with its airports, or with a mark where one is not in the table. */
record EnrichedFlight(JsonNode value, boolean isMiss) {

    boolean hasAirports() {
        return value.path("origin_airport").hasNonNull("name")
                && value.path("destination_airport").hasNonNull("name");
    }

    /** The name of the airport where it starts. */
    String originName() {
        return value.path("origin_airport").path("name").asText();
    }

    /** One line for a person. */
    String line() {
        return String.format(
                "%s  %s → %s  %s", value.path("date").asText(), airport("origin"), airport("destination"), delay());
    }

    private String airport(String end) {
        JsonNode airport = value.path(end + "_airport");
        return value.path(end).asText() + " " + airport.path("name").asText("?") + ", "
                + airport.path("state").asText("?");
    }

    private String delay() {
        int minutes = value.path("delay").asInt();
        if (minutes == 0) {
            return "on time";
        }
        return Math.abs(minutes) + " min " + (minutes > 0 ? "late" : "early");
    }
}
