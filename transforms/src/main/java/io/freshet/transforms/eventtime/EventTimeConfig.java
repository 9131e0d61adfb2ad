package io.freshet.transforms.eventtime;

import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.FieldPath;
import io.freshet.transforms.settings.DurationSetting;
import io.freshet.transforms.settings.KnownKeys;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The settings of {@link EventTime}. */
final class EventTimeConfig extends AbstractConfig {

    private static final String FIELD = "field";
    private static final String FORMAT = "format";
    private static final String PATTERN = "pattern";
    private static final String LOCALE = "locale";
    private static final String ZONE = "zone";
    private static final String NOT_BEFORE = "not.before";
    private static final String MAX_FUTURE = "max.future";
    private static final String ON_MISSING = "on.missing";
    private static final String ON_ERROR = "on.error";
    private static final String ON_IMPLAUSIBLE = "on.implausible";
    private static final String EVENT_TO = "event.time.to";
    private static final String LOG_APPEND_TO = "log.append.time.to";
    private static final String PROCESSING_TO = "processing.time.to";
    private static final String METRICS_NAME = "metrics.name";

    private static final String DETECT = "detect";
    private static final String ISO_8601 = "iso-8601";
    private static final Map<String, TimeFormat> COUNTED = Map.of(
            "epoch-seconds", TimeFormat.EPOCH_SECONDS,
            "epoch-millis", TimeFormat.EPOCH_MILLIS,
            "epoch-micros", TimeFormat.EPOCH_MICROS,
            "epoch-nanos", TimeFormat.EPOCH_NANOS);

    static final ConfigDef DEFINITION = definition();

    EventTimeConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        KnownKeys.ofTransformation(DEFINITION.names(), List.of()).check(settings.keySet());
        if (!getString(FORMAT).equals(PATTERN) && !getString(PATTERN).isEmpty()) {
            throw new ConfigException(FORMAT, getString(FORMAT), "Expecting " + PATTERN + " where there is a pattern");
        }
        field();
        checkPlaces();
    }

    private static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        FIELD,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(
                                (setting, value) -> FieldPath.parse(setting, String.valueOf(value)), () -> "a path"),
                        ConfigDef.Importance.HIGH,
                        "Path of the field that has the time of the event. Steps are separated by dots, a name that has"
                                + " dots stands between backticks, a single dot is the whole.")
                .define(
                        FORMAT,
                        ConfigDef.Type.STRING,
                        DETECT,
                        ConfigDef.ValidString.in(
                                DETECT,
                                "epoch-seconds",
                                "epoch-millis",
                                "epoch-micros",
                                "epoch-nanos",
                                ISO_8601,
                                PATTERN),
                        ConfigDef.Importance.HIGH,
                        "How the time is written where the schema does not say it, as it does of Connect's Timestamp and Date"
                                + " and of Debezium's (io.debezium.time): as a number of units since the epoch, also in text"
                                + " and with a fraction; as of ISO 8601; or by a pattern. By default numbers are milliseconds"
                                + " and texts are as of ISO 8601.")
                .define(
                        PATTERN,
                        ConfigDef.Type.STRING,
                        "",
                        ConfigDef.Importance.MEDIUM,
                        "With format=pattern, the pattern of java.time.format.DateTimeFormatter, such as"
                                + " dd/MMM/yyyy:HH:mm:ss Z. A date without a time is its beginning.")
                .define(
                        LOCALE,
                        ConfigDef.Type.STRING,
                        "en",
                        ConfigDef.Importance.LOW,
                        "With format=pattern, the language of names of months and days, such as de or pt-BR.")
                .define(
                        ZONE,
                        ConfigDef.Type.STRING,
                        "UTC",
                        ConfigDef.LambdaValidator.with(
                                EventTimeConfig::zone, () -> "a zone such as Europe/Paris or +01:00"),
                        ConfigDef.Importance.MEDIUM,
                        "The zone of written times that tell none. Where clocks go back, the earlier of two times is taken.")
                .define(
                        NOT_BEFORE,
                        ConfigDef.Type.STRING,
                        "1970-01-01T00:00:00Z",
                        ConfigDef.LambdaValidator.with(
                                EventTimeConfig::instant, () -> "a time as of ISO 8601, since 1970"),
                        ConfigDef.Importance.MEDIUM,
                        "The earliest time that is plausible. A record of Kafka can have no time before 1970.")
                .define(
                        MAX_FUTURE,
                        ConfigDef.Type.STRING,
                        "1h",
                        DurationSetting.atLeast(Duration.ZERO),
                        ConfigDef.Importance.MEDIUM,
                        "How far ahead of the worker's clock a time may be and be plausible. Brokers refuse what is further"
                                + " ahead than message.timestamp.after.max.ms, which is an hour, too, and that fails the task.")
                .define(
                        ON_MISSING,
                        ConfigDef.Type.STRING,
                        "fail",
                        new Fallback.Validator(Fallback.WITHOUT_NULL),
                        ConfigDef.Importance.HIGH,
                        "What becomes of a record whose field is null or not there: it keeps the timestamp that it came with"
                                + " (pass), also with the header " + EventTime.MISSING_HEADER
                                + " (tag); it is dropped, fails, which errors.tolerance governs, or, in a source connector,"
                                + " goes to another topic with that header. Connect does not store a source's offset for a"
                                + " record that is dropped.")
                .define(
                        ON_ERROR,
                        ConfigDef.Type.STRING,
                        "fail",
                        new Fallback.Validator(Fallback.WITHOUT_NULL),
                        ConfigDef.Importance.MEDIUM,
                        "What becomes of a record whose field has no time of this format: as with on.missing, with the header "
                                + EventTime.ERROR_HEADER + ".")
                .define(
                        ON_IMPLAUSIBLE,
                        ConfigDef.Type.STRING,
                        "fail",
                        new Fallback.Validator(Fallback.WITHOUT_NULL),
                        ConfigDef.Importance.HIGH,
                        "What becomes of a record whose time is before not.before or beyond max.future: as with on.missing,"
                                + " with the header " + EventTime.IMPLAUSIBLE_HEADER + ".")
                .define(
                        EVENT_TO,
                        ConfigDef.Type.STRING,
                        "",
                        new TimePlace.Validator(),
                        ConfigDef.Importance.LOW,
                        "Where the time of the event is written to as well. A header has Connect's Timestamp, a field too,"
                                + " without a schema milliseconds since the epoch; where the time is not known the header is"
                                + " not there and the field null. Empty: nowhere.")
                .define(
                        LOG_APPEND_TO,
                        ConfigDef.Type.STRING,
                        "",
                        new TimePlace.Validator(),
                        ConfigDef.Importance.LOW,
                        "Where the time is kept at which the record came into its topic: in a sink connector the timestamp"
                                + " that it came with, if its topic has message.timestamp.type=LogAppendTime; a source"
                                + " connector does not tell, and there it is the timestamp that the record came with, if it"
                                + " had one.")
                .define(
                        PROCESSING_TO,
                        ConfigDef.Type.STRING,
                        "",
                        new TimePlace.Validator(),
                        ConfigDef.Importance.LOW,
                        "Where the time is written to at which the record passes here. It is another one when Connect"
                                + " transforms the record again.")
                .define(
                        METRICS_NAME,
                        ConfigDef.Type.STRING,
                        "event-time",
                        new ConfigDef.NonEmptyString(),
                        ConfigDef.Importance.LOW,
                        "What this transformation is called in metrics; those of one name in a worker are counted"
                                + " together.");
    }

    private static ZoneId zone(String setting, Object value) {
        try {
            return ZoneId.of(String.valueOf(value)).normalized();
        } catch (DateTimeException e) {
            throw new ConfigException(setting, value, "Expecting a zone such as Europe/Paris or +01:00");
        }
    }

    private static Instant instant(String setting, Object value) {
        try {
            long millis = IsoTime.in(ZoneOffset.UTC).millis(String.valueOf(value));
            if (millis >= 0) {
                return Instant.ofEpochMilli(millis);
            }
        } catch (DateTimeException e) {
            // it is told below
        }
        throw new ConfigException(setting, value, "Expecting a time as of ISO 8601, since 1970");
    }

    TimeField field() {
        return new TimeField(FieldPath.parse(FIELD, getString(FIELD)), format());
    }

    private TimeFormat format() {
        String format = getString(FORMAT);
        TimeFormat counted = COUNTED.get(format);
        if (counted != null) {
            return counted;
        }
        ZoneId zone = zone(ZONE, getString(ZONE));
        return switch (format) {
            case PATTERN -> new TimeFormat.WrittenTime("a time as in " + PATTERN, pattern(zone));
            case ISO_8601 -> new TimeFormat.WrittenTime("a time as of ISO 8601", IsoTime.in(zone));
            default -> new TimeFormat.Detected(IsoTime.in(zone));
        };
    }

    /** A pattern is tried out: one without a date would fail with each record. */
    private TimeText pattern(ZoneId zone) {
        String pattern = getString(PATTERN);
        if (pattern.isEmpty()) {
            throw new ConfigException(PATTERN, pattern, "Expecting a pattern where format=pattern");
        }
        try {
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(pattern)
                    .toFormatter(locale());
            TimeText text = TimeText.of(formatter, zone);
            text.millis(ZonedDateTime.of(2026, 11, 23, 10, 20, 30, 0, zone).format(formatter));
            return text;
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new ConfigException(
                    PATTERN,
                    pattern,
                    "Expecting a pattern of DateTimeFormatter that has a date with its year. " + e.getMessage());
        }
    }

    private Locale locale() {
        String tag = getString(LOCALE);
        Locale locale = Locale.forLanguageTag(tag);
        if (!Set.of(Locale.getISOLanguages()).contains(locale.getLanguage())) {
            throw new ConfigException(LOCALE, tag, "Expecting a language such as en or pt-BR");
        }
        return locale;
    }

    private Map<KeptTimes.Kind, TimePlace> places() {
        Map<KeptTimes.Kind, TimePlace> places = new EnumMap<>(KeptTimes.Kind.class);
        places.put(KeptTimes.Kind.EVENT, TimePlace.parse(EVENT_TO, getString(EVENT_TO)));
        places.put(KeptTimes.Kind.LOG_APPEND, TimePlace.parse(LOG_APPEND_TO, getString(LOG_APPEND_TO)));
        places.put(KeptTimes.Kind.PROCESSING, TimePlace.parse(PROCESSING_TO, getString(PROCESSING_TO)));
        return places;
    }

    private void checkPlaces() {
        Set<TimePlace> taken = new HashSet<>();
        for (String setting : List.of(EVENT_TO, LOG_APPEND_TO, PROCESSING_TO)) {
            TimePlace place = TimePlace.parse(setting, getString(setting));
            if (!(place instanceof TimePlace.Nowhere) && !taken.add(place)) {
                throw new ConfigException(setting, getString(setting), "Expecting a place that no other time has");
            }
            if (place instanceof TimePlace.InField && getString(FIELD).equals(".")) {
                throw new ConfigException(
                        setting,
                        getString(setting),
                        "Expecting a header where 'field' is the whole, which has no fields");
            }
        }
    }

    KeptTimes kept(Clock clock) {
        return new KeptTimes(places(), clock);
    }

    Instant notBefore() {
        return instant(NOT_BEFORE, getString(NOT_BEFORE));
    }

    Duration maxFuture() {
        return DurationSetting.parse(MAX_FUTURE, getString(MAX_FUTURE));
    }

    Fallback onMissing() {
        return Fallback.parse(ON_MISSING, getString(ON_MISSING));
    }

    Fallback onError() {
        return Fallback.parse(ON_ERROR, getString(ON_ERROR));
    }

    Fallback onImplausible() {
        return Fallback.parse(ON_IMPLAUSIBLE, getString(ON_IMPLAUSIBLE));
    }

    String metricsName() {
        return getString(METRICS_NAME);
    }
}
