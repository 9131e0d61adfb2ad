package io.freshet.agent.metric;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which series a table takes, and what it makes of them. */
public interface Admission {
    /** Takes everything as it is. */
    Admission OPEN = new Admission() {
        @Override
        public SeriesTable.@Nullable Refusal refusal(SeriesPlan plan) {
            return null;
        }

        @Override
        public List<Label> labels() {
            return List.of();
        }

        @Override
        public int most() {
            return Integer.MAX_VALUE;
        }
    };

    /** Why a series is not taken; null when it is. */
    SeriesTable.@Nullable Refusal refusal(SeriesPlan plan);

    /** The labels that each series carries besides its own. */
    List<Label> labels();

    /** The most samples that there may be. Above it, whole families go. */
    int most();
}
