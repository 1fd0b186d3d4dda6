using Atelier.Core.Requests;
using Atelier.Data.Accounts;

namespace Atelier.Data.Queue;

/// <summary>The rules that enqueue, endings and the sweep share.</summary>
internal static class QueueSql
{
    /// <summary>
    /// Start-time fair queueing: behind the account's own last job of the class, but never before the lane's virtual time.
    /// A flood queues behind itself and a newcomer starts near the head. The account row must be locked. Null where there is no
    /// such lane. What was claimed before stands at or before the virtual time, so nothing has to leave it out.
    /// </summary>
    /// <param name="account">SQL for the account id; likewise lane, class and weight.</param>
    public static string SortKey(string account, string lane, string jobClass, string weight) =>
        $"""
            (SELECT greatest(l.vtime, coalesce((SELECT max(own.sort_key) FROM queue own WHERE own.account_id = {account}
                AND own.lane = {lane} AND own.class = {jobClass} AND own.state = 'ready'), 0)) + {weight}
              FROM lanes l WHERE l.id = {lane})
            """;

    /// <summary>
    /// Whether a row of the queue waits for room of its account and of its door: not for those where as many of the account run as
    /// may, and not for those that wait for another generation.
    /// </summary>
    /// <param name="row">The name of the row.</param>
    /// <param name="account">SQL for its account's id, which does not name the row: so it is counted once for all rows.</param>
    public static string WaitsForRoom(string row, string account) =>
        $"""
            {row}.account_id = {account} AND {row}.state = 'held' AND {row}.waits_for IS NULL AND ({row}.at_once IS NULL OR {row}.at_once >
              (SELECT count(*) FROM queue few WHERE few.account_id = {account} AND few.state IN ('ready', 'running')
                AND few.at_once IS NOT NULL))
            """;

    /// <summary>
    /// Makes the next held generation of account $1 ready, if it has room: the most urgent, then the oldest, but for those of
    /// doors where as many of the account run as may, and those that wait for another generation. Answers its lane.
    /// The account row must be locked.
    /// </summary>
    public static readonly string Promote = $"""
        UPDATE queue q SET state = 'ready', run_at = atelier.now(), sort_key = {SortKey(
            "q.account_id",
            "q.lane",
            "q.class",
            $"CASE q.class {string.Concat(Enum.GetValues<JobClass>().Select(known => $"WHEN {(int)known} THEN {known.Weight()} "))}END"
        )}
        WHERE q.generation_id = (
          SELECT h.generation_id FROM queue h WHERE {WaitsForRoom("h", "$1")}
          ORDER BY h.class, h.generation_id LIMIT 1)
        AND (SELECT may.running IS NULL OR may.running >
          (SELECT count(*) FROM (SELECT FROM queue WHERE account_id = $1 AND state IN ('ready', 'running')
            LIMIT may.running) active)
          FROM accounts a {TierSql.May} WHERE a.id = $1)
        RETURNING q.lane
        """;
}
