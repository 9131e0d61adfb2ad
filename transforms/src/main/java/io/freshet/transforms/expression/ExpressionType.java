package io.freshet.transforms.expression;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;

/** What an expression may give, as far as that is known before there is a record. */
public enum ExpressionType {
    BOOL("a bool", CelKind.BOOL),
    STRING("a string", CelKind.STRING),
    ANY("any value", CelKind.DYN);

    private final String description;
    private final CelKind kind;

    ExpressionType(String description, CelKind kind) {
        this.description = description;
        this.kind = kind;
    }

    /** A dyn is known with the record only. */
    boolean accepts(CelType found) {
        return this == ANY || found.kind() == kind || found.kind() == CelKind.DYN || found.kind() == CelKind.ANY;
    }

    @Override
    public String toString() {
        return description;
    }
}
