package io.freshet.comparisons.load;

import java.nio.charset.StandardCharsets;

/**
 * A row of the table, made from its number, and the message that Debezium's PostgreSQL connector writes for it with its
 * converter's schemas off.
 *
 * @param name unique, about 16 characters
 * @param city one of some thousand
 */
record Customer(int id, String name, String city, double balance) {
    private static final String[] FIRST = {
        "Anna", "Bruno", "Clara", "David", "Elena", "Felix", "Greta", "Henri", "Irina", "Jakob", "Katja", "Louis",
        "Maria", "Nils", "Olivia", "Peter"
    };
    private static final String[] TOWN_START = {
        "Ash", "Birch", "Cold", "Deep", "East", "Fair", "Glen", "High", "Iron", "Kings", "Lake", "Maple", "North",
        "Oak", "Pine", "Red"
    };
    private static final String[] TOWN_MIDDLE = {
        "en", "ing", "er", "le", "ham", "mer", "wick", "ston", "ber", "der", "vin", "sel", "bro", "cas", "mon", "tar"
    };
    private static final String[] TOWN_END = {
        "ton", "ville", "field", "ford", "bury", "port", "dale", "wood", "burg", "mouth", "stead", "gate", "ridge",
        "haven", "creek", "brook"
    };
    private static final String CONSONANTS = "bdfghklmnprstvwz";
    private static final String VOWELS = "aeiouyaeiouyaeio";
    private static final long FIRST_COMMIT = 1_790_000_000_000L;

    static Customer of(int id) {
        // An odd factor spreads numbers and keeps them unique.
        int mixed = id * 0x9E3779B1;
        String name = FIRST[id & 15] + " " + surname(mixed);
        String city = TOWN_START[mixed >>> 28] + TOWN_MIDDLE[(mixed >>> 24) & 15] + TOWN_END[(mixed >>> 20) & 15];
        return new Customer(id, name, city, ((mixed >>> 8) % 1_000_000) / 100.0);
    }

    private static String surname(int mixed) {
        char[] letters = new char[11];
        for (int i = 0; i < letters.length; i++) {
            // Eight times four bits are the number; what follows them only lengthens it.
            int four = (mixed >>> ((i * 4) & 31)) & 15;
            letters[i] = (i & 1) == 0 ? CONSONANTS.charAt(four) : VOWELS.charAt(four);
        }
        letters[0] = Character.toUpperCase(letters[0]);
        return new String(letters);
    }

    byte[] key() {
        return key(id);
    }

    static byte[] key(int id) {
        return ("{\"id\":" + id + "}").getBytes(StandardCharsets.UTF_8);
    }

    /** Debezium's envelope of the row's insert. */
    byte[] envelope() {
        long millis = FIRST_COMMIT + id;
        long position = 24_023_128L + 312L * id;
        StringBuilder json = new StringBuilder(700);
        json.append("{\"before\":null,\"after\":{\"id\":").append(id);
        json.append(",\"name\":\"").append(name);
        json.append("\",\"city\":\"").append(city);
        json.append("\",\"zip\":\"").append(10_000 + id % 90_000);
        json.append("\",\"country\":\"US\",\"level\":\"").append(id % 5 == 0 ? "gold" : "base");
        json.append("\",\"points\":").append(id % 1000);
        json.append(",\"balance\":").append(balance);
        json.append(",\"active\":").append(id % 7 != 0);
        json.append(",\"created_at\":").append(millis * 1_000);
        json.append("},\"source\":{\"version\":\"3.7.0.Final\",\"connector\":\"postgresql\",\"name\":\"db\"");
        json.append(",\"ts_ms\":").append(millis);
        json.append(",\"snapshot\":\"false\",\"db\":\"postgres\"");
        json.append(",\"sequence\":\"[\\\"")
                .append(position)
                .append("\\\",\\\"")
                .append(position + 56);
        json.append("\\\"]\",\"ts_us\":").append(millis * 1_000);
        json.append(",\"ts_ns\":").append(millis * 1_000_000);
        json.append(",\"schema\":\"public\",\"table\":\"customers\",\"txId\":").append(700 + id);
        json.append(",\"lsn\":").append(position + 56);
        json.append(",\"xmin\":null,\"origin\":null,\"origin_lsn\":null},\"transaction\":null,\"op\":\"c\"");
        json.append(",\"ts_ms\":").append(millis + 12);
        json.append(",\"ts_us\":").append((millis + 12) * 1_000 + 345);
        json.append(",\"ts_ns\":").append((millis + 12) * 1_000_000 + 345_678).append('}');
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
