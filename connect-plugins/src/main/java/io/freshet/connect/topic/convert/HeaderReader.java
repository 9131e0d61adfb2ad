package io.freshet.connect.topic.convert;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/** How the headers of a consumed record become those of Connect. */
public sealed interface HeaderReader {
    /** The headers in their order; null when there are none. */
    default @Nullable ConnectHeaders read(String topic, Headers consumed) {
        ConnectHeaders headers = null;
        for (Header header : consumed) {
            if (headers == null) {
                headers = new ConnectHeaders();
            }
            byte[] value = header.value();
            if (value == null) {
                headers.add(header.key(), null, null);
            } else {
                add(headers, topic, header.key(), value);
            }
        }
        return headers;
    }

    void add(ConnectHeaders headers, String topic, String key, byte[] value);

    /** As bytes. What writes them has to be a ByteArrayConverter: others write bytes as Base64. */
    record AsBytes() implements HeaderReader {
        @Override
        public void add(ConnectHeaders headers, String topic, String key, byte[] value) {
            headers.addBytes(key, value);
        }
    }

    /**
     * As text, which Connect's default header converter writes unchanged. It would read it, too, but as numbers, dates and
     * lists where it looks like those: 007 would come out as 7.
     */
    record AsText() implements HeaderReader {
        @Override
        public void add(ConnectHeaders headers, String topic, String key, byte[] value) {
            try {
                headers.addString(
                        key,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(value))
                                .toString());
            } catch (CharacterCodingException e) {
                throw new UnreadableHeader("the header " + key
                        + " is not text. To keep the bytes of headers, set on the connector:"
                        + " header.converter=org.apache.kafka.connect.converters.ByteArrayConverter");
            }
        }
    }

    /** By a converter. */
    record ByConverter(HeaderConverter converter) implements HeaderReader {
        @Override
        public void add(ConnectHeaders headers, String topic, String key, byte[] value) {
            headers.add(key, converter.toConnectHeader(topic, key, value));
        }

        @Override
        public String toString() {
            return converter.getClass().getName();
        }
    }

    /** Says what is wrong with a header without its content. */
    final class UnreadableHeader extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableHeader(String message) {
            super(message);
        }
    }
}
