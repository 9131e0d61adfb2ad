package io.freshet.transforms.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.expression.Formula;
import io.freshet.transforms.expression.GeneratedFormulas;
import io.freshet.transforms.expression.GeneratedRecords;
import io.freshet.transforms.expression.GeneratedRecords.Shape;
import io.freshet.transforms.expression.NoValue;
import io.freshet.transforms.record.Fallback;
import io.freshet.transforms.record.Outcome;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against conditions that are worked out in plain Java: 10,000 records of each shape, and of each all that becomes of it, the
 * message of an error included.
 */
class FilterPropertyTest {

    private static final int CONDITIONS = 60;
    private static final int RECORDS_OF_EACH = 167;

    /** The same for all shapes: to check them is what takes time. */
    private static final List<Case> CASES = cases();

    private record Case(Formula condition, String mode, String onNull, String onError) {}

    private static List<Case> cases() {
        GeneratedFormulas formulas = new GeneratedFormulas(1);
        return formulas.some(CONDITIONS, formulas::condition).stream()
                .map(condition -> new Case(
                        condition,
                        formulas.oneOf(List.of("include", "exclude")),
                        formulas.oneOf(List.of("pass", "drop", "evaluate")),
                        formulas.oneOf(List.of("fail", "fail", "tag", "pass", "drop"))))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void apply_generatedConditionsAndRecords_isWhatPlainJavaSays(Shape shape) {
        GeneratedRecords records = new GeneratedRecords(shape.name().hashCode());
        for (Case each : CASES) {
            try (Filter.Record<?> filter = new Filter.Record<>()) {
                filter.configure(Map.of(
                        "condition", each.condition.text(),
                        "mode", each.mode,
                        "on.null", each.onNull,
                        "on.error", each.onError));
                for (int i = 0; i < RECORDS_OF_EACH; i++) {
                    check(each, filter, i % 2 == 0 ? records.next(shape) : records.nextOfSource(shape));
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // a filter takes records of all connectors
    private static <R extends ConnectRecord<R>> void check(
            Case each, Filter.Record<?> filter, ConnectRecord<?> record) {
        assertThat(Outcome.of((Filter.Record<R>) filter, (R) record)
                        .withoutColumns(each.condition.text().length()))
                .as("%s of %s", each, record)
                .isEqualTo(expected(each, (R) record));
    }

    private static <R extends ConnectRecord<R>> Outcome expected(Case each, R record) {
        if (record.value() == null && each.condition.asksForValue() && !each.onNull.equals("evaluate")) {
            return Outcome.of(each.onNull.equals("pass") ? record : null);
        }
        String error;
        try {
            Object value = each.condition.of(record);
            if (value instanceof Boolean holds) {
                return Outcome.of(holds == each.mode.equals("include") ? record : null);
            }
            error = "Setting 'condition': Expecting a bool of the expression at column 1. Found: "
                    + Formula.typeOf(value);
        } catch (NoValue e) {
            error = "Setting 'condition': the expression has no value for this record: " + e.rule();
        }
        return switch (each.onError) {
            case "pass" -> Outcome.of(record);
            case "drop" -> Outcome.of((ConnectRecord<?>) null);
            case "tag" -> Outcome.of(Fallback.tagged(record, "freshet.filter.error", error));
            default -> Outcome.failure("Record of topic flights, partition " + record.kafkaPartition() + ": " + error);
        };
    }
}
