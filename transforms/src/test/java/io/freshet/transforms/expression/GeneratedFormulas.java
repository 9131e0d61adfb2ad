package io.freshet.transforms.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;

/** Formulas over what {@link GeneratedRecords} have, by a seed: most have a value, many do not for some records. */
public final class GeneratedFormulas {

    private static final List<String> COMPARISONS = List.of("<", "<=", ">", ">=");
    private static final List<String> OPERATIONS = List.of("+", "-", "*", "/", "%");
    private static final List<String> TEXTS = List.of("JFK", "LAX", "", "7", "flights", "4");

    private final Random random;

    /** Makes formulas that are the same for the same seed. */
    public GeneratedFormulas(long seed) {
        random = new Random(seed);
    }

    /** Returns one of a few. */
    public <T> T oneOf(List<T> few) {
        return few.get(random.nextInt(few.size()));
    }

    /** Returns formulas that CEL's types allow for. */
    public List<Formula> some(int count, Supplier<Formula> next) {
        List<Formula> some = new ArrayList<>();
        while (some.size() < count) {
            Formula formula = next.get();
            if (isAllowed(formula)) {
                some.add(formula);
            }
        }
        return some;
    }

    private static boolean isAllowed(Formula formula) {
        try {
            Expression.parse("formula", formula.text(), ExpressionType.ANY);
            return true;
        } catch (ConfigException e) {
            return false;
        }
    }

    /** Returns what is true or not, or of an unknown type. */
    public Formula condition() {
        return condition(1 + random.nextInt(3));
    }

    /** Returns a text, or what is of an unknown type. */
    public Formula text() {
        return text(1 + random.nextInt(3));
    }

    private Formula number() {
        return number(1 + random.nextInt(3));
    }

    /** Returns what is true or not. */
    public Formula truth() {
        return Formula.not(condition());
    }

    /** Returns a text. */
    public Formula string() {
        return random.nextBoolean() ? Formula.inText(text()) : Formula.arithmetic("+", Formula.topic(), text());
    }

    /** Returns a whole number. */
    public Formula whole() {
        return switch (random.nextInt(3)) {
            case 0 -> Formula.size(text());
            case 1 -> Formula.arithmetic(oneOf(OPERATIONS), number(), Formula.literal((long) random.nextInt(100)));
            default -> Formula.whole(number());
        };
    }

    /** Returns a number with a fraction. */
    public Formula floating() {
        return random.nextBoolean()
                ? Formula.floating(number())
                : Formula.arithmetic("*", Formula.literal(0.5), Formula.floating(field()));
    }

    /** Returns a time. */
    public Formula time() {
        return Formula.timestamp();
    }

    /** Returns a field, in another one at times, missing at times. */
    public Formula field() {
        Formula field = Formula.field(Formula.value(), fieldName());
        return random.nextInt(4) == 0 ? Formula.field(field, fieldName()) : field;
    }

    private String fieldName() {
        return random.nextInt(12) == 0 ? "nope" : oneOf(GeneratedRecords.FIELDS);
    }

    private Formula condition(int depth) {
        int next = depth - 1;
        if (depth == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> field();
                case 1 -> Formula.literal(random.nextBoolean());
                default -> has();
            };
        }
        return switch (random.nextInt(12)) {
            case 0, 1 -> Formula.logic(random.nextBoolean(), condition(next), condition(next));
            case 2 -> Formula.not(condition(next));
            case 3 -> Formula.choice(condition(next), condition(next), condition(next));
            case 4, 5 -> Formula.comparison(oneOf(COMPARISONS), number(next), number(next));
            case 6 -> Formula.comparison(oneOf(COMPARISONS), any(next), any(next));
            case 7 -> Formula.equality(random.nextBoolean(), any(next), any(next));
            case 8 -> Formula.equality(random.nextBoolean(), any(next), Formula.literal(null));
            case 9 -> Formula.in(any(next), random.nextBoolean() ? List.of("JFK", "LAX") : List.of(1L, 7L, 50L));
            case 10 -> Formula.ofTexts(oneOf(List.of("startsWith", "endsWith", "contains")), text(next), text(next));
            default -> has();
        };
    }

    private Formula has() {
        Formula whole = random.nextInt(3) == 0 ? Formula.field(Formula.value(), fieldName()) : Formula.value();
        return Formula.has(whole, fieldName());
    }

    private Formula number(int depth) {
        int next = depth - 1;
        if (depth == 0) {
            return switch (random.nextInt(8)) {
                case 0 -> Formula.literal(random.nextInt(3) == 0 ? 0L : random.nextInt(100));
                case 1 -> Formula.literal(random.nextInt(3) == 0 ? 0.0 : random.nextInt(1000) / 8.0);
                case 2 -> Formula.partition();
                case 3 -> Formula.header("attempt");
                default -> field();
            };
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> Formula.arithmetic(oneOf(OPERATIONS), number(next), number(next));
            case 4 -> Formula.negative(number(next));
            case 5 -> Formula.whole(any(next));
            case 6 -> Formula.floating(any(next));
            case 7 -> Formula.size(any(next));
            case 8 -> Formula.choice(condition(next), number(next), number(next));
            default -> Formula.fieldOr(fieldName(), number(next));
        };
    }

    private Formula text(int depth) {
        int next = depth - 1;
        if (depth == 0) {
            return switch (random.nextInt(8)) {
                case 0 -> Formula.topic();
                case 1 -> Formula.key();
                case 2 -> Formula.header("source");
                case 3, 4 -> Formula.literal(oneOf(TEXTS));
                default -> field();
            };
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Formula.arithmetic("+", text(next), text(next));
            case 3 -> Formula.lower(text(next));
            case 4, 5 -> Formula.inText(any(next));
            case 6 -> Formula.choice(condition(next), text(next), text(next));
            default -> Formula.fieldOr(fieldName(), text(next));
        };
    }

    private Formula any(int depth) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> text(depth);
            case 2, 3 -> number(depth);
            case 4 -> Formula.timestamp();
            case 5 -> condition(depth);
            default -> field();
        };
    }
}
