using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Routing;

/// <summary><c>GET /v1/generations/{id}/explain</c>, and how fallbacks show in answers.</summary>
public sealed class ExplainTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    [Fact]
    [Trait("Requirement", "C-83")]
    public async Task Explain_ARealFallback_ReadsLikeASentence()
    {
        var caller = await server.Server.AddCallerAsync();
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        var made = await server.MakeAtLegNextAsync(caller, Bodies.Any("\"negative_prompt\": \"people\""));
        server.OpenAi.ClearFaults();

        var told = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");

        Assert.True(told.Status == 200, told.Text);
        var first = told.At("plan.chain")[0];
        var text = told.TextAt("text")!;
        Assert.StartsWith(first.GetProperty("model").GetString()!, text, StringComparison.Ordinal);
        Assert.Contains(" at openai", text, StringComparison.Ordinal);
        Assert.Contains(" turned the call away, which cost nothing, so ", text, StringComparison.Ordinal);
        Assert.Contains("midjourney-v7 at legnext made it in ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$", told.Text, StringComparison.Ordinal);
        Assert.False(first.TryGetProperty("expected_cost_usd", out _));
        var attempts = told.At("attempts").EnumerateArray().ToList();
        Assert.Equal(("failed", "none"), States(attempts[0]));
        Assert.Equal("turned_away", attempts[0].GetProperty("failure").GetString());
        Assert.Contains("next offer", attempts[0].GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.True(attempts[0].GetProperty("seconds").GetDouble() >= 0);
        Assert.Equal(("succeeded", "paid"), States(attempts[^1]));
        Assert.True(attempts[^1].GetProperty("seconds").GetDouble() > 0);
        Assert.All(attempts, attempt => Assert.False(attempt.TryGetProperty("cost_usd", out _)));
        foreach (var answer in new[] { made, told })
        {
            Assert.Equal(first.GetProperty("model").GetString(), answer.TextAt("fallback_from.model"));
            // How the operator stands with a provider is between the two.
            Assert.Equal("turned the call away", answer.TextAt("fallback_from.reason"));
            Assert.DoesNotContain("operator", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("out_of_credits", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("_KEY", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Explain_ARealFallbackToAKeyWithScopeAdmin_SaysHowTheOperatorStands()
    {
        var admin = await server.Server.AddCallerAsync(scopes: ["generate", "admin"]);
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        var made = await server.MakeAtLegNextAsync(admin, Bodies.Any());
        server.OpenAi.ClearFaults();

        var told = await admin.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");

        const string Why = "turned the call away, for the operator's account there is empty";
        Assert.Contains($" {Why}, which cost nothing, so ", told.TextAt("text"), StringComparison.Ordinal);
        Assert.Equal("out_of_credits", told.At("attempts")[0].GetProperty("failure").GetString());
        Assert.Equal(Why, told.At("attempts")[0].GetProperty("outcome").GetString());
        Assert.Equal((Why, Why), (told.TextAt("fallback_from.reason"), made.TextAt("fallback_from.reason")));
        Assert.Contains("PIAPI_API_KEY", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_AKeyWithScopeAdmin_IsToldDollars()
    {
        var caller = await server.Server.AddCallerAsync(scopes: ["generate", "admin"]);
        var made = await caller.GenerateAsync(Bodies.Flare());

        var told = await caller.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");

        var call = Assert.Single(told.At("attempts").EnumerateArray());
        Assert.True(call.GetProperty("cost_usd").GetDecimal() > 0);
        Assert.Matches(
            @"^gpt-image-2\.5-flare at openai made it in [0-9a-z. ]+ s for \$0\.[0-9]+\.$",
            told.TextAt("text")
        );
        Assert.True(told.At("plan.chain")[0].GetProperty("expected_cost_usd").GetDecimal() > 0);
    }

    [Fact]
    public async Task Explain_ARefusal_SaysThatItEndsTheChain()
    {
        var caller = await server.Server.AddCallerAsync();
        EmulatedServer.Fault(server.OpenAi, FaultAction.Refuse);
        var failed = await caller.PostAsync("/v1/generations", Bodies.Flare(), ("Prefer", "wait=60"));

        var told = await caller.GetAsync($"/v1/generations/{failed.TextAt("id")}/explain");

        Assert.Equal("failed", told.TextAt("state"));
        Assert.EndsWith("a refusal by policy ends the chain.", told.TextAt("text"), StringComparison.Ordinal);
        Assert.Equal(
            "A refusal by policy ends the chain.",
            Assert.Single(told.At("attempts").EnumerateArray()).GetProperty("next").GetString()
        );
    }

    [Fact]
    public async Task Explain_SomebodyElsesGeneration_IsNotThere()
    {
        var (owner, other) = (await server.Server.AddCallerAsync(), await server.Server.AddCallerAsync());
        var made = await owner.GenerateAsync(Bodies.Small("\"model\": \"local-painter\""));
        var path = $"/v1/generations/{made.TextAt("id")}/explain";

        var told = await owner.GetAsync(path);

        Assert.Matches(@"^local-painter at local painted it in .+ s, which cost nothing", told.TextAt("text"));
        Assert.Empty(told.At("attempts").EnumerateArray());
        Assert.Equal(404, (await other.GetAsync(path)).Status);
        Assert.Equal(404, (await server.Server.Owner().GetAsync(path)).Status);
        Assert.Equal(404, (await owner.GetAsync($"/v1/generations/{Guid.Empty}/explain")).Status);
        Assert.Equal(401, (await server.Server.Nobody().GetAsync(path)).Status);
    }

    [Fact]
    [Trait("Requirement", "C-83")]
    public async Task Images_AFallback_ShowsInTheAnswerAndBesideThePicture()
    {
        var caller = await server.Server.AddCallerAsync();
        EmulatedServer.Fault(server.OpenAi, FaultAction.OutOfCredits, always: true);
        var json = caller.PostAsync("/v1/images/generations", Bodies.Any("\"response_format\": \"url\""));
        await EndAsync(caller);
        var picture = caller.PostAsync("/v1/images/generations", Bodies.Any(), ("Accept", "image/png"));
        await EndAsync(caller);
        var (told, shown) = (await json, await picture);
        server.OpenAi.ClearFaults();

        Assert.True(told.Status == 200, told.Text);
        Assert.Equal(("midjourney-v7", "legnext"), (told.TextAt("model"), told.TextAt("provider")));
        Assert.Equal("openai", told.TextAt("fallback_from.provider"));
        Assert.NotEmpty(told.TextAt("fallback_from.reason")!);
        Assert.Equal("midjourney-v7 at legnext", shown.Header("Atelier-Model"));
        Assert.Contains(
            " at openai turned the call away",
            shown.Header("Atelier-Fallback-From"),
            StringComparison.Ordinal
        );
    }

    private async Task EndAsync(TestCaller caller)
    {
        await TestServer.UntilAsync(async () =>
            await server.Server.House.ScalarAsync<bool>(
                """
                SELECT EXISTS (SELECT FROM attempts a JOIN queue q USING (generation_id)
                  WHERE q.account_id = @AccountId AND a.state = 'submitted' AND q.state = 'ready')
                """,
                new { caller.AccountId }
            )
        );
        server.LegNext.FinishTasks();
        await TestServer.UntilAsync(async () =>
            await server.Server.House.ScalarAsync<bool>(
                "SELECT NOT EXISTS (SELECT FROM queue q WHERE q.account_id = @AccountId)",
                new { caller.AccountId }
            )
        );
    }

    private static (string State, string Cost) States(JsonElement attempt) =>
        (attempt.GetProperty("state").GetString()!, attempt.GetProperty("cost").GetString()!);
}
