using Atelier.Engine.Views;
using Atelier.TestKit.Houses;
using Atelier.TestKit.Time;

namespace Atelier.Engine.Tests.Nodes;

/// <summary>
/// Takes the pauses out of a generation. A pause of a second that a test waits for may be over before anybody looks, so what a
/// test wants to know of its tries is asked when all is over.
/// </summary>
internal static class Haste
{
    // Not what a worker holds at this moment: it is about to write the same row.
    private const string DueSql = """
        UPDATE queue SET run_at = least(run_at, atelier.now()),
          follow_at = CASE WHEN follow_at IS NOT NULL THEN least(follow_at, atelier.now()) END
        WHERE generation_id IN (SELECT generation_id FROM queue
          WHERE state = 'ready' AND (run_at > atelier.now() OR follow_at > atelier.now()) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>Waits for the end of a generation; whatever waits meanwhile is due at once.</summary>
    public static async Task<GenerationDetail> EndAsync(TestHouse house, TestNode node, Guid id, Guid account)
    {
        var ending = node.WaitAsync(id, account);
        while (!ending.IsCompleted)
        {
            await house.ExecuteAsync(DueSql);
            await TestPause.NextAsync(TestContext.Current.CancellationToken);
        }

        return await ending;
    }
}
