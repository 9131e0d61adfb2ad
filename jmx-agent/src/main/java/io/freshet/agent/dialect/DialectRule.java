package io.freshet.agent.dialect;

import io.freshet.agent.metric.FamilyName;
import io.freshet.agent.metric.FamilyType;
import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import io.freshet.agent.metric.SeriesPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which readings of which metrics are called how. README.md, "Dialects", explains the fields. */
final class DialectRule {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private final MetricSource.Origin origin;
    private final Pattern domain;
    private final Pattern group;
    private final Pattern metric;
    private final Pattern keys;
    private final Pattern read;
    private final String family;
    private final FamilyType type;
    private final Map<String, String> labels;
    private final boolean allKeys;
    private final boolean lowerCaseLabels;
    private final boolean drop;
    private final String textLabel;

    DialectRule(RuleFields fields) {
        this.origin = fields.text("of", "bean").equals("bean") ? MetricSource.Origin.BEAN : MetricSource.Origin.GROUP;
        this.domain = Pattern.compile(fields.text("domain", ".*"));
        this.group = Pattern.compile(fields.text("group", ".*"));
        this.metric = Pattern.compile(fields.text("metric", ".*"));
        this.keys = Pattern.compile(fields.text("keys", ".*"));
        this.read = Pattern.compile(fields.text("read", "value"));
        this.family = fields.text("family", "");
        this.drop = family.isEmpty();
        this.type = FamilyType.valueOf(fields.text("type", "gauge").toUpperCase(Locale.ROOT));
        this.labels = fields.map("labels");
        this.allKeys = !fields.has("labels");
        this.lowerCaseLabels = fields.text("label-names", "").equals("lower");
        this.textLabel = fields.text("text-label", "");
    }

    boolean fits(MetricSource source, Reading reading) {
        return source.origin() == origin
                && read.matcher(reading.what()).matches()
                && domain.matcher(source.domain()).matches()
                && group.matcher(source.type()).matches()
                && metric.matcher(source.name()).matches()
                && keys.matcher(names(source)).matches();
    }

    /** The series; none where the rule says to leave it out. */
    Optional<SeriesPlan> plan(MetricSource source, Reading reading) {
        if (drop) {
            return Optional.empty();
        }
        Map<String, String> variables = variables(source);
        FamilyName name =
                new FamilyName(ExporterNames.safe(fill(family, variables)).toLowerCase(Locale.ROOT), type);
        List<Label> all = new ArrayList<>();
        labels.forEach((label, value) -> all.add(label(fill(label, variables), fill(value, variables))));
        if (allKeys) {
            source.labels().forEach(key -> all.add(label(key.name(), key.value())));
        }
        all.addAll(reading.labels());
        SeriesPlan plan = reading.plan().named(name, all);
        return Optional.of(reading.what().equals("text") ? plan.textLabel(textLabel(source)) : plan);
    }

    /** A text stands in a label that is called as the attribute, unless it has a name here. */
    private String textLabel(MetricSource source) {
        return textLabel.isEmpty() ? ExporterNames.safe(source.name()) : textLabel;
    }

    private Label label(String name, String value) {
        String safe = ExporterNames.safe(name);
        return new Label(lowerCaseLabels ? safe.toLowerCase(Locale.ROOT) : safe, value);
    }

    private Map<String, String> variables(MetricSource source) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("domain", captured(domain, source.domain()));
        variables.put("group", captured(group, source.type()));
        variables.put("metric", captured(metric, source.name()));
        StringBuilder inline = new StringBuilder();
        for (Label key : keys(source)) {
            variables.put("key:" + key.name(), key.value());
            inline.append('_').append(key.name()).append('_').append(key.value());
        }
        variables.put("keys", inline.toString());
        return variables;
    }

    /** What the pattern's parentheses took; all of it where there are none. */
    private static String captured(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() && matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : text;
    }

    private static String fill(String template, Map<String, String> variables) {
        return VARIABLE.matcher(template)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
    }

    /** Those that have a value: JMX leaves the others out. */
    private static List<Label> keys(MetricSource source) {
        return source.labels().stream().filter(key -> !key.value().isEmpty()).collect(Collectors.toUnmodifiableList());
    }

    private static String names(MetricSource source) {
        StringBuilder names = new StringBuilder();
        for (Label key : keys(source)) {
            names.append(names.length() == 0 ? "" : " ").append(key.name());
        }
        return names.toString();
    }
}
