package io.freshet.transforms.expression;

/** What a {@link Formula} has for a record of which it has no value: the rule, as users read it. */
public final class NoValue extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String MISSING = "a field or key is missing, or lies in a null; has() asks for it";
    static final String OPERAND = "an operand is null or of a type that is not expected there";
    static final String RANGE = "a number is out of range";
    static final String ZERO = "a division by zero";
    static final String FORM = "a text or value has not the form that is expected there";

    static final String OTHER = "an operand is not what is expected there";

    /** Whether it is one that && or || has not decided about. */
    private final boolean undecided;

    NoValue(String rule) {
        this(rule, false);
    }

    private NoValue(String rule, boolean undecided) {
        super(rule, null, false, false);
        this.undecided = undecided;
    }

    NoValue asUndecided() {
        return new NoValue(rule(), true);
    }

    boolean isUndecided() {
        return undecided;
    }

    /** Returns the rule. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
