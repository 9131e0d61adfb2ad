package io.freshet.transforms.expression;

import static io.freshet.transforms.expression.PlainValues.equal;
import static io.freshet.transforms.expression.PlainValues.order;
import static io.freshet.transforms.expression.PlainValues.plain;

import io.freshet.transforms.expression.PlainValues.Container;
import io.freshet.transforms.expression.PlainValues.Elements;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * An expression as a tree, which is a text in CEL and, in plain Java that knows nothing of CEL nor of the code under test, what
 * the README says of its value for a record. A value is null, Long, Double, String, Boolean, Instant, Duration, ByteBuffer, List
 * or Container.
 */
public final class Formula {

    private final List<Object> parts;
    private final Rule rule;

    private interface Rule {
        @Nullable
        Object of(ConnectRecord<?> record);
    }

    private interface Operator {
        @Nullable
        Object of(@Nullable Object left, @Nullable Object right);
    }

    private interface Function {
        @Nullable
        Object of(@Nullable Object operand);
    }

    private Formula(Rule rule, Object... parts) {
        this.rule = rule;
        this.parts = List.of(parts);
    }

    /** Returns this in CEL. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Formula formula ? formula.text() : part);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return text();
    }

    /** Returns the names of a mere field of the value, none if this is more than that. */
    public List<String> path() {
        String text = text();
        return text.matches("value([.][a-z]+)+")
                ? List.of(text.substring("value.".length()).split("[.]"))
                : List.of();
    }

    /** Returns if any part of this is the record's value. */
    public boolean asksForValue() {
        return text().contains("value");
    }

    /**
     * Returns the value for a record.
     *
     * @throws NoValue if there is none
     */
    public @Nullable Object of(ConnectRecord<?> record) {
        return rule.of(record);
    }

    private @Nullable Object ofOrError(ConnectRecord<?> record) {
        try {
            return of(record);
        } catch (NoValue e) {
            return e;
        }
    }

    static Formula literal(@Nullable Object value) {
        String text = value instanceof String string ? "'" + string + "'" : String.valueOf(value);
        return new Formula(record -> value, text);
    }

    static Formula value() {
        return new Formula(record -> plain(record.valueSchema(), record.value()), "value");
    }

    static Formula key() {
        return new Formula(record -> plain(record.keySchema(), record.key()), "key");
    }

    static Formula topic() {
        return new Formula(ConnectRecord::topic, "topic");
    }

    static Formula partition() {
        return new Formula(record -> plain(null, record.kafkaPartition()), "partition");
    }

    static Formula timestamp() {
        return new Formula(
                record -> record.timestamp() == null ? null : Instant.ofEpochMilli(record.timestamp()), "timestamp");
    }

    static Formula header(String name) {
        return new Formula(
                record -> {
                    Header header = record.headers().lastWithName(name);
                    if (header == null) {
                        throw new NoValue(NoValue.MISSING);
                    }
                    return plain(header.schema(), header.value());
                },
                "headers",
                "." + name);
    }

    static Formula field(Formula of, String name) {
        return new Formula(record -> container(of.of(record)).field(name), of, "." + name);
    }

    static Formula has(Formula of, String name) {
        return new Formula(record -> container(of.of(record)).has(name), "has", "(", of, "." + name + ")");
    }

    private static Container container(@Nullable Object value) {
        if (value instanceof Container container) {
            return container;
        }
        throw new NoValue(NoValue.MISSING);
    }

    /** A field of the value, or something else where it is not there. */
    static Formula fieldOr(String name, Formula otherwise) {
        return new Formula(
                record -> {
                    Object value = plain(record.valueSchema(), record.value());
                    return value instanceof Container container && container.has(name)
                            ? container.field(name)
                            : otherwise.of(record);
                },
                "value",
                ".?" + name + ".orValue(",
                otherwise,
                ")");
    }

    static Formula not(Formula operand) {
        return new Formula(
                record -> {
                    return !bool(operand.strictly(record));
                },
                "!(",
                operand,
                ")");
    }

    /** As an operand of what wants one: the reason is lost where && or || leave it open. */
    private @Nullable Object strictly(ConnectRecord<?> record) {
        Object value = ofOrError(record);
        if (value instanceof NoValue error) {
            throw error.isUndecided() ? new NoValue(NoValue.OPERAND) : error;
        }
        return value;
    }

    private static boolean bool(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw new NoValue(NoValue.OPERAND);
    }

    /** One side is enough where it decides, also beside an error; else an error is that of the left side. */
    static Formula logic(boolean and, Formula left, Formula right) {
        return new Formula(
                record -> {
                    Object first = left.ofOrError(record);
                    Object second = right.ofOrError(record);
                    if (Boolean.valueOf(!and).equals(first)
                            || Boolean.valueOf(!and).equals(second)) {
                        return !and;
                    }
                    if (first instanceof Boolean && second instanceof Boolean) {
                        return and;
                    }
                    if (first instanceof NoValue error && isBoolOrError(second)) {
                        throw error.asUndecided();
                    }
                    if (second instanceof NoValue error && isBoolOrError(first)) {
                        throw error.asUndecided();
                    }
                    throw new NoValue(NoValue.OTHER).asUndecided();
                },
                "(",
                left,
                " ",
                and ? "&& " : "|| ",
                right,
                ")");
    }

    private static boolean isBoolOrError(@Nullable Object value) {
        return value instanceof Boolean || value instanceof NoValue;
    }

    static Formula choice(Formula condition, Formula then, Formula otherwise) {
        return new Formula(
                record -> decided(condition, record) ? then.of(record) : otherwise.of(record),
                "(",
                condition,
                " ",
                "? ",
                then,
                " : ",
                otherwise,
                ")");
    }

    /** The reason is lost where a condition is no bool, or && or || leave it open. */
    private static boolean decided(Formula condition, ConnectRecord<?> record) {
        Object value = condition.ofOrError(record);
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw value instanceof NoValue error && !error.isUndecided() ? error : new NoValue(NoValue.OTHER);
    }

    static Formula equality(boolean equal, Formula left, Formula right) {
        return binary(equal ? "==" : "!=", left, right, (a, b) -> equal(a, b) == equal);
    }

    static Formula comparison(String operator, Formula left, Formula right) {
        IntPredicate fits =
                switch (operator) {
                    case "<" -> order -> order < 0;
                    case "<=" -> order -> order <= 0;
                    case ">" -> order -> order > 0;
                    default -> order -> order >= 0;
                };
        return binary(operator, left, right, (a, b) -> {
            Integer order = order(a, b);
            return order != null && fits.test(order);
        });
    }

    static Formula in(Formula element, List<?> constants) {
        String list = String.join(
                ", ", constants.stream().map(each -> literal(each).text()).toList());
        return new Formula(
                record -> {
                    Object found = element.strictly(record);
                    return constants.stream().anyMatch(each -> equal(found, each));
                },
                "(",
                element,
                " ",
                "in [" + list + "])");
    }

    /** Returns what an operator makes of two. */
    public static Formula arithmetic(String operator, Formula left, Formula right) {
        return binary(operator, left, right, (a, b) -> calculated(operator, a, b));
    }

    private static Object calculated(String operator, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return whole(operator, a, b);
        }
        if (left instanceof Double a && right instanceof Double b && !operator.equals("%")) {
            return floating(operator, a, b);
        }
        if (operator.equals("+")) {
            return sum(left, right);
        }
        if (operator.equals("-")) {
            return difference(left, right);
        }
        throw new NoValue(NoValue.OPERAND);
    }

    private static Object whole(String operator, long a, long b) {
        if (b == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw new NoValue(NoValue.ZERO);
        }
        BigInteger left = BigInteger.valueOf(a);
        BigInteger right = BigInteger.valueOf(b);
        BigInteger result =
                switch (operator) {
                    case "+" -> left.add(right);
                    case "-" -> left.subtract(right);
                    case "*" -> left.multiply(right);
                    case "/" -> left.divide(right);
                    default -> left.remainder(right);
                };
        if (result.bitLength() >= Long.SIZE) {
            throw new NoValue(NoValue.RANGE);
        }
        return result.longValue();
    }

    private static Object floating(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> a / b;
        };
    }

    private static Object sum(@Nullable Object left, @Nullable Object right) {
        if (left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (left instanceof Instant a && right instanceof Duration b) {
            return a.plus(b);
        }
        if (left instanceof Duration a && right instanceof Instant b) {
            return b.plus(a);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.plus(b);
        }
        if (left instanceof ByteBuffer a && right instanceof ByteBuffer b) {
            return ByteBuffer.allocate(a.remaining() + b.remaining())
                    .put(a.duplicate())
                    .put(b.duplicate())
                    .flip();
        }
        if (left instanceof List<?> a && right instanceof List<?> b) {
            return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
        }
        throw new NoValue(NoValue.OPERAND);
    }

    private static Object difference(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Instant a && right instanceof Instant b) {
            return Duration.between(b, a);
        }
        if (left instanceof Instant a && right instanceof Duration b) {
            return a.minus(b);
        }
        if (left instanceof Duration a && right instanceof Duration b) {
            return a.minus(b);
        }
        throw new NoValue(NoValue.OPERAND);
    }

    static Formula negative(Formula operand) {
        return new Formula(
                record -> {
                    Object value = operand.strictly(record);
                    if (value instanceof Double number) {
                        return -number;
                    }
                    if (value instanceof Long number) {
                        return whole("-", 0, number);
                    }
                    throw new NoValue(NoValue.OPERAND);
                },
                "-(",
                operand,
                ")");
    }

    static Formula size(Formula operand) {
        return call("size", operand, value -> {
            if (value instanceof String text) {
                return text.codePoints().count();
            }
            if (value instanceof ByteBuffer bytes) {
                return (long) bytes.remaining();
            }
            if (value instanceof List<?> list) {
                return (long) list.size();
            }
            if (value instanceof Container container) {
                return (long) container.size();
            }
            throw new NoValue(NoValue.OPERAND);
        });
    }

    static Formula inText(Formula operand) {
        return call("string", operand, value -> {
            if (value instanceof ByteBuffer bytes) {
                return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
            }
            if (value instanceof Duration duration) {
                return inSeconds(duration);
            }
            boolean isScalar = value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean
                    || value instanceof Instant;
            if (isScalar) {
                return String.valueOf(value);
            }
            throw new NoValue(NoValue.OPERAND);
        });
    }

    /** With no, three, six or nine digits of a fraction. */
    private static String inSeconds(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toNanos(), 9);
        int digits = (Math.max(seconds.stripTrailingZeros().scale(), 0) + 2) / 3 * 3;
        return seconds.setScale(digits).toPlainString() + "s";
    }

    /** Fractions are cut off. */
    static Formula whole(Formula operand) {
        return call("int", operand, value -> {
            if (value instanceof Double number) {
                return cut(number);
            }
            if (value instanceof Long) {
                return value;
            }
            if (value instanceof Instant time) {
                return time.getEpochSecond();
            }
            if (value instanceof String text) {
                return number(() -> Long.valueOf(text));
            }
            throw new NoValue(NoValue.OPERAND);
        });
    }

    private static Object cut(double number) {
        if (!(Math.abs(number) < 0x1p63)) {
            throw new NoValue(NoValue.RANGE);
        }
        return new BigDecimal(number).longValue();
    }

    static Formula floating(Formula operand) {
        return call("double", operand, value -> {
            if (value instanceof Double) {
                return value;
            }
            if (value instanceof Long number) {
                return number.doubleValue();
            }
            if (value instanceof String text) {
                return number(() -> Double.valueOf(text));
            }
            throw new NoValue(NoValue.OPERAND);
        });
    }

    private static Object number(java.util.function.Supplier<Number> parsed) {
        try {
            return parsed.get();
        } catch (NumberFormatException e) {
            throw new NoValue(NoValue.FORM);
        }
    }

    static Formula lower(Formula operand) {
        return new Formula(
                record -> {
                    if (operand.strictly(record) instanceof String text) {
                        StringBuilder lower = new StringBuilder(text);
                        for (int i = 0; i < text.length(); i++) {
                            char c = text.charAt(i);
                            lower.setCharAt(
                                    i,
                                    c < 0x80
                                            ? String.valueOf(c)
                                                    .toLowerCase(Locale.ROOT)
                                                    .charAt(0)
                                            : c);
                        }
                        return lower.toString();
                    }
                    throw new NoValue(NoValue.OPERAND);
                },
                operand,
                ".lowerAscii",
                "()");
    }

    static Formula ofTexts(String function, Formula left, Formula right) {
        return new Formula(
                record -> {
                    Object a = left.strictly(record);
                    Object b = right.strictly(record);
                    if (a instanceof String text && b instanceof String other) {
                        return switch (function) {
                            case "startsWith" -> text.startsWith(other);
                            case "endsWith" -> text.endsWith(other);
                            default -> text.contains(other);
                        };
                    }
                    throw new NoValue(NoValue.OPERAND);
                },
                left,
                "." + function,
                "(",
                right,
                ")");
    }

    private static Formula call(String name, Formula operand, Function function) {
        return new Formula(record -> function.of(operand.strictly(record)), name, "(", operand, ")");
    }

    private static Formula binary(String operator, Formula left, Formula right, Operator meaning) {
        return new Formula(
                record -> {
                    Object first = left.strictly(record);
                    return meaning.of(first, right.strictly(record));
                },
                "(",
                left,
                " ",
                operator + " ",
                right,
                ")");
    }

    /** Returns a value as a field of a map without schema has it: times in milliseconds. */
    public static @Nullable Object schemaless(@Nullable Object value) {
        if (value instanceof Instant time) {
            return time.toEpochMilli();
        }
        if (value instanceof Duration duration) {
            return duration.toMillis();
        }
        if (value instanceof Container container) {
            return container.raw();
        }
        if (value instanceof Elements elements) {
            return elements.raw;
        }
        return value instanceof List<?> list
                ? list.stream().map(Formula::schemaless).toList()
                : value;
    }

    /** Returns what users call the type of a value. */
    public static String typeOf(@Nullable Object value) {
        return PlainValues.typeOf(value);
    }
}
