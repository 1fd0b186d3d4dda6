namespace Atelier.Data.Queue;

/// <summary>The one rule for sort keys, shared by enqueue and promotion.</summary>
internal static class QueueSql
{
    /// <summary>
    /// Start-time fair queueing: behind the account's own last job of the class, but never before the lane's virtual time.
    /// A flood queues behind itself and a newcomer starts near the head. The account row must be locked.
    /// </summary>
    /// <param name="account">SQL for the account id; likewise lane, class and weight.</param>
    public static string SortKey(string account, string lane, string jobClass, string weight) =>
        $"""
            greatest(
              (SELECT vtime FROM lanes WHERE id = {lane}),
              coalesce((SELECT max(own.sort_key) FROM queue own WHERE own.account_id = {account} AND own.lane = {lane}
                AND own.class = {jobClass} AND own.state = 'ready'), 0)) + {weight}
            """;
}
