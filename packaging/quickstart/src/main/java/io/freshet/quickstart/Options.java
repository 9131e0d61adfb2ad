package io.freshet.quickstart;

import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/** What the command line asks for. */
record Options(boolean once, OptionalInt portBase) {

    static Options parse(List<String> arguments) {
        boolean once = false;
        OptionalInt portBase = OptionalInt.empty();
        for (Iterator<String> rest = arguments.iterator(); rest.hasNext(); ) {
            String option = rest.next();
            switch (option) {
                case "--once" -> once = true;
                case "--port-base" -> portBase = OptionalInt.of(portBase(rest));
                default ->
                    throw new CannotRunException(
                            "Unknown option " + option + ". There are: --once, --port-base N, --help");
            }
        }
        return new Options(once, portBase);
    }

    private static int portBase(Iterator<String> rest) {
        String found = rest.hasNext() ? rest.next() : "nothing";
        int highest = 65_536 - PortPlan.COUNT;
        if (found.matches("[0-9]{4,5}") && Integer.parseInt(found) >= 1024 && Integer.parseInt(found) <= highest) {
            return Integer.parseInt(found);
        }
        throw new CannotRunException("--port-base: expecting a number from 1024 to " + highest + ". Found: " + found);
    }
}
