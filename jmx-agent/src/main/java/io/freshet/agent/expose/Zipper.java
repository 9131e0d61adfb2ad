package io.freshet.agent.expose;

import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes gzip (RFC 1952) from one buffer into another. Used again, since a deflater is a quarter of a megabyte outside the heap. */
final class Zipper implements TextBuffer.SegmentVisitor {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
    private static final int ROOM = 4096;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 checksum = new CRC32();
    private TextBuffer target = new TextBuffer();

    /** Names and labels repeat so much that the fastest level leaves little to the others. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    void zip(TextBuffer page, TextBuffer zipped) {
        target = zipped;
        target.append(HEADER);
        deflater.reset();
        checksum.reset();
        page.forEach(this);
        deflater.finish();
        while (!deflater.finished()) {
            deflate();
        }
        appendLittleEndian((int) checksum.getValue());
        appendLittleEndian(page.length());
    }

    @Override
    public void visit(byte[] segment, int length) {
        checksum.update(segment, 0, length);
        deflater.setInput(segment, 0, length);
        while (!deflater.needsInput()) {
            deflate();
        }
    }

    private void deflate() {
        byte[] room = target.reserve(ROOM);
        target.wrote(deflater.deflate(room, target.position(), room.length - target.position()));
    }

    private void appendLittleEndian(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            target.append((char) (value >>> shift & 0xff));
        }
    }
}
