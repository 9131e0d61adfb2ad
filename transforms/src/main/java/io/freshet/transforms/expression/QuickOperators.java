package io.freshet.transforms.expression;

import static io.freshet.transforms.expression.QuickPlan.UNSURE;

import dev.cel.common.values.NullValue;
import io.freshet.transforms.expression.QuickPlan.Part;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** CEL's operators and a few of its functions, for operands of one plain type. */
final class QuickOperators {

    /** Whole numbers up to here are doubles too, without a loss. */
    private static final long EXACT_IN_DOUBLE = 1L << 53;

    /** How two values compare that are not equal in kind, or one of which is no number. */
    private static final int INCOMPARABLE = 2;

    private QuickOperators() {}

    static @Nullable Part unary(String function, Part operand) {
        return switch (function) {
            case "!_" -> record -> operand.of(record) instanceof Boolean bool ? (Object) !bool : UNSURE;
            case "-_" -> record -> negative(operand.of(record));
            case "size" -> record -> size(operand.of(record));
            case "string" -> record -> text(operand.of(record));
            case "double" -> record -> floating(operand.of(record));
            case "int" -> record -> operand.of(record) instanceof Long number ? number : UNSURE;
            default -> null;
        };
    }

    static @Nullable Part binary(String function, Part left, Part right) {
        return switch (function) {
            case "_&&_" -> record -> and(left.of(record), record, right);
            case "_||_" -> record -> or(left.of(record), record, right);
            case "_==_" -> record -> equal(left.of(record), right.of(record));
            case "_!=_" -> record -> equal(left.of(record), right.of(record)) instanceof Boolean bool ? !bool : UNSURE;
            case "_<_" ->
                record -> {
                    int order = compare(left.of(record), right.of(record));
                    return order == INCOMPARABLE ? UNSURE : (Object) (order < 0);
                };
            case "_<=_" ->
                record -> {
                    int order = compare(left.of(record), right.of(record));
                    return order == INCOMPARABLE ? UNSURE : (Object) (order <= 0);
                };
            case "_>_" ->
                record -> {
                    int order = compare(left.of(record), right.of(record));
                    return order == INCOMPARABLE ? UNSURE : (Object) (order > 0);
                };
            case "_>=_" ->
                record -> {
                    int order = compare(left.of(record), right.of(record));
                    return order == INCOMPARABLE ? UNSURE : (Object) (order >= 0);
                };
            case "_+_" -> record -> sum(left.of(record), right.of(record));
            case "_-_" -> record -> difference(left.of(record), right.of(record));
            case "_*_" -> record -> product(left.of(record), right.of(record));
            case "_/_" -> record -> quotient(left.of(record), right.of(record));
            case "_%_" -> record -> remainder(left.of(record), right.of(record));
            case "startsWith" ->
                record -> left.of(record) instanceof String text && right.of(record) instanceof String other
                        ? (Object) text.startsWith(other)
                        : UNSURE;
            case "endsWith" ->
                record -> left.of(record) instanceof String text && right.of(record) instanceof String other
                        ? (Object) text.endsWith(other)
                        : UNSURE;
            case "contains" ->
                record -> left.of(record) instanceof String text && right.of(record) instanceof String other
                        ? (Object) text.contains(other)
                        : UNSURE;
            default -> null;
        };
    }

    static Part conditional(Part condition, Part then, Part otherwise) {
        return record -> {
            if (condition.of(record) instanceof Boolean bool) {
                return bool ? then.of(record) : otherwise.of(record);
            }
            return UNSURE;
        };
    }

    private static Object and(Object left, ConnectRecord<?> record, Part right) {
        if (!(left instanceof Boolean bool)) {
            return UNSURE;
        }
        return bool ? onlyBool(right.of(record)) : (Object) false;
    }

    private static Object or(Object left, ConnectRecord<?> record, Part right) {
        if (!(left instanceof Boolean bool)) {
            return UNSURE;
        }
        return bool ? (Object) true : onlyBool(right.of(record));
    }

    private static Object onlyBool(Object value) {
        return value instanceof Boolean ? value : UNSURE;
    }

    private static Object equal(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.longValue() == b.longValue();
        }
        if (left instanceof String || left instanceof Boolean || left == NullValue.NULL_VALUE) {
            return isPlain(right) ? (Object) left.equals(right) : UNSURE;
        }
        if (isPlain(left) && isPlain(right)) {
            int order = compare(left, right);
            return order == INCOMPARABLE ? right instanceof Number ? UNSURE : (Object) false : (Object) (order == 0);
        }
        return UNSURE;
    }

    private static boolean isPlain(Object value) {
        return value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value == NullValue.NULL_VALUE;
    }

    /** Returns a number below, at or above 0, or INCOMPARABLE. */
    private static int compare(Object left, Object right) {
        if (left instanceof Long a) {
            if (right instanceof Long b) {
                return Long.compare(a, b);
            }
            return right instanceof Double b && isExact(a) ? ordered(a.doubleValue(), b) : INCOMPARABLE;
        }
        if (left instanceof Double a) {
            if (right instanceof Double b) {
                return ordered(a, b);
            }
            return right instanceof Long b && isExact(b) ? ordered(a, b.doubleValue()) : INCOMPARABLE;
        }
        if (left instanceof String a && right instanceof String b) {
            return Integer.signum(a.compareTo(b));
        }
        return INCOMPARABLE;
    }

    /** What CEL makes of a NaN and of -0.0 depends on the operator and on the other side's type. */
    private static int ordered(double a, double b) {
        if (a < b) {
            return -1;
        }
        return a > b ? 1 : Double.compare(a, b) == 0 && a == b ? 0 : INCOMPARABLE;
    }

    private static boolean isExact(long number) {
        return number <= EXACT_IN_DOUBLE && number >= -EXACT_IN_DOUBLE;
    }

    private static Object sum(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long sum = a + b;
            return ((a ^ sum) & (b ^ sum)) < 0 ? UNSURE : (Object) sum;
        }
        if (left instanceof Double a && right instanceof Double b) {
            return a + b;
        }
        return left instanceof String a && right instanceof String b ? a.concat(b) : UNSURE;
    }

    private static Object difference(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long difference = a - b;
            return ((a ^ b) & (a ^ difference)) < 0 ? UNSURE : (Object) difference;
        }
        return left instanceof Double a && right instanceof Double b ? (Object) (a - b) : UNSURE;
    }

    private static Object product(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            long product = a * b;
            return Math.multiplyHigh(a, b) == product >> (Long.SIZE - 1) ? (Object) product : UNSURE;
        }
        return left instanceof Double a && right instanceof Double b ? (Object) (a * b) : UNSURE;
    }

    private static Object quotient(Object left, Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return b == 0 || b == -1 ? UNSURE : (Object) (a / b);
        }
        return left instanceof Double a && right instanceof Double b ? (Object) (a / b) : UNSURE;
    }

    private static Object remainder(Object left, Object right) {
        return left instanceof Long a && right instanceof Long b && b != 0 && b != -1 ? (Object) (a % b) : UNSURE;
    }

    private static Object negative(Object value) {
        if (value instanceof Long number) {
            return number == Long.MIN_VALUE ? UNSURE : (Object) (-number);
        }
        return value instanceof Double number ? (Object) (-number) : UNSURE;
    }

    private static Object size(Object value) {
        if (value instanceof String text) {
            return (long) text.codePointCount(0, text.length());
        }
        return value instanceof List<?> list ? (Object) (long) list.size() : UNSURE;
    }

    private static Object text(Object value) {
        return value instanceof String || value instanceof Long ? value.toString() : UNSURE;
    }

    private static Object floating(Object value) {
        return value instanceof Long number ? (Object) number.doubleValue() : value instanceof Double ? value : UNSURE;
    }
}
