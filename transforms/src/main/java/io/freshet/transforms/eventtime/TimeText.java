package io.freshet.transforms.eventtime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;

/** Reads a time that is written out. */
interface TimeText {

    /**
     * Returns milliseconds since the epoch.
     *
     * @throws DateTimeException if the text is no time
     */
    long millis(String text);

    /** Returns what reads texts as a formatter does: a date without a time is its beginning, one without a zone is in this. */
    static TimeText of(DateTimeFormatter formatter, ZoneId zone) {
        return text -> {
            TemporalAccessor parsed = formatter.parse(text.strip());
            if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
                return Instant.from(parsed).toEpochMilli();
            }
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneId own = parsed.query(TemporalQueries.zone());
            if (date == null) {
                throw new DateTimeException("no date");
            }
            return millis(date, time == null ? LocalTime.MIDNIGHT : time, own == null ? zone : own);
        };
    }

    private static long millis(LocalDate date, LocalTime time, ZoneId zone) {
        Instant instant = zone instanceof ZoneOffset offset
                ? date.atTime(time).toInstant(offset)
                : date.atTime(time).atZone(zone).toInstant();
        return instant.toEpochMilli();
    }
}
