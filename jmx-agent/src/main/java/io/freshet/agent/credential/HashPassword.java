package io.freshet.agent.credential;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The command that makes a hash of a password, which it reads from the terminal or from standard input. */
public final class HashPassword {
    private HashPassword() {}

    /** Prints the hash; never takes a password as an argument, where others on the machine could read it. */
    @SuppressWarnings("SystemConsoleNull") // Before Java 22 it is null where there is no terminal.
    public static void main(String[] arguments) throws IOException {
        Console console = System.console();
        String password = console == null ? lineOfInput() : typed(console);
        if (password == null || password.isEmpty()) {
            throw new IllegalArgumentException("no password was given");
        }
        System.out.println(PasswordHash.of(password, PasswordHash.ITERATIONS));
    }

    private static @Nullable String typed(Console console) {
        char[] once = console.readPassword("Password: ");
        char[] again = console.readPassword("Again: ");
        if (once == null || again == null || !new String(once).equals(new String(again))) {
            throw new IllegalArgumentException("the two differ");
        }
        return new String(once);
    }

    private static @Nullable String lineOfInput() throws IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }
}
