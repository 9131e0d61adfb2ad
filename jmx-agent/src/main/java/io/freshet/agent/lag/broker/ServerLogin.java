package io.freshet.agent.lag.broker;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.kafka.common.network.ListenerName;
import org.jspecify.annotations.Nullable;

/** The credentials of a broker that stand in a JAAS file, written as a client's setting. */
final class ServerLogin {
    private static final String SECTION = "KafkaServer";

    private ServerLogin() {}

    /** Null where there are none. */
    static @Nullable String of(ListenerName listener, String mechanism) {
        AppConfigurationEntry[] entries;
        try {
            Configuration file = Configuration.getConfiguration();
            entries = file.getAppConfigurationEntry(listener.value().toLowerCase(Locale.ROOT) + "." + SECTION);
            entries = entries == null ? file.getAppConfigurationEntry(SECTION) : entries;
        } catch (SecurityException e) {
            // There is no such file.
            return null;
        }
        return entries == null || entries.length == 0 ? null : text(entryOf(mechanism, entries));
    }

    /** A section may have one for each mechanism; a setting has one. */
    private static AppConfigurationEntry entryOf(String mechanism, AppConfigurationEntry[] entries) {
        String word = mechanism.startsWith("SCRAM") ? "scram" : mechanism.equals("GSSAPI") ? "krb5" : mechanism;
        for (AppConfigurationEntry entry : entries) {
            String module = entry.getLoginModuleName();
            String simple = module.substring(module.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (simple.startsWith(word.toLowerCase(Locale.ROOT))) {
                return entry;
            }
        }
        return entries[0];
    }

    private static String text(AppConfigurationEntry entry) {
        StringBuilder text = new StringBuilder(entry.getLoginModuleName()).append(" required");
        Map<String, Object> options = new TreeMap<>(entry.getOptions());
        options.forEach((key, value) -> text.append(' ')
                .append(key)
                .append("=\"")
                .append(String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"'));
        return text.append(';').toString();
    }
}
