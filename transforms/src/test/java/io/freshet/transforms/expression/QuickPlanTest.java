package io.freshet.transforms.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.values.CelByteString;
import io.freshet.transforms.expression.GeneratedRecords.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the quick plan says is what CEL's own evaluation says. */
class QuickPlanTest {

    private static final int EXPRESSIONS = 200;
    private static final int RECORDS_OF_EACH = 50;

    /** The same for all shapes: to make and check them is what takes time. */
    private static final List<Expression> GENERATED = expressions(new Random(1));

    @ParameterizedTest
    @EnumSource(Shape.class)
    void evaluate_generatedExpressionsAndRecords_isWhatCelSays(Shape shape) {
        GeneratedRecords records = new GeneratedRecords(shape.name().hashCode());
        int sure = 0;
        for (Expression expression : GENERATED) {
            for (int i = 0; i < RECORDS_OF_EACH; i++) {
                SinkRecord record = records.next(shape);
                Object quick = quick(expression, record);
                if (quick != QuickPlan.UNSURE) {
                    sure++;
                    assertThat(comparable(quick))
                            .as("%s of %s", expression, record)
                            .isEqualTo(comparable(full(expression, record)));
                }
            }
        }
        assertThat(sure).as("answers of 10,000").isGreaterThan(100);
    }

    @Test
    void parse_commonExpressions_areQuick() {
        assertThat(List.of(
                        "value.delay > 60 && value.origin in ['JFK', 'LAX']",
                        "has(value.delay) && value.delay >= 0",
                        "value.after.id == 7 || key == 'a'",
                        "topic + '-' + value.origin",
                        "value.delay > 60 ? 'late' : 'fine'",
                        "value.name.startsWith('A') && !(partition == 0)",
                        "double(value.delay) / 60.0",
                        "size(value.name) <= 3"))
                .allMatch(text ->
                        Expression.parse("condition", text, ExpressionType.ANY).isQuick());
    }

    private static Object quick(Expression expression, SinkRecord record) {
        QuickPlan plan = QuickPlan.of(expression.tree());
        return plan == null ? QuickPlan.UNSURE : plan.evaluate(record);
    }

    private static Object full(Expression expression, SinkRecord record) {
        try {
            return expression.evaluateFully(record);
        } catch (ExpressionException e) {
            return e;
        }
    }

    /** Views and lists compare by their elements, doubles by their bits. */
    private static Object comparable(Object value) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(comparable(element)));
            return copy;
        }
        return value instanceof View || value instanceof CelByteString ? String.valueOf(value) : value;
    }

    private static List<Expression> expressions(Random random) {
        List<Expression> expressions = new ArrayList<>();
        while (expressions.size() < EXPRESSIONS) {
            Expression expression = parsed(any(random, 1 + random.nextInt(2)));
            if (expression != null && expression.isQuick()) {
                expressions.add(expression);
            }
        }
        return expressions;
    }

    private static @Nullable Expression parsed(String text) {
        try {
            return Expression.parse("condition", text, ExpressionType.ANY);
        } catch (org.apache.kafka.common.config.ConfigException e) {
            return null;
        }
    }

    private static String any(Random random, int depth) {
        if (depth == 0) {
            return leaf(random);
        }
        String a = any(random, depth - 1);
        String b = any(random, depth - 1);
        return switch (random.nextInt(22)) {
            case 0, 1 -> "(" + a + " && " + b + ")";
            case 2, 3 -> "(" + a + " || " + b + ")";
            case 4 -> "(" + a + " == " + b + ")";
            case 5 -> "(" + a + " != " + b + ")";
            case 6 -> "(" + a + " < " + b + ")";
            case 7 -> "(" + a + " <= " + b + ")";
            case 8 -> "(" + a + " > " + b + ")";
            case 9 -> "(" + a + " >= " + b + ")";
            case 10 -> "(" + a + " + " + b + ")";
            case 11 -> "(" + a + " - " + b + ")";
            case 12 -> "(" + a + " * " + b + ")";
            case 13 -> "(" + a + " / " + b + ")";
            case 14 -> "(" + a + " % " + b + ")";
            case 15 -> "!" + a;
            case 16 -> "(" + a + " ? " + b + " : " + leaf(random) + ")";
            case 17 -> "(" + a + " in ['JFK', 'LAX', '7'])";
            case 18 -> "(" + a + " in [1, 2, 3, 50])";
            case 19 -> "size(" + a + ")";
            case 20 -> (random.nextBoolean() ? "string(" : "double(") + a + ")";
            default -> "string(" + a + ").startsWith('" + random.nextInt(10) + "')";
        };
    }

    private static String leaf(Random random) {
        String field = GeneratedRecords.FIELDS.get(random.nextInt(GeneratedRecords.FIELDS.size()));
        String nested = GeneratedRecords.FIELDS.get(random.nextInt(GeneratedRecords.FIELDS.size()));
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> "value." + field;
            case 5 -> "value." + field + "." + nested;
            case 6 -> "has(value." + field + ")";
            case 7 -> "has(value." + field + "." + nested + ")";
            case 8 -> "key";
            case 9 -> "topic";
            case 10 -> "partition";
            case 11 -> random.nextInt(100) + "." + random.nextInt(10);
            case 12 -> "'" + random.nextInt(10) + "'";
            case 13 -> random.nextBoolean() ? "true" : "null";
            case 14 -> "timestamp";
            default -> String.valueOf(random.nextInt(100) - 50);
        };
    }
}
