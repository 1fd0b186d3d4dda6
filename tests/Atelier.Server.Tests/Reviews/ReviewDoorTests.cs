using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Reviews;

/// <summary>The operator's doors for what waits.</summary>
public sealed class ReviewDoorTests(ReviewServer reviews) : IClassFixture<ReviewServer>
{
    private const string Door = "/admin/api/reviews";
    private const string Picture = """{"prompt": "a lighthouse in fog", "model": "gpt-image-2.5-flare"}""";

    private TestServer Server => reviews.Server;

    private TestCaller Owner => Server.Owner();

    [Fact]
    public async Task Reviews_ParkedPicture_IsSeenByTheOperatorAloneAndDeliveredOnAccept()
    {
        var caller = await Server.AddCallerAsync();
        var address = await ParkAsync(caller);
        var parked = await caller.GetAsync($"{address}", ("Prefer", "wait=1"));
        Assert.Equal((200, "review"), (parked.Status, parked.TextAt("state")));
        Assert.Empty(parked.At("images").EnumerateArray());
        var listed = await caller.GetAsync("/v1/generations?state=review");
        Assert.Single(listed.At("data").EnumerateArray());

        var review = await ReviewOfAsync(address);
        Assert.Equal(("after", "a lighthouse in fog"), (Text(review, "phase"), Text(review, "prompt")));
        var picture = Assert.Single(review.GetProperty("pictures").EnumerateArray());
        Assert.Equal("failed", picture.GetProperty("checks").GetProperty("nsfw").GetString());
        await AssertSeenByTheOperatorAloneAsync(caller, picture);

        var accepted = await Owner.PostAsync($"{Door}/{Text(review, "id")}/accept", "");
        Assert.True(accepted.Status == 200, accepted.Text);
        Assert.Equal(("accepted", "complete"), (accepted.TextAt("outcome"), accepted.TextAt("generation_state")));
        var ended = await caller.EndOfAsync(address);
        var image = Assert.Single(ended.At("images").EnumerateArray());
        Assert.Equal("failed", image.GetProperty("checks").GetProperty("nsfw").GetString());
        Assert.Equal(200, (await Server.Nobody().GetAsync(image.GetProperty("url").GetString()!)).Status);
        // What was looked at is looked at no more.
        Assert.Equal(404, (await Owner.GetAsync(picture.GetProperty("look_url").GetString()!)).Status);
        Refusal.IsProblem(await Owner.PostAsync($"{Door}/{Text(review, "id")}/refuse", ""), 409, "not_open");
        Assert.Equal(99_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Refuse_ParkedPicture_FailsAsContentPolicyForTheCallerAndItsDoors()
    {
        var caller = await Server.AddCallerAsync();
        var address = await ParkAsync(caller);
        var review = await ReviewOfAsync(address);

        var refused = await Owner.PostAsync($"{Door}/{Text(review, "id")}/refuse", "");

        Assert.Equal("failed", refused.TextAt("generation_state"));
        var ended = await caller.EndOfAsync(address);
        Assert.Equal("content_policy", ended.TextAt("error.code"));
        Assert.Equal("adult_content", ended.At("error.content_policy.categories")[0].GetString());
        Assert.True(ended.At("error.content_policy.violated").GetBoolean());
        Assert.NotNull(ended.TextAt("error.content_policy.message"));
        Assert.NotNull(ended.TextAt("error.content_policy.suggestion"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        var events = await caller.GetAsync($"{address}/events");
        Assert.Contains("\"state\":\"review\",\"reason\":\"review\"", events.Text, StringComparison.Ordinal);
        Assert.Contains("event: ended", events.Text, StringComparison.Ordinal);
        var audit = await Owner.GetAsync($"/admin/api/audit?account={caller.AccountId}");
        Assert.Contains("review.refuse", audit.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "C-53")]
    public async Task Wait_ForWhatAPersonDecides_EndsAtReviewAtEveryDoor()
    {
        var caller = await Server.AddCallerAsync();
        // Far longer than a test may take: whoever waits it out fails.
        var native = await caller.PostAsync("/v1/generations", Picture, ("Prefer", "wait=590"));
        var shown = await caller.GetAsync(native.Header("Location")!, ("Prefer", "wait=590"));
        var door = await caller.PostAsync("/v1/images/generations", Picture);

        Assert.Equal((202, "review", "review"), (native.Status, native.TextAt("state"), native.TextAt("reason")));
        Assert.Equal((200, "review"), (shown.Status, shown.TextAt("reason")));
        Refusal.IsOpenAi(door, 422, "in_review");
        Assert.Equal("false", door.Header("x-should-retry"));
        Assert.Contains(
            $"/v1/generations/{door.Header("Atelier-Generation")}",
            door.TextAt("error.message"),
            StringComparison.Ordinal
        );
        Assert.Contains("review", door.TextAt("error.message"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "C-55")]
    public async Task Repeat_AtOpenAisDoorAfterRefusal_NamesWhatWasViolated()
    {
        var caller = await Server.AddCallerAsync();
        var parked = await caller.PostAsync("/v1/images/generations", Picture, ("Idempotency-Key", "twice"));
        var review = await ReviewOfAsync($"/v1/generations/{parked.Header("Atelier-Generation")}");
        await Owner.PostAsync($"{Door}/{Text(review, "id")}/refuse", "");

        var ended = await caller.PostAsync("/v1/images/generations", Picture, ("Idempotency-Key", "twice"));

        Refusal.IsOpenAi(ended, 422, "content_policy");
        Assert.True(ended.At("error.content_policy.violated").GetBoolean());
        Assert.Equal("adult_content", ended.At("error.content_policy.categories")[0].GetString());
    }

    [Fact]
    public async Task Cancel_ParkedPicture_IsTheOwnersRight()
    {
        var caller = await Server.AddCallerAsync();
        var address = await ParkAsync(caller);

        var canceled = await caller.DeleteAsync(address);

        Assert.Equal((200, "canceled"), (canceled.Status, canceled.TextAt("state")));
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Reviews_Callers_NeedTheAdminScope()
    {
        var caller = await Server.AddCallerAsync();

        Assert.Equal(403, (await caller.GetAsync(Door)).Status);
        Assert.Equal(401, (await Server.Nobody().GetAsync(Door)).Status);
        Assert.Equal(403, (await caller.PostAsync($"{Door}/{Guid.CreateVersion7()}/accept", "")).Status);
        Refusal.IsProblem(await Owner.PostAsync($"{Door}/{Guid.CreateVersion7()}/accept", ""), 404, "not_found");
        Refusal.IsProblem(await Owner.GetAsync($"{Door}?limit=0&cursor=x"), 400, "invalid_request", "limit", "cursor");
    }

    [Fact]
    public async Task KnownPictures_FromAHashAndAnImage_AreListedAndRemoved()
    {
        const string list = "/admin/api/known-pictures";
        var caller = await Server.AddCallerAsync();
        var painted = await caller.GenerateAsync("""{"prompt": "a calm lake at sunset", "model": "local-painter"}""");
        var image = painted.At("images")[0].GetProperty("id").GetString();

        var ofImage = await Owner.PostAsync(list, $$"""{"image_id": "{{image}}", "label": "lake"}""");
        var ofHash = await Owner.PostAsync(list, """{"hash": "9f3a6c01d2e4b587", "label": "poster"}""");
        var again = await Owner.PostAsync(list, """{"hash": "9f3a6c01d2e4b587", "label": "poster"}""");

        Assert.True(ofImage.Status == 201, ofImage.Text);
        Assert.Equal((201, "9f3a6c01d2e4b587"), (ofHash.Status, ofHash.TextAt("hash")));
        Refusal.IsProblem(again, 409, "conflict");
        Refusal.IsProblem(await Owner.PostAsync(list, """{"hash": "xyz"}"""), 400, "invalid_request", "hash", "label");
        Assert.Equal(2, (await Owner.GetAsync(list)).At("data").GetArrayLength());
        Assert.Equal(204, (await Owner.DeleteAsync($"{list}/{ofHash.TextAt("id")}")).Status);
        Assert.Equal(204, (await Owner.DeleteAsync($"{list}/{ofImage.TextAt("id")}")).Status);
        Refusal.IsProblem(await Owner.DeleteAsync($"{list}/{ofHash.TextAt("id")}"), 404, "not_found");
    }

    private async Task AssertSeenByTheOperatorAloneAsync(TestCaller caller, JsonElement picture)
    {
        var look = picture.GetProperty("look_url").GetString()!;
        var id = picture.GetProperty("id").GetString();
        var seen = await Owner.GetAsync(look);
        Assert.Equal((200, "image/webp"), (seen.Status, seen.Header("Content-Type")));
        Assert.Contains("no-store", seen.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(401, (await Server.Nobody().GetAsync(look)).Status);
        Assert.Equal(403, (await caller.GetAsync(look)).Status);
        Refusal.IsProblem(await Owner.GetAsync(look[..^2]), 403, "forbidden");
        Refusal.IsProblem(await Owner.GetAsync(look[..look.IndexOf('?')]), 403, "forbidden");
        foreach (var file in (string[])["original", "optimized", "thumb_256", "placeholder"])
        {
            Assert.Equal(404, (await caller.GetAsync($"/v1/images/{id}/{file}")).Status);
            Assert.Equal(404, (await Owner.GetAsync($"/v1/images/{id}/{file}")).Status);
        }

        Assert.Equal(404, (await caller.PostAsync($"/v1/images/{id}/urls", "{}")).Status);
    }

    private static async Task<string> ParkAsync(TestCaller caller)
    {
        var address = await caller.StartAsync(Picture);
        await TestServer.UntilAsync(async () => (await caller.GetAsync(address)).TextAt("state") == "review");
        return address;
    }

    private async Task<JsonElement> ReviewOfAsync(string address)
    {
        var id = EmulatedServer.IdOf(address).ToString();
        var list = await Owner.GetAsync($"{Door}?limit=100");
        return list.At("data").EnumerateArray().Single(review => Text(review, "generation_id") == id);
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
