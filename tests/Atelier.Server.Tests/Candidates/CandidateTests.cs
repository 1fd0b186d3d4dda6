using System.Text;
using System.Text.Json;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Candidates;

/// <summary>Surplus pictures, chosen without a new call.</summary>
public sealed class CandidateTests(CandidateTests.Made made) : IClassFixture<CandidateTests.Made>
{
    private EmulatedServer Server => made.Server;

    private TestCaller Caller => made.Caller;

    [Fact]
    public async Task Choose_ACandidate_ChangesPlacesAndCostsNothing()
    {
        var (calls, balance) = (EmulatedServer.Paid(Server.LegNext).Count, await Caller.BalanceAsync());
        var before = await Caller.GetAsync(made.Address);
        var (old, chosen) = (Images(before)[1], Candidates(before)[0]);

        var answer = await ChooseAsync(chosen, """{"index": 1}""");

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Equal([Images(before)[0], chosen], Images(answer));
        Assert.Equal(2, Candidates(answer).Count);
        Assert.Contains(old, Candidates(answer));
        Assert.Equal(before.At("price").GetRawText(), answer.At("price").GetRawText());
        Assert.Equal(Ids(answer), Ids(await Caller.GetAsync(made.Address)));
        Assert.Equal((calls, balance), (EmulatedServer.Paid(Server.LegNext).Count, await Caller.BalanceAsync()));
        await Books.AreEvenAsync(Server);

        // And back, by the default place of another one.
        var first = await ChooseAsync(old, "{}");
        Assert.Equal([old, chosen], Images(first));
    }

    [Fact]
    public async Task Choose_TheCandidateOfAnAnswer_CanBeSeenBefore()
    {
        var answer = await Caller.GetAsync(made.Address);

        foreach (var candidate in answer.At("candidates").EnumerateArray())
        {
            var file = await Server.Server.Nobody().GetAsync(candidate.GetProperty("url").GetString()!);
            Assert.Equal(new PictureFile("png", 1024, 1024), PictureFile.Read(file.Bytes));
            Assert.Equal("midjourney-v7", candidate.GetProperty("model").GetString());
            Assert.True(
                candidate.GetProperty("kept_until").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddDays(6)
            );
        }
    }

    [Fact]
    public async Task Choose_ManyAtOnceForOnePlace_LosesNoPicture()
    {
        var before = await Caller.GetAsync(made.Address);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(i => ChooseAsync(Candidates(before)[i % 2], """{"index": 0}"""))
        );

        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 404, answer.Text));
        var after = await Caller.GetAsync(made.Address);
        Assert.Equal(Ids(before).Order(), Ids(after).Order());
        Assert.Equal(2, Images(after).Count);
        await Books.AreEvenAsync(Server);
    }

    [Fact]
    public async Task Choose_WhatIsNoCandidate_Is404AndChangesNothing()
    {
        var before = await Caller.GetAsync(made.Address);
        var other = (await Caller.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""))).TextAt("id");
        var stranger = await Server.Server.AddCallerAsync();

        Answer[] answers =
        [
            await ChooseAsync(Guid.CreateVersion7().ToString(), "{}"),
            await ChooseAsync("first", "{}"),
            await ChooseAsync(Images(before)[0], "{}"),
            await Caller.PostAsync($"/v1/generations/{other}/candidates/{Candidates(before)[0]}", "{}"),
            await stranger.PostAsync($"{made.Address}/candidates/{Candidates(before)[0]}", "{}"),
        ];

        Assert.All(answers, answer => Refusal.IsProblem(answer, 404, "not_found"));
        Assert.Equal(Ids(before), Ids(await Caller.GetAsync(made.Address)));
    }

    [Fact]
    public async Task Choose_Expired_Is404()
    {
        var candidate = Candidates(await Caller.GetAsync(made.Address))[1];
        await ExpireAsync("atelier.now() - interval '1 second'");

        var answer = await ChooseAsync(candidate, "{}");

        Refusal.IsProblem(answer, 404, "not_found");
        await ExpireAsync("atelier.now() + interval '7 days'");

        Task ExpireAsync(string at) =>
            Server.Server.House.ExecuteAsync(
                $"UPDATE images SET expires_at = {at} WHERE id = @id",
                new { id = Guid.Parse(candidate) }
            );
    }

    [Theory]
    [InlineData("{\"index\": 2}")]
    [InlineData("{\"index\": -1}")]
    [InlineData("{\"index\": 2147483647}")]
    [InlineData("{\"index\": \"0\"}")]
    [InlineData("{\"index\": 0.5}")]
    public async Task Choose_NoPictureAtThePlace_Is400AndNamesIt(string body)
    {
        var before = await Caller.GetAsync(made.Address);

        var answer = await ChooseAsync(Candidates(before)[0], body);

        Refusal.IsProblem(answer, 400, "invalid_request", "index");
        Assert.Equal(Ids(before), Ids(await Caller.GetAsync(made.Address)));
    }

    [Fact]
    public async Task Choose_WithoutABody_ReplacesTheFirst()
    {
        var before = await Caller.GetAsync(made.Address);
        var candidate = Candidates(before)[0];

        var answer = await Caller.SendAsync(HttpMethod.Post, $"{made.Address}/candidates/{candidate}", null);

        Assert.Equal(200, answer.Status);
        Assert.Equal([candidate, .. Images(before)[1..]], Images(answer));
        var words = new StringContent("{}", Encoding.UTF8, "text/plain");
        var plain = await Caller.SendAsync(HttpMethod.Post, $"{made.Address}/candidates/{Images(before)[0]}", words);
        Refusal.IsProblem(plain, 415, "unsupported_media_type");
    }

    [Fact]
    public async Task Choose_BadBody_Is400()
    {
        var candidate = Candidates(await Caller.GetAsync(made.Address))[0];

        Assert.Equal(400, (await ChooseAsync(candidate, "first")).Status);
        Refusal.IsProblem(await ChooseAsync(candidate, """{"place": 1}"""), 400, "invalid_request", "place");
        Refusal.IsProblem(
            await Server.Server.Nobody().PostAsync($"{made.Address}/candidates/{candidate}", "{}"),
            401,
            "unauthorized"
        );
    }

    private Task<Answer> ChooseAsync(string candidate, string body) =>
        Caller.PostAsync($"{made.Address}/candidates/{candidate}", body);

    private static List<string> Images(Answer answer) => IdsOf(answer.At("images"));

    private static List<string> Candidates(Answer answer) => IdsOf(answer.At("candidates"));

    private static List<string> Ids(Answer answer) => [.. Images(answer), .. Candidates(answer)];

    private static List<string> IdsOf(JsonElement list) =>
        [.. list.EnumerateArray().Select(image => image.GetProperty("id").GetString()!)];

    /// <summary>A generation of two pictures by LegNext, which made four.</summary>
    public sealed class Made : IAsyncLifetime
    {
        public EmulatedServer Server { get; } = new();

        public TestCaller Caller { get; private set; } = null!;

        public string Address { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            Caller = await Server.Server.AddCallerAsync();
            var answer = await Server.MakeAtLegNextAsync(Caller, Bodies.Midjourney("\"n\": 2"));
            Address = $"/v1/generations/{answer.TextAt("id")}";
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
