package io.freshet.transforms.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON without schema into what Connect's JsonConverter of Kafka 4.3 makes of it: HashMap, ArrayList, String, Long,
 * Double, Boolean and null. Leading zeros are allowed, of fields with the same name the last one counts, and what follows
 * the first value is not looked at. Safe for use by many threads.
 */
public final class PlainJson {

    /** Names are shared within the factory; interned they would stay in the JVM's own table as well. */
    private final JsonFactory factory = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final NameCache names = new NameCache();

    /**
     * Reads a document; an empty one is null.
     *
     * @throws DataException if it is no JSON; the message tells where, not what
     */
    public @Nullable Object read(byte[] document) {
        Object quick = new QuickScan(document, 0, names).read();
        return quick == QuickScan.UNSURE ? parsed(document) : quick;
    }

    /**
     * As {@link #read}, with a {@link MessageMap} for an object where that pays. The document is checked as a whole; it
     * must not be changed any more.
     *
     * @throws DataException as {@link #read} does
     */
    public @Nullable Object view(byte[] document) {
        ObjectIndex index = new QuickScan(document, 0, names).index(names.root, 0);
        return index == null ? read(document) : new MessageMap(index);
    }

    private @Nullable Object parsed(byte[] document) {
        try (JsonParser parser = factory.createParser(document)) {
            JsonToken first = parser.nextToken();
            return first == null ? null : value(parser, first);
        } catch (JsonProcessingException e) {
            throw invalid(
                    e,
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset());
        } catch (IOException | NumberFormatException | IllegalStateException e) {
            // Broken UTF-32, an exponent beyond every BigDecimal, or names that were made to collide.
            throw invalid(e, "");
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> map(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> fraction(parser);
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static Map<String, @Nullable Object> map(JsonParser parser) throws IOException {
        // Not sized otherwise: who writes the map sees the order that its size gives.
        Map<String, @Nullable Object> map = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            map.put(name, value(parser, parser.nextToken()));
        }
        return map;
    }

    private static List<@Nullable Object> list(JsonParser parser) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            list.add(value(parser, token));
        }
        return list;
    }

    /** Of a number beyond 64 bits the low ones remain. */
    private static Long integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? parser.getBigIntegerValue().longValue()
                : parser.getLongValue();
    }

    /** As if by way of a BigDecimal, which has no negative zero and no exponent beyond 32 bits. */
    private static Double fraction(JsonParser parser) throws IOException {
        double number = parser.getDoubleValue();
        return number == 0 || Double.isInfinite(number)
                ? parser.getDecimalValue().doubleValue()
                : number;
    }

    /** Jackson's own message quotes the document, so it stays out. */
    private static DataException invalid(Exception e, String place) {
        return new DataException("Expecting JSON. Found: a " + e.getClass().getSimpleName() + place);
    }
}
