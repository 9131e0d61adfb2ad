package io.freshet.transforms.derive;

import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.NamedExpression;
import io.freshet.transforms.record.FieldPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where derived fields go: by the names of one level, in the order in which they are set.
 *
 * @param expressions of all levels, which leaves tell by their index
 */
record TargetTree(List<Expression> expressions, Branch root) {

    /** What stands at a name. */
    sealed interface Node {}

    /** A field with the value of an expression. */
    record Leaf(int index) implements Node {}

    /** A struct or map that has such fields. */
    record Branch(Map<String, Node> children) implements Node {}

    /**
     * Orders fields by their paths.
     *
     * @throws ConfigException if one would be both a field with a value and one that has fields; it names {@code setting}
     */
    static TargetTree of(String setting, List<NamedExpression> fields) {
        Branch root = new Branch(new LinkedHashMap<>());
        List<Expression> expressions = new ArrayList<>();
        for (NamedExpression field : fields) {
            List<String> steps = FieldPath.parse(setting, field.name()).steps();
            Branch at = root;
            for (String step : steps.subList(0, steps.size() - 1)) {
                if (at.children.computeIfAbsent(step, name -> new Branch(new LinkedHashMap<>()))
                        instanceof Branch next) {
                    at = next;
                } else {
                    throw taken(setting, field);
                }
            }
            if (at.children.putIfAbsent(steps.get(steps.size() - 1), new Leaf(expressions.size())) != null) {
                throw taken(setting, field);
            }
            expressions.add(field.expression());
        }
        return new TargetTree(List.copyOf(expressions), root);
    }

    private static ConfigException taken(String setting, NamedExpression field) {
        return new ConfigException(setting, field.name(), "Expecting a path that no other field has, nor begins with");
    }
}
