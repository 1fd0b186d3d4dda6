using Atelier.TestKit.Postgres;
using Npgsql;

namespace Atelier.Data.Tests.Cluster;

public sealed class Zz
{
    [Fact]
    public async Task Time()
    {
        var c = TestContext.Current.CancellationToken;
        async Task P(string a)
        {
            await using var s = NpgsqlDataSource.Create(a);
            for (var i = 0; i < 60; i++)
            {
                await using var q = s.CreateCommand($"CREATE TABLE t{i} (id int primary key, x text)");
                await q.ExecuteNonQueryAsync(c);
            }
        }
        var t = TimeProvider.System.GetTimestamp();
        await using var first = await TestPostgres.CreateDatabaseAsync("p", P, c);
        var a1 = TimeProvider.System.GetElapsedTime(t);
        t = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20; i++)
            await using (await TestPostgres.CreateDatabaseAsync("p", P, c)) { }
        TestContext.Current.SendDiagnosticMessage(
            $"first {a1.TotalMilliseconds} each {TimeProvider.System.GetElapsedTime(t).TotalMilliseconds / 20}"
        );
        if (Environment.GetEnvironmentVariable("HANG") is not null)
        {
            Console.WriteLine("hanging");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c);
        }
    }
}
