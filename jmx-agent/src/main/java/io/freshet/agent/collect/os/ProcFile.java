package io.freshet.agent.collect.os;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code /proc} or {@code /sys}: kept open, read as a whole, walked word by word without making objects.
 *
 * <p>Such a file is written by the kernel at the moment it is read, so it has no length to ask for.
 */
final class ProcFile implements AutoCloseable {
    /** A machine with hundreds of processors writes some tens of kilobytes. */
    private static final int LARGEST = 1 << 20;

    private final RandomAccessFile file;
    private byte[] content = new byte[1024];
    private int size;
    private int position;
    private int wordStart;

    private ProcFile(RandomAccessFile file) {
        this.file = file;
    }

    /** Null where there is no such file, or it is not ours to read. */
    static @Nullable ProcFile open(Path path) {
        try {
            return Files.isReadable(path) ? new ProcFile(new RandomAccessFile(path.toFile(), "r")) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Reads it anew and goes to its first line. */
    void refresh() throws IOException {
        file.seek(0);
        size = 0;
        position = 0;
        int read = file.read(content, 0, content.length);
        while (read > 0) {
            size += read;
            if (size == content.length) {
                if (size >= LARGEST) {
                    return;
                }
                content = Arrays.copyOf(content, size * 2);
            }
            read = file.read(content, size, content.length - size);
        }
    }

    /** Goes to the next line; false at the end. */
    boolean nextLine() {
        while (position < size && content[position] != '\n') {
            position++;
        }
        position++;
        return position < size;
    }

    /** Goes to the next word of this line; false when there is none. Words end at blanks and colons. */
    boolean nextWord() {
        while (position < size && isBlank(content[position])) {
            position++;
        }
        wordStart = position;
        while (position < size && content[position] != '\n' && !isBlank(content[position])) {
            position++;
        }
        return position > wordStart;
    }

    boolean skipWords(int count) {
        for (int i = 0; i < count; i++) {
            if (!nextWord()) {
                return false;
            }
        }
        return true;
    }

    /** The digits of this word as a number, whatever stands between them. */
    long number() {
        long number = 0;
        for (int i = wordStart; i < position; i++) {
            if (content[i] >= '0' && content[i] <= '9') {
                number = number * 10 + (content[i] - '0');
            }
        }
        return number;
    }

    /** The next word as a number; {@link Readings#ABSENT} when there is none. */
    long nextNumber() {
        return nextWord() ? number() : Readings.ABSENT;
    }

    /** Whether this word is that one. */
    boolean is(byte[] word) {
        return Arrays.equals(content, wordStart, position, word, 0, word.length);
    }

    boolean is(String word) {
        if (position - wordStart != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (content[wordStart + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return Arrays.copyOfRange(content, wordStart, position);
    }

    String text() {
        return new String(content, wordStart, position - wordStart, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == ':';
    }
}
