package io.freshet.transforms.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.bundle.Cel;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.validator.CelAstValidator;
import java.util.List;

/** Finds regular expressions that RE2, which evaluates them, does not take; CEL's own check asks Java's. */
final class RegexLiterals implements CelAstValidator {

    @Override
    public void validate(CelNavigableAst tree, Cel cel, IssuesFactory issues) {
        tree.getRoot()
                .allNodes()
                .map(node -> node.expr().callOrDefault())
                .filter(call -> call.function().equals("matches"))
                .forEach(call -> check(last(call.args()), issues));
    }

    private static CelExpr last(List<CelExpr> arguments) {
        return arguments.get(arguments.size() - 1);
    }

    private static void check(CelExpr regex, IssuesFactory issues) {
        if (regex.constantOrDefault().getKind() != CelConstant.Kind.STRING_VALUE) {
            return;
        }
        try {
            Pattern.compile(regex.constant().stringValue());
        } catch (PatternSyntaxException e) {
            issues.addError(regex.id(), "Expecting a regular expression as RE2 takes it. Found: " + e.getDescription());
        }
    }
}
