package io.freshet.transforms.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelMathExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The language of expressions: CEL with its standard library, its strings and math extensions and optional values, over the
 * names that a record has. Its bounds: an expression has a length, a depth and a number of parts, its loops together a number
 * of turns, and a regular expression takes time in proportion to the text (RE2).
 */
final class Language {

    static final String VALUE = "value";
    static final String KEY = "key";
    static final String HEADERS = "headers";
    static final String TOPIC = "topic";
    static final String PARTITION = "partition";
    static final String TIMESTAMP = "timestamp";
    static final List<String> NAMES = List.of(VALUE, KEY, HEADERS, TOPIC, PARTITION, TIMESTAMP);

    static final int MOST_CHARACTERS = 8_000;
    private static final int MOST_PARTS = 4_000;
    private static final int MOST_NESTED = 100;
    private static final int MOST_TURNS = 10_000;
    private static final int LARGEST_REGEX = 2_000;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .enableOptionalSyntax(true)
            .maxExpressionCodePointSize(MOST_CHARACTERS)
            .maxParseExpressionNodeCount(MOST_PARTS)
            .maxParseRecursionDepth(MOST_NESTED)
            .maxParseErrorRecoveryLimit(1)
            .comprehensionMaxIterations(MOST_TURNS)
            .maxRegexProgramSize(LARGEST_REGEX)
            .build();

    private static final CelOptionalLibrary OPTIONAL = CelExtensions.optional();
    private static final CelStringExtensions STRINGS = CelExtensions.strings();
    private static final CelMathExtensions MATH = CelExtensions.math();

    private static final CelCompiler COMPILER =
            compiler(SimpleType.DYN, SimpleType.DYN).build();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(OPTIONAL, STRINGS, MATH)
            .build();

    private static final CelValidator LITERALS = CelValidatorFactory.standardCelValidatorBuilder(COMPILER, RUNTIME)
            .addAstValidators(
                    new RegexLiterals(), TimestampLiteralValidator.INSTANCE, DurationLiteralValidator.INSTANCE)
            .build();

    private Language() {}

    private static CelCompilerBuilder compiler(CelType value, CelType key) {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addLibraries(OPTIONAL, STRINGS, MATH)
                .addVar(VALUE, value)
                .addVar(KEY, key)
                .addVar(HEADERS, MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar(TOPIC, SimpleType.STRING)
                .addVar(PARTITION, NullableType.create(SimpleType.INT))
                .addVar(TIMESTAMP, NullableType.create(SimpleType.TIMESTAMP));
    }

    /** Returns the type of an expression where the value and key have these schemas, null if it is none for them. */
    static @Nullable CelType typeFor(String text, @Nullable Schema value, @Nullable Schema key) {
        Types types = new Types();
        CelCompilerBuilder builder = compiler(types.of(value), types.of(key)).setTypeProvider(types);
        try {
            CelValidationResult compiled = builder.build().compile(text);
            return compiled.hasError() ? null : compiled.getAst().getResultType();
        } catch (CelValidationException | IllegalStateException e) {
            return null; // what the checker makes of an odd schema says nothing of the expression
        }
    }

    /**
     * Reads an expression and checks its types.
     *
     * @throws BadExpressionException if it is none; it knows the places
     */
    static CelAbstractSyntaxTree compile(String text) throws BadExpressionException {
        CelValidationResult compiled = COMPILER.compile(text);
        CelAbstractSyntaxTree tree = tree(compiled);
        CelValidationResult literals = LITERALS.validate(tree);
        if (literals.hasError()) {
            throw new BadExpressionException(literals.getErrors());
        }
        return tree;
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult compiled) throws BadExpressionException {
        try {
            return compiled.getAst();
        } catch (CelValidationException e) {
            throw new BadExpressionException(e.getErrors());
        }
    }

    static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws BadExpressionException {
        try {
            return RUNTIME.createProgram(tree);
        } catch (CelEvaluationException e) {
            throw new BadExpressionException(List.of(CelIssue.formatError(1, 0, String.valueOf(e.getMessage()))));
        }
    }

    /** An expression that is none, with what is wrong where. */
    static final class BadExpressionException extends Exception {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // nobody serializes it
        private final ImmutableList<CelIssue> issues;

        BadExpressionException(List<CelIssue> issues) {
            this.issues = ImmutableList.copyOf(issues);
        }

        List<CelIssue> issues() {
            return issues;
        }
    }
}
