package io.freshet.transforms.table.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.transforms.table.change.Change;
import io.freshet.transforms.table.change.Sight;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSightTest {

    @ParameterizedTest
    @CsvSource({
        // all before xmin have ended
        "100:110:103 105, 99, YES",
        "100:110:103 105, 3, YES",
        // of those between, all but the listed
        "100:110:103 105, 100, YES",
        "100:110:103 105, 103, NO",
        "100:110:103 105, 104, YES",
        "100:110:103 105, 109, YES",
        // none from xmax on has begun
        "100:110:103 105, 110, NO",
        "100:110:, 2000000, NO",
        // 2^32 transactions later, of which the log tells 32 bits
        "4294967396:4294967406:4294967399, 102, YES",
        "4294967396:4294967406:4294967399, 103, NO",
        "4294967396:4294967406:4294967399, 110, NO",
        "4294967396:4294967406:4294967399, 4294967290, YES",
        // just before the 32 bits run over
        "4294967290:4294967295:, 4294967294, YES",
        "4294967290:4294967295:, 5, NO",
    })
    void of_transaction_isSeenAsPostgresDocumentsItsSnapshots(String snapshot, long transaction, Sight.Seen expected) {
        Sight sight = PostgresSight.parse(snapshot.replace(' ', ','));

        assertThat(sight.of(transaction)).isEqualTo(expected);
        assertThat(sight.of(Change.UNKNOWN)).isEqualTo(Sight.Seen.UNKNOWN);
    }
}
