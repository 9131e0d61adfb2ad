package io.freshet.transforms.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.freshet.transforms.expression.Language.BadExpressionException;
import io.freshet.transforms.record.FieldPath;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * An expression over a record, in <a href="https://cel.dev">CEL</a>: it knows {@code value}, {@code key}, {@code headers},
 * {@code topic}, {@code partition} and {@code timestamp}, reads no more than that, changes nothing and always ends.
 *
 * <p>What most expressions are made of is evaluated by a {@link QuickPlan}; whatever that leaves open, for a record or for
 * all, is CEL's own evaluation to say.
 */
public final class Expression {

    private static final Pattern POSITION = Pattern.compile("evaluation error at [^:]*:(\\d+):.*", Pattern.DOTALL);

    private final String setting;
    private final String text;
    private final int start;
    private final ExpressionType wanted;
    private final CelAbstractSyntaxTree tree;
    private final CelRuntime.Program program;
    private final @Nullable QuickPlan quick;
    private final Set<String> names;

    /** What a mere field of the value or key is, null if this is more than that. */
    private final @Nullable FieldPath field;

    private Expression(
            String setting,
            String text,
            int start,
            ExpressionType wanted,
            CelAbstractSyntaxTree tree,
            CelRuntime.Program program) {
        this.setting = setting;
        this.text = text;
        this.start = start;
        this.wanted = wanted;
        this.tree = tree;
        this.program = program;
        this.quick = QuickPlan.of(tree);
        this.field = fieldOf(tree.getExpr());
        this.names = CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.IDENT)
                .map(node -> node.expr().ident().name())
                .filter(Language.NAMES::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable FieldPath fieldOf(CelExpr expression) {
        StringBuilder path = new StringBuilder();
        CelExpr at = expression;
        while (at.getKind() == CelExpr.ExprKind.Kind.SELECT && !at.select().testOnly()) {
            path.insert(0, ".`" + at.select().field() + "`");
            at = at.select().operand();
        }
        String name = at.getKind() == CelExpr.ExprKind.Kind.IDENT ? at.ident().name() : "";
        boolean isField = !path.isEmpty() && (name.equals(Language.VALUE) || name.equals(Language.KEY));
        return isField ? FieldPath.parse("expression", path.substring(1)) : null;
    }

    /**
     * Reads an expression and checks its types.
     *
     * @throws ConfigException if it is none or cannot give what is wanted; it names {@code setting} and points at the place
     */
    public static Expression parse(String setting, String text, ExpressionType wanted) {
        return parse(setting, text, 0, text.length(), wanted);
    }

    /** Reads an expression that is a part of a setting; places are told in the whole of it. */
    static Expression parse(String setting, String whole, int start, int end, ExpressionType wanted) {
        String text = whole.substring(start, end);
        Place place = new Place(whole);
        if (text.isBlank()) {
            throw new ConfigException(setting, whole, place.at(start, "Expecting an expression. Found: nothing"));
        }
        if (text.length() > Language.MOST_CHARACTERS) {
            throw new ConfigException(
                    setting,
                    whole.substring(0, 80) + "...",
                    "Expecting an expression of at most " + Language.MOST_CHARACTERS + " characters. Found: "
                            + text.length());
        }
        try {
            CelAbstractSyntaxTree tree = Language.compile(text);
            CelType type = tree.getResultType();
            if (!wanted.accepts(type)) {
                throw new ConfigException(
                        setting,
                        whole,
                        place.at(start + firstOf(text), "Expecting " + wanted + ". Found: " + name(type)));
            }
            return new Expression(setting, text, start, wanted, tree, Language.program(tree));
        } catch (BadExpressionException e) {
            throw new ConfigException(setting, whole, place.describe(e.issues(), start));
        }
    }

    private static int firstOf(String text) {
        return text.length() - text.stripLeading().length();
    }

    private static String name(CelType type) {
        return type.name()
                .replace("google.protobuf.Timestamp", "timestamp")
                .replace("google.protobuf.Duration", "duration");
    }

    /** Returns if the value depends on the record's value. */
    public boolean asksForValue() {
        return names.contains(Language.VALUE);
    }

    /**
     * Returns if a condition is true of a record.
     *
     * @throws ExpressionException if that cannot be told
     */
    public boolean test(ConnectRecord<?> record) {
        Object value = evaluate(record);
        if (value instanceof Boolean bool) {
            return bool;
        }
        throw mismatch(value);
    }

    /**
     * Returns the text that this is for a record.
     *
     * @throws ExpressionException if it is none
     */
    public String text(ConnectRecord<?> record) {
        Object value = evaluate(record);
        if (value instanceof String string) {
            return string;
        }
        throw mismatch(value);
    }

    /**
     * Returns the schema of a field for this, where the record's value and key have these schemas. A mere field keeps its own.
     *
     * @throws ExpressionException if the schemas leave its type open
     */
    public Schema schemaFor(@Nullable Schema keySchema, @Nullable Schema valueSchema) {
        Schema ofField = field == null ? null : field.schemaIn(isOfKey() ? keySchema : valueSchema);
        if (ofField != null) {
            return ofField;
        }
        CelType type = Language.typeFor(text, valueSchema, keySchema);
        Schema schema = type == null ? null : Types.schemaOf(type);
        Schema untyped = schema == null ? Types.schemaOf(tree.getResultType()) : schema;
        if (untyped == null) {
            throw wrong("Expecting a type that the record's schema tells. Found: one that only its values tell;"
                    + " int(), double(), string(), bool() or timestamp() around it says which");
        }
        return untyped;
    }

    /**
     * Returns the value for a field of the schema that {@link #schemaFor} gave.
     *
     * @throws ExpressionException if there is none
     */
    public @Nullable Object typed(ConnectRecord<?> record, Schema schema) {
        Object value = evaluate(record);
        try {
            Schema schemaOfWhole = isOfKey() ? record.keySchema() : record.valueSchema();
            return field != null && keeps(field, schemaOfWhole, schema)
                    ? field.valueIn(isOfKey() ? record.key() : record.value())
                    : Result.typed(value, schema);
        } catch (DataException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a mere field keeps its schema: one to which structs lead does, an entry of a map has that of its type. */
    @SuppressWarnings(
            "ReferenceEquality") // it is the very one that was found there, and told for this record's schemas
    private static boolean keeps(FieldPath field, @Nullable Schema whole, Schema schema) {
        return field.schemaIn(whole) == schema;
    }

    /**
     * Returns the value for a map without schema.
     *
     * @throws ExpressionException if there is none
     */
    public @Nullable Object schemaless(ConnectRecord<?> record) {
        Object value = evaluate(record);
        try {
            return Result.schemaless(value);
        } catch (DataException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the error of a record for which this has a value that will not do. */
    public ExpressionException wrong(String why) {
        return new ExpressionException("Setting '" + setting + "', the expression at column " + column() + ": " + why);
    }

    /** Where it begins, after blanks. */
    private int column() {
        return start + firstOf(text) + 1;
    }

    private boolean isOfKey() {
        return names.contains(Language.KEY);
    }

    private ExpressionException mismatch(Object value) {
        return new ExpressionException("Setting '" + setting + "': Expecting " + wanted
                + " of the expression at column " + column() + ". Found: " + TypeName.of(value));
    }

    /** Returns CEL's value of this for a record. */
    Object evaluate(ConnectRecord<?> record) {
        if (quick != null) {
            Object value = quick.evaluate(record);
            if (value != QuickPlan.UNSURE) {
                return value;
            }
        }
        return evaluateFully(record);
    }

    Object evaluateFully(ConnectRecord<?> record) {
        try {
            return program.eval(new RecordScope(record));
        } catch (CelEvaluationException e) {
            throw failure(e); // without its cause, whose text may have values of the record
        }
    }

    private ExpressionException failure(CelEvaluationException e) {
        Matcher position = POSITION.matcher(String.valueOf(e.getMessage()));
        int offset = position.matches() ? Integer.parseInt(position.group(1)) : 0;
        int column = start + text.offsetByCodePoints(0, Math.min(offset, text.codePointCount(0, text.length()))) + 1;
        return new ExpressionException("Setting '" + setting + "': the expression has no value for this record: "
                + rule(e.getErrorCode()) + ", at column " + column);
    }

    private static String rule(CelErrorCode code) {
        return switch (code) {
            case ATTRIBUTE_NOT_FOUND -> "a field or key is missing, or lies in a null; has() asks for it";
            case INDEX_OUT_OF_BOUNDS -> "a list has no such index";
            case DIVIDE_BY_ZERO -> "a division by zero";
            case NUMERIC_OVERFLOW -> "a number is out of range";
            case OVERLOAD_NOT_FOUND -> "an operand is null or of a type that is not expected there";
            case BAD_FORMAT -> "a text or value has not the form that is expected there";
            case INVALID_ARGUMENT -> "an argument is not expected there";
            case DUPLICATE_ATTRIBUTE -> "a map has a key twice";
            case ITERATION_BUDGET_EXCEEDED -> "its loops take too many turns";
            default -> "an operand is not what is expected there";
        };
    }

    CelAbstractSyntaxTree tree() {
        return tree;
    }

    /** Returns if all of the expression can be evaluated without CEL's own evaluation. */
    boolean isQuick() {
        return quick != null;
    }

    @Override
    public String toString() {
        return text;
    }
}
