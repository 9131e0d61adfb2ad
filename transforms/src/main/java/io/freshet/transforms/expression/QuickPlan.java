package io.freshet.transforms.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates what most expressions are made of: fields, constants, comparisons, logic, arithmetic and a few functions of
 * texts. It answers where CEL leaves no doubt: operands of one plain type, fields that are there. For anything else it is
 * {@link #UNSURE}, and CEL's own evaluation, about thirty times slower, gives the value or the error. So it needs to know
 * none of CEL's rules for errors, and a test can hold one against the other.
 */
final class QuickPlan {

    /** Not a value: CEL itself is to be asked. */
    static final Object UNSURE = new Object();

    /** One part of an expression. */
    @FunctionalInterface
    interface Part {
        Object of(ConnectRecord<?> record);
    }

    private final Part root;

    private QuickPlan(Part root) {
        this.root = root;
    }

    /** Returns the plan of an expression, null if it has anything that is not known here. */
    static @Nullable QuickPlan of(CelAbstractSyntaxTree tree) {
        Part root = part(tree.getExpr());
        return root == null ? null : new QuickPlan(root);
    }

    Object evaluate(ConnectRecord<?> record) {
        return root.of(record);
    }

    private static @Nullable Part part(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression.constant());
            case IDENT -> name(expression.ident().name());
            case SELECT -> QuickPath.of(expression);
            case CALL -> call(expression.call());
            default -> null;
        };
    }

    private static @Nullable Part constant(CelConstant constant) {
        Object value = valueOf(constant);
        return value == null ? null : record -> value;
    }

    private static @Nullable Object valueOf(CelConstant constant) {
        return switch (constant.getKind()) {
            case NULL_VALUE -> NullValue.NULL_VALUE;
            case BOOLEAN_VALUE -> (Object) constant.booleanValue();
            case INT64_VALUE -> (Object) constant.int64Value();
            case DOUBLE_VALUE -> (Object) constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> null;
        };
    }

    private static @Nullable Part name(String name) {
        return switch (name) {
            case Language.VALUE, Language.KEY -> QuickPath.whole(name);
            case Language.TOPIC -> record -> record.topic() == null ? UNSURE : record.topic();
            case Language.PARTITION -> RecordScope::partition;
            case Language.TIMESTAMP -> RecordScope::timestamp;
            default -> null;
        };
    }

    private static @Nullable Part call(CelExpr.CelCall call) {
        List<CelExpr> operands = new ArrayList<>();
        call.target().ifPresent(operands::add);
        operands.addAll(call.args());
        if (call.function().equals("@in")) {
            return in(operands.get(0), operands.get(1));
        }
        List<Part> parts = new ArrayList<>();
        for (CelExpr operand : operands) {
            Part part = part(operand);
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return switch (parts.size()) {
            case 1 -> QuickOperators.unary(call.function(), parts.get(0));
            case 2 -> QuickOperators.binary(call.function(), parts.get(0), parts.get(1));
            case 3 ->
                call.function().equals("_?_:_")
                        ? QuickOperators.conditional(parts.get(0), parts.get(1), parts.get(2))
                        : null;
            default -> null;
        };
    }

    /** Whether something is among constants, of which all are texts or all are ints. */
    private static @Nullable Part in(CelExpr element, CelExpr list) {
        Part part = part(element);
        if (part == null || list.getKind() != CelExpr.ExprKind.Kind.LIST) {
            return null;
        }
        Set<Object> constants = new HashSet<>();
        for (CelExpr each : list.list().elements()) {
            Object constant = each.getKind() == CelExpr.ExprKind.Kind.CONSTANT ? valueOf(each.constant()) : null;
            if (constant == null) {
                return null;
            }
            constants.add(constant);
        }
        if (!list.list().optionalIndices().isEmpty()) {
            return null;
        }
        if (constants.stream().allMatch(String.class::isInstance)) {
            return record -> among(constants, part.of(record), String.class, Number.class);
        }
        if (constants.stream().allMatch(Long.class::isInstance)) {
            return record -> among(constants, part.of(record), Long.class, String.class);
        }
        return null;
    }

    private static Object among(Set<Object> constants, Object value, Class<?> same, Class<?> other) {
        if (same.isInstance(value)) {
            return constants.contains(value);
        }
        return other.isInstance(value) || value == NullValue.NULL_VALUE ? false : UNSURE;
    }
}
