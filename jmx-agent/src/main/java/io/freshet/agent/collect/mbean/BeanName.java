package io.freshet.agent.collect.mbean;

import io.freshet.agent.metric.Label;
import io.freshet.agent.metric.MetricSource;
import java.util.ArrayList;
import java.util.List;

/** Takes an MBean's name apart: {@code domain:key=value,...}, where values, and Yammer's domains, may be quoted. */
public final class BeanName {
    private final String text;
    private int position;

    private BeanName(String text) {
        this.text = text;
    }

    /** Begins the description of the metric behind an MBean that has a name. */
    public static MetricSource.Named parse(String mbean) {
        BeanName name = new BeanName(mbean);
        String domain = name.value(':');
        String type = "";
        String last = "";
        List<Label> labels = new ArrayList<>();
        while (name.position < mbean.length()) {
            String key = name.value('=');
            String value = name.value(',');
            if (key.equals("type")) {
                type = value;
            } else if (key.equals("name")) {
                last = value;
            } else {
                labels.add(new Label(key, value));
            }
        }
        return MetricSource.bean(domain, type, last, labels);
    }

    /** The keys and values of an MBean's name, in their order. */
    static List<Label> keys(String properties) {
        BeanName name = new BeanName(properties);
        List<Label> keys = new ArrayList<>();
        while (name.position < properties.length()) {
            String key = name.value('=');
            keys.add(new Label(key, name.value(',')));
        }
        return keys;
    }

    /** Reads up to the delimiter and steps over it. */
    private String value(char delimiter) {
        StringBuilder value = new StringBuilder();
        boolean quoted = position < text.length() && text.charAt(position) == '"';
        if (quoted) {
            position++;
            readQuoted(value);
        }
        while (position < text.length() && text.charAt(position) != delimiter) {
            value.append(text.charAt(position++));
        }
        position++;
        return value.toString();
    }

    private void readQuoted(StringBuilder value) {
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return;
            }
            if (c == '\\' && position < text.length()) {
                char escaped = text.charAt(position++);
                value.append(escaped == 'n' ? '\n' : escaped);
            } else {
                value.append(c);
            }
        }
    }
}
