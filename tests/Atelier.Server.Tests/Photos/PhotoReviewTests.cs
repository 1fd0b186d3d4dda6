using Atelier.Server.Tests.Reviews;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Photos;

/// <summary>Photo tasks that a person decides about.</summary>
public sealed class PhotoReviewTests(ReviewServer reviews) : IClassFixture<ReviewServer>
{
    private const string Flare = "\"model\": \"gpt-image-2.5-flare\"";

    private TestServer Server => reviews.Server;

    [Theory]
    [InlineData("accept", "completed")]
    [InlineData("refuse", "failed")]
    [Trait("Requirement", "B-38")]
    [Trait("Requirement", "B-40")]
    public async Task Status_InReview_IsProcessingWithoutAPictureUntilItIsDecided(string decision, string end)
    {
        var caller = await Server.AddCallerAsync();
        var session = await PhotoServer.UploadAsync(Server, caller);
        var address = await PhotoServer.StartAsync(caller, session, Flare);
        Answer? waits = null;
        await TestServer.UntilAsync(async () =>
        {
            waits = await caller.GetAsync(address);
            return waits.Json.TryGetProperty("reason", out _);
        });

        Assert.Equal(("processing", "review"), (waits!.TextAt("status"), waits.TextAt("reason")));
        Assert.InRange(waits.At("progress").GetInt32(), 50, 99);
        Assert.False(waits.Json.TryGetProperty("outputFileUrl", out _));
        var review = await Server.House.ScalarAsync<Guid>(
            "SELECT id FROM reviews WHERE generation_id = @id",
            new { id = EmulatedServer.IdOf(address) }
        );
        await Server.Owner().PostAsync($"/admin/api/reviews/{review}/{decision}", "");
        var decided = await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal(end, decided.TextAt("status"));
        Assert.Equal(end == "completed", decided.Json.TryGetProperty("outputFileUrl", out _));
        Assert.Equal(end == "failed", decided.Json.TryGetProperty("error", out _));
    }

    [Fact]
    [Trait("Requirement", "C-52")]
    public async Task Generate_FlaggedWords_IsPendingUntilAPersonDecidesAndFailsOnceRefused()
    {
        var caller = await Server.AddCallerAsync();
        var session = await PhotoServer.UploadAsync(Server, caller);

        var address = await PhotoServer.StartAsync(
            caller,
            session,
            Flare + ", " + PhotoServer.Field("customPrompt", "as a thirst trap")
        );

        Assert.Equal("pending", (await caller.GetAsync(address)).TextAt("status"));
        var review = await Server.House.ScalarAsync<Guid>(
            "SELECT id FROM reviews WHERE generation_id = @id AND phase = 'before'",
            new { id = EmulatedServer.IdOf(address) }
        );
        await Server.Owner().PostAsync($"/admin/api/reviews/{review}/refuse", "");
        var ended = await PhotoServer.EndOfAsync(caller, address);
        Assert.Equal(("failed", "CONTENT_POLICY"), (ended.TextAt("status"), ended.TextAt("errorCode")));
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "B-16")]
    public async Task Status_FailedAfterTheProviderBilled_CostsTheCallerNothingAndTheOperatorTheBill()
    {
        var caller = await Server.AddCallerAsync();
        var session = await PhotoServer.UploadAsync(Server, caller);
        var address = await PhotoServer.StartAsync(caller, session, Flare);
        var id = EmulatedServer.IdOf(address);
        Guid? review = null;
        await TestServer.UntilAsync(async () =>
            (
                review = await Server.House.ScalarAsync<Guid?>(
                    "SELECT id FROM reviews WHERE generation_id = @id",
                    new { id }
                )
            )
                is not null
        );
        await Server.Owner().PostAsync($"/admin/api/reviews/{review}/refuse", "");

        var ended = await PhotoServer.EndOfAsync(caller, address);

        Assert.Equal(("failed", 0m), (ended.TextAt("status"), ended.At("cost").GetDecimal()));
        Assert.Equal(0m, ended.At("credits").GetDecimal());
        Assert.Equal(100_000, await caller.BalanceAsync());
        var nanos = await Server.House.ScalarAsync<long>(
            "SELECT sum(nanos)::bigint FROM costs WHERE generation_id = @id AND entry = 'cost'",
            new { id }
        );
        Assert.True(nanos > 0);
        var rows = (await Server.Owner().GetAsync("/admin/api/costs?group=account")).At("data").EnumerateArray();
        var own = rows.Single(row => row.GetProperty("account_id").GetGuid() == caller.AccountId);
        Assert.Equal(nanos / 1_000_000_000m, own.GetProperty("total_cost_usd").GetDecimal());
        Assert.Equal(0, own.GetProperty("successful_generations").GetInt32());
    }
}
