package io.freshet.transforms.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.NullValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Reads a field of a record's value or key, or asks if it is there, without making anything of what lies on the way. */
final class QuickPath implements QuickPlan.Part {

    private final boolean ofKey;
    private final Step[] steps;
    private final boolean asksIfThere;

    /** Threads may race: what one finds is as good as what the other does. */
    private @Nullable Whole lastWhole;

    private QuickPath(boolean ofKey, Step[] steps, boolean asksIfThere) {
        this.ofKey = ofKey;
        this.steps = steps;
        this.asksIfThere = asksIfThere;
    }

    static QuickPath whole(String name) {
        return new QuickPath(name.equals(Language.KEY), new Step[0], false);
    }

    static @Nullable QuickPath of(CelExpr selection) {
        boolean asksIfThere = selection.select().testOnly();
        Deque<Step> steps = new ArrayDeque<>();
        CelExpr at = selection;
        while (at.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            if (at != selection && at.select().testOnly()) {
                return null;
            }
            steps.addFirst(new Step(at.select().field()));
            at = at.select().operand();
        }
        String name = at.getKind() == CelExpr.ExprKind.Kind.IDENT ? at.ident().name() : "";
        if (!name.equals(Language.VALUE) && !name.equals(Language.KEY)) {
            return null;
        }
        return new QuickPath(name.equals(Language.KEY), steps.toArray(Step[]::new), asksIfThere);
    }

    @Override
    public Object of(ConnectRecord<?> record) {
        Object whole = ofKey ? record.key() : record.value();
        Schema schema = ofKey ? record.keySchema() : record.valueSchema();
        try {
            return steps.length == 0 ? whole(schema, whole) : walk(schema, whole);
        } catch (RuntimeException e) {
            return QuickPlan.UNSURE; // CEL's own evaluation meets it again, and says what it is
        }
    }

    private Object whole(@Nullable Schema schema, @Nullable Object whole) {
        Whole last = lastWhole;
        if (last == null || last.schema != schema) {
            last = new Whole(schema, Reading.of(schema));
            lastWhole = last;
        }
        return last.reading.orNull(whole);
    }

    private Object walk(@Nullable Schema schema, @Nullable Object whole) {
        if (whole == null || !Reading.isContainer(schema)) {
            return QuickPlan.UNSURE;
        }
        Object at = whole;
        Schema around = schema;
        int last = steps.length - 1;
        for (int i = 0; i < last; i++) {
            Step step = steps[i];
            at = step.in(at, around);
            around = step.lastSchema;
            if (at == null || at == QuickPlan.UNSURE || !step.lastIsContainer) {
                return QuickPlan.UNSURE;
            }
        }
        Step step = steps[last];
        Object found = step.in(at, around);
        if (found == QuickPlan.UNSURE) {
            return asksIfThere && isContainer(at) ? (Object) false : QuickPlan.UNSURE;
        }
        if (asksIfThere) {
            return found != null || at instanceof Map;
        }
        return found == null ? NullValue.NULL_VALUE : step.lastReading.of(found);
    }

    private static boolean isContainer(Object at) {
        return at instanceof Struct || at instanceof Map;
    }

    private record Whole(@Nullable Schema schema, Reading reading) {}

    /** One name on the way. What was found in the last schema is kept: records that follow each other nearly always share one. */
    private static final class Step {
        private final String name;
        private @Nullable Schema knownFor;
        private @Nullable Field field;
        private boolean ofMap;

        @Nullable
        Schema lastSchema;

        Reading lastReading = Reading.SCHEMALESS;
        boolean lastIsContainer = true;

        Step(String name) {
            this.name = name;
        }

        /** Returns the raw value, null if it is null, UNSURE if it is not there. */
        @Nullable
        Object in(Object parent, @Nullable Schema schema) {
            if (parent instanceof Map<?, ?> map) {
                if (schema != knownFor || !ofMap) {
                    knowMap(schema);
                }
                Object value = map.get(name);
                return value == null && !map.containsKey(name) ? QuickPlan.UNSURE : value;
            }
            if (parent instanceof Struct struct) {
                if (struct.schema() != knownFor || ofMap) {
                    knowStruct(struct.schema());
                }
                return field == null ? QuickPlan.UNSURE : struct.get(field);
            }
            return QuickPlan.UNSURE;
        }

        private void knowMap(@Nullable Schema schema) {
            knownFor = schema;
            ofMap = true;
            field = null;
            know(schema == null || schema.type() != Schema.Type.MAP ? null : schema.valueSchema());
        }

        private void knowStruct(Schema schema) {
            knownFor = schema;
            ofMap = false;
            field = schema.field(name);
            know(field == null ? null : field.schema());
        }

        private void know(@Nullable Schema found) {
            lastSchema = found;
            lastReading = Reading.of(found);
            lastIsContainer = Reading.isContainer(found);
        }
    }
}
