package io.freshet.agent.config;

/**
 * A name in which {@code *} stands for any letters and {@code ?} for one; a backslash before them takes that meaning. All of
 * the name has to match, and case counts.
 */
public final class NamePattern {
    private static final char ANY = '*';
    private static final char ONE = '?';
    private static final char ESCAPE = '\\';

    /** Of each letter, whether it is one that stands for others. */
    private final boolean[] wild;

    private final String letters;

    private NamePattern(String letters, boolean[] wild) {
        this.letters = letters;
        this.wild = wild;
    }

    public static NamePattern of(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        boolean[] wild = new boolean[text.length()];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ESCAPE && i + 1 < text.length()) {
                i++;
                letters.append(text.charAt(i));
            } else {
                wild[letters.length()] = c == ANY || c == ONE;
                letters.append(c);
            }
        }
        return new NamePattern(letters.toString(), wild);
    }

    /** Goes back to the last star only, which is enough: an earlier one could not do better. */
    public boolean matches(String name) {
        int at = 0;
        int star = -1;
        int afterStar = 0;
        int i = 0;
        while (i < name.length()) {
            if (at < letters.length() && is(ANY, at)) {
                star = at++;
                afterStar = i;
            } else if (at < letters.length() && (is(ONE, at) || isLetter(name.charAt(i), at))) {
                at++;
                i++;
            } else if (star >= 0) {
                at = star + 1;
                i = ++afterStar;
            } else {
                return false;
            }
        }
        while (at < letters.length() && is(ANY, at)) {
            at++;
        }
        return at == letters.length();
    }

    private boolean is(char special, int at) {
        return wild[at] && letters.charAt(at) == special;
    }

    private boolean isLetter(char c, int at) {
        return !wild[at] && letters.charAt(at) == c;
    }

    @Override
    public String toString() {
        return letters;
    }
}
