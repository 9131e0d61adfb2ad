package io.freshet.agent.lag.admin;

import io.freshet.agent.lag.Commit;
import io.freshet.agent.lag.Member;
import io.freshet.agent.lag.PartitionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/** How groups are asked for, which differs between versions of the client. */
interface GroupCalls {
    /** All of them that could have committed. */
    GroupList list(Admin admin, int timeoutMillis) throws InterruptedException, ExecutionException;

    /** Their members, a request to each coordinator. */
    Map<String, KafkaFuture<List<Member>>> members(Admin admin, Collection<ListedGroup> groups, int timeoutMillis);

    /** What share groups have come to, a request to each coordinator. */
    Map<String, KafkaFuture<Map<PartitionId, Commit>>> shared(
            Admin admin, Collection<ListedGroup> groups, int timeoutMillis);
}
