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
    /// Makes the next held generation of account $1 ready, if it has room: the most urgent, then the oldest. Answers its lane.
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
          SELECT generation_id FROM queue WHERE account_id = $1 AND state = 'held'
          ORDER BY class, generation_id LIMIT 1)
        AND (SELECT may.running IS NULL OR may.running >
          (SELECT count(*) FROM (SELECT FROM queue WHERE account_id = $1 AND state IN ('ready', 'running')
            LIMIT may.running) active)
          FROM accounts a {TierSql.May} WHERE a.id = $1)
        RETURNING q.lane
        """;
}
