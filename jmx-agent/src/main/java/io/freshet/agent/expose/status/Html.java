package io.freshet.agent.expose.status;

import java.util.function.Consumer;

/** Writes HTML. What comes from outside goes through {@link #text}, which leaves it no power over the page. */
final class Html {
    private final Consumer<String> target;

    Html(Consumer<String> target) {
        this.target = target;
    }

    /** Markup of our own. */
    Html raw(String markup) {
        target.accept(markup);
        return this;
    }

    Html text(String text) {
        target.accept(escaped(text));
        return this;
    }

    /** An element that holds a text. */
    Html element(String start, String text) {
        int end = start.indexOf(' ');
        String name = end < 0 ? start : start.substring(0, end);
        return raw("<" + start + ">").text(text).raw("</" + name + ">");
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&':
                    escaped.append("&amp;");
                    break;
                case '<':
                    escaped.append("&lt;");
                    break;
                case '>':
                    escaped.append("&gt;");
                    break;
                case '"':
                    escaped.append("&quot;");
                    break;
                case '\'':
                    escaped.append("&#39;");
                    break;
                default:
                    escaped.appendCodePoint(isHarmless(c) ? c : 0xfffd);
                    break;
            }
        });
        return escaped.toString();
    }

    /** Control characters have no place in HTML, and those that turn the direction of writing could disguise a name. */
    private static boolean isHarmless(int c) {
        int type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.SURROGATE
                && !(c >= 0x202a && c <= 0x202e)
                && !(c >= 0x2066 && c <= 0x2069);
    }
}
