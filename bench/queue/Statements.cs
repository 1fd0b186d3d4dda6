using Dapper;
using Npgsql;

namespace Atelier.Bench.Queue;

/// <summary>Where the server's time goes, by statement; asked for with <c>--statements</c>.</summary>
internal static class Statements
{
    private const string Sql = """
        SELECT calls, plans, total_exec_time * 1000 / calls AS run, total_plan_time * 1000 / calls AS plan,
          (total_exec_time + total_plan_time) * 1000 / @jobs AS a_job,
          left(regexp_replace(query, '\s+', ' ', 'g'), 100) AS query
        FROM public.pg_stat_statements WHERE (total_exec_time + total_plan_time) * 1000 / @jobs > 2 ORDER BY 5 DESC
        """;

    public static Task BeginAsync(NpgsqlDataSource database) =>
        RunAsync(database, "CREATE EXTENSION pg_stat_statements SCHEMA public");

    /// <summary>What the server must be started with.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>
        {
            ["shared_preload_libraries"] = "pg_stat_statements",
            ["pg_stat_statements.track_planning"] = "on",
        };

    /// <summary>
    /// Prints each statement's calls, how many of them were planned anew, mean microseconds of running and planning, and
    /// microseconds a job; then begins anew.
    /// </summary>
    public static async Task PrintAsync(string connectionString, int jobs)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var connection = await database.OpenConnectionAsync();
        var rows = await connection.QueryAsync<(
            long Calls,
            long Plans,
            double Run,
            double Plan,
            double AJob,
            string Query
        )>(Sql, new { jobs });
        foreach (var (calls, plans, run, plan, aJob, query) in rows)
        {
            Console.WriteLine(
                $"{calls, 7} x ({run, 5:0} + {plan, 4:0} us), planned {plans, 6}, = {aJob, 5:0} us a job  {query}"
            );
        }
    }

    public static async Task ResetAsync(string connectionString)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await RunAsync(database, "SELECT public.pg_stat_statements_reset()");
    }

    private static async Task RunAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
