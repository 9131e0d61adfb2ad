package io.freshet.agent.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Settings in environment variables: {@code FRESHET_AGENT_} and the key in capitals, with underscores for dots. */
final class EnvironmentSettings {
    static final String PREFIX = "FRESHET_AGENT_";

    /** What Kubernetes sets in every pod beside a service that is called {@code freshet-agent}. */
    private static final Pattern OF_KUBERNETES = Pattern.compile(
            PREFIX + "(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern ADDRESS_OF_KUBERNETES = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentSettings() {}

    static List<Given> read(Map<String, String> environment, Problems problems) {
        List<Given> found = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, value) -> {
            if (variable.startsWith(PREFIX) && !isOfKubernetes(variable, value)) {
                add(variable, value, found, problems);
            }
        });
        return found;
    }

    private static boolean isOfKubernetes(String variable, String value) {
        return OF_KUBERNETES.matcher(variable).matches()
                || (variable.equals(PREFIX + "PORT")
                        && ADDRESS_OF_KUBERNETES.matcher(value).matches());
    }

    private static void add(String variable, String value, List<Given> found, Problems problems) {
        for (Setting<?> setting : Settings.ALL) {
            if (setting.isPrefix()
                    && variable.length() > setting.variable().length()
                    && variable.startsWith(setting.variable())) {
                String rest = variable.substring(setting.variable().length()).toLowerCase(Locale.ROOT);
                found.add(Given.text(setting.prefix() + rest, value, variable));
                return;
            }
            if (!setting.isPrefix() && setting.variable().equals(variable)) {
                found.add(Given.text(setting.key(), value, variable));
                return;
            }
        }
        List<String> known = Settings.ALL.stream().map(Setting::variable).collect(Collectors.toList());
        problems.add(
                "unknown environment variable " + variable + ": did you mean " + ClosestName.of(variable, known) + "?");
    }
}
