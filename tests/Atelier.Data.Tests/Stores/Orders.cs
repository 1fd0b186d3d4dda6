using System.Security.Cryptography;
using System.Text;
using Atelier.Core.States;
using Atelier.Data.Accepting;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.TestKit.Houses;

namespace Atelier.Data.Tests.Stores;

/// <summary>What the tests of the stores accept and deliver.</summary>
internal static class Orders
{
    public const int Interactive = 0;
    public const int Background = 1;
    public const int Prefetch = 2;

    private static readonly int[] Weights = [1, 4, 16];

    /// <summary>A valid order at one credit a picture.</summary>
    public static AcceptOrder For(Guid account, string lane = "open", int count = 1, int jobClass = Interactive) =>
        new(
            Guid.CreateVersion7(),
            account,
            KeyId: null,
            "create",
            "a lighthouse",
            "fog",
            RequestJson: """{"n":1}""",
            PlanJson: """{"chain":[]}""",
            CallsJson: """[{"words":"a lighthouse"}]""",
            count,
            PriceEach: 1000,
            lane,
            jobClass,
            Weights[jobClass],
            Idempotency: null
        );

    /// <summary>The same under a key of the caller; the fingerprint is that of <paramref name="body"/>.</summary>
    public static AcceptOrder Keyed(Guid account, string key, string body = "{}") =>
        For(account) with
        {
            Idempotency = new Idempotency(key, SHA256.HashData(Encoding.UTF8.GetBytes(body))),
        };

    /// <summary>Complete, with pictures in the first <paramref name="delivered"/> slots of <paramref name="count"/>.</summary>
    public static Ending Delivered(int delivered = 1, int count = 1) =>
        new(
            GenerationState.Complete,
            Enumerable.Range(0, delivered).ToDictionary(slot => slot, _ => Picture()),
            Enumerable.Range(delivered, count - delivered).ToDictionary(slot => slot, _ => "PROVIDER_UNAVAILABLE")
        );

    public static Ending Failed() => Ending.Without(GenerationState.Failed, "GENERATION_FAILED", "It failed.");

    public static Ending Canceled() => Ending.Without(GenerationState.Canceled, "canceled", "Canceled by the caller.");

    /// <summary>
    /// Thousands of ready generations of one account in one statement, with the rows and sort keys that accepting them
    /// one by one gives. They are free.
    /// </summary>
    public static Task FloodAsync(TestHouse house, Guid account, string lane, int count, int jobClass = Interactive) =>
        house.ExecuteAsync(
            """
            WITH ids AS (SELECT id, place FROM unnest(@ids) WITH ORDINALITY AS ids (id, place)),
            made AS (
              INSERT INTO generations (id, account_id, operation, request, plan, count, price_each, reserved)
              SELECT id, @account, 'create', '{}', '{}', 1, 0, 0 FROM ids RETURNING id),
            booked AS (
              INSERT INTO ledger (account_id, generation_id, entry, amount) SELECT @account, id, 'reserve', 0 FROM made)
            INSERT INTO queue (generation_id, lane, account_id, class, sort_key, state, post_timeout)
            SELECT id, @lane, @account, @jobClass, (SELECT vtime FROM lanes WHERE id = @lane) + place * @weight, 'ready',
              interval '10 minutes'
            FROM made JOIN ids USING (id)
            """,
            new
            {
                ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).ToArray(),
                account,
                lane,
                jobClass = (short)jobClass,
                weight = Weights[jobClass],
            }
        );

    private static NewImage Picture() =>
        new(
            Guid.CreateVersion7(),
            "local",
            "painter",
            Seed: 4294967294,
            1024,
            768,
            "png",
            new Dictionary<string, ImageFile>
            {
                ["original"] = new("original.png", "image/png", 1024, 768, 12345, new string('a', 64)),
            }
        );
}
