using Atelier.Data.Accepting;
using Atelier.Data.Accounts;
using Atelier.Data.Generations;
using Atelier.Data.Images;
using Atelier.Data.Queue;
using Atelier.Data.Reviews;
using Atelier.Data.Tests.Stores;
using Npgsql;

namespace Atelier.Data.Tests.Reviews;

/// <summary>What tests of reviews share: orders that wait, pictures that wait, and decisions.</summary>
public abstract class ReviewCase : StoreTests
{
    internal static readonly Actor Admin = new(Guid.CreateVersion7(), null);

    internal ReviewStore Reviews => new(House.Data);

    internal static AcceptOrder Flagged(Guid account, int count = 1, string lane = Open) =>
        Orders.For(account, lane, count) with
        {
            Review = ["violence"],
        };

    internal async Task<Guid> AcceptFlaggedAsync(Guid account, int count = 1)
    {
        var order = Flagged(account, count);
        Assert.IsType<AcceptOutcome.Accepted>(await Accepts.AcceptAsync(order, Cancel));
        return order.GenerationId;
    }

    internal static Ending Doubtful(int count = 1)
    {
        var ending = Orders.Delivered(count, count);
        return ending with
        {
            Delivered = ending.Delivered.ToDictionary(
                pair => pair.Key,
                pair =>
                    pair.Value with
                    {
                        Checks = new Dictionary<string, string> { ["nsfw"] = "failed" },
                        Concerns = ["nsfw"],
                    }
            ),
            Concerns = ["nsfw"],
        };
    }

    internal async Task<Guid> ParkAsync(Guid account, int count = 1)
    {
        var claim = await AcceptAndClaimAsync(account, count);
        Assert.NotNull(await new ParkStore(House.Data).ParkAsync(claim, Doubtful(count), Cancel));
        return claim.GenerationId;
    }

    internal async Task<Guid> ReviewOfAsync(Guid generation) =>
        await House.ScalarAsync<Guid>(
            "SELECT id FROM reviews WHERE generation_id = @generation ORDER BY id DESC LIMIT 1",
            new { generation }
        );

    internal Task<ReviewDecision?> DecideAsync(Guid review, ReviewVerdict verdict, NpgsqlDataSource? node = null) =>
        new ReviewStore(node ?? House.Data).DecideAsync(review, verdict, Admin, Cancel);

    internal Task<IReadOnlyList<Claim>> ClaimAsync() => Claims.ClaimAsync(Wish(Open), Cancel);

    internal async Task<int> ShownAsync(Guid generation) =>
        (await new ImageStore(House.Data).OfGenerationsAsync([generation], Cancel)).Count;

    internal Task<long> DeliveredAsync(Guid generation) =>
        House.ScalarAsync<long>(
            "SELECT count(*) FROM slots WHERE generation_id = @generation AND image_id IS NOT NULL",
            new { generation }
        );
}
