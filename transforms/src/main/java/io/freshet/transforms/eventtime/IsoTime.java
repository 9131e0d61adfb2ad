package io.freshet.transforms.eventtime;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Reads times as of ISO 8601: a date, and after a T or a space a time with or without seconds and fraction, and an offset of
 * hours, with or without minutes, a Z, or none. The commonest form, that of {@code Instant.toString()}, is read without a
 * formatter, for speed.
 */
final class IsoTime implements TimeText {

    private static final DateTimeFormatter FORMATTER = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[' '][XXX][XX][X]")
            .optionalStart()
            .appendLiteral('[')
            .parseCaseSensitive()
            .appendZoneRegionId()
            .appendLiteral(']')
            .optionalEnd()
            .optionalEnd()
            .toFormatter();

    private static final int WITHOUT_FRACTION = "2026-11-23T10:00:00".length();
    private static final int NO = -1;

    private final TimeText anyForm;

    private IsoTime(ZoneId zone) {
        this.anyForm = TimeText.of(FORMATTER, zone);
    }

    /** Returns what reads times that, where they tell no offset, are in this zone. */
    static IsoTime in(ZoneId zone) {
        return new IsoTime(zone);
    }

    @Override
    public long millis(String text) {
        int end = text.length() - 1;
        if (end < WITHOUT_FRACTION || text.charAt(end) != 'Z' || text.charAt(10) != 'T') {
            return anyForm.millis(text);
        }
        int year = number(text, 0, 4, '-');
        int month = number(text, 5, 7, '-');
        int day = number(text, 8, 10, 'T');
        int hour = number(text, 11, 13, ':');
        int minute = number(text, 14, 16, ':');
        int second = number(text, 17, 19, end == WITHOUT_FRACTION ? 'Z' : '.');
        int millis = end == WITHOUT_FRACTION ? 0 : fraction(text, WITHOUT_FRACTION + 1, end);
        if ((year | month | day | hour | minute | second | millis) < 0 || hour > 23 || minute > 59 || second > 59) {
            return anyForm.millis(text);
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000 + millis;
    }

    /** Returns the number that these digits are, -1 if others or another delimiter follow. */
    private static int number(String text, int from, int to, char delimiter) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO;
            }
            number = number * 10 + digit;
        }
        return text.charAt(to) == delimiter ? number : NO;
    }

    /** Returns the milliseconds of a fraction of a second of one to nine digits, -1 if it is none. */
    private static int fraction(String text, int from, int to) {
        if (to == from || to > from + 9) {
            return NO;
        }
        int millis = 0;
        for (int i = from; i < Math.max(to, from + 3); i++) {
            int digit = i < to ? text.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return NO;
            }
            millis = i < from + 3 ? millis * 10 + digit : millis;
        }
        return millis;
    }
}
