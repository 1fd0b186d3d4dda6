using Atelier.Engine.Changes;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Progress;

/// <summary>Events by the thousand, as no generation makes them.</summary>
internal static class MoreEvents
{
    public static async Task AddAsync(TestServer server, TestCaller caller, string id, long seq, int count)
    {
        await server.House.ExecuteAsync(
            """
            WITH more AS (UPDATE accounts SET event_seq = event_seq + @count WHERE id = @AccountId)
            INSERT INTO events (account_id, seq, generation_id, state, stage, progress)
            SELECT @AccountId, @seq + n, @id, 'generating', 'model_inference', 20 FROM generate_series(1, @count) n
            """,
            new
            {
                caller.AccountId,
                id = Guid.Parse(id),
                seq,
                count,
            }
        );
        server.Services.GetRequiredService<ChangeHub>().RaiseAll();
    }
}
