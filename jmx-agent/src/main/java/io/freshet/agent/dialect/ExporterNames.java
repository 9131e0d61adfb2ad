package io.freshet.agent.dialect;

/** Names as other exporters make them fit for Prometheus. */
final class ExporterNames {
    private ExporterNames() {}

    /** What is not allowed becomes an underscore, and several in a row become one. */
    static String safe(String name) {
        StringBuilder safe = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (allowed) {
                safe.append(c);
            } else if (safe.length() == 0 || safe.charAt(safe.length() - 1) != '_') {
                safe.append('_');
            }
        }
        return safe.toString();
    }
}
