package io.freshet.transforms.route;

import io.freshet.transforms.expression.Expression;
import io.freshet.transforms.expression.ExpressionException;
import io.freshet.transforms.expression.NamedExpression;
import java.util.List;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.jspecify.annotations.Nullable;

/** Where records go: to the topic of the first case that is true, else to the one that an expression gives, else nowhere else. */
record Topics(List<NamedExpression> cases, @Nullable Expression topic) {

    private static final int LONGEST = 249;

    /**
     * Returns the topic of a record, its own if nothing says another.
     *
     * @throws ExpressionException if that cannot be told, or is no name of a topic
     */
    String of(ConnectRecord<?> record) {
        for (NamedExpression each : cases) {
            if (each.expression().test(record)) {
                return each.name();
            }
        }
        if (topic == null) {
            return record.topic();
        }
        String name = topic.text(record);
        if (!isTopic(name)) {
            throw topic.wrong(
                    "Expecting a topic's name of up to " + LONGEST + " of the characters a-z, A-Z, 0-9, ., _ and -."
                            + " Found: another text of " + name.length() + " characters");
        }
        return name;
    }

    boolean askForValue() {
        return (topic != null && topic.asksForValue())
                || cases.stream().anyMatch(each -> each.expression().asksForValue());
    }

    static boolean isTopic(String name) {
        if (name.isEmpty() || name.length() > LONGEST || name.equals(".") || name.equals("..")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean fits =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '-' && c <= '9' && c != '/') || c == '_';
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
