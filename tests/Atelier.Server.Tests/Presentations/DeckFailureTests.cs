using System.Text.Json;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>What presentations hear when a picture cannot be made.</summary>
public sealed class DeckFailureTests(DeckServer deck) : IClassFixture<DeckServer>, IDisposable
{
    private TestServer Server => deck.Server;

    public void Dispose()
    {
        deck.Emulated.OpenAi.ClearFaults();
        deck.Emulated.LegNext.ClearFaults();
    }

    [Fact]
    [Trait("Requirement", "C-14")]
    [Trait("Requirement", "C-52")]
    public async Task Generate_WordsAgainstThePolicy_TellsWhatWasViolatedAndChargesNothing()
    {
        var caller = await Server.AddCallerAsync();
        var before = await HouseState.ReadAsync(Server.House);

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("prompt", "\"a nude woman\"")
        );

        IsPolicy(answer);
        Assert.Equal("adult_content", answer.At("error.details.contentPolicy.categories")[0].GetString());
        Assert.Equal(before, await HouseState.ReadAsync(Server.House));
    }

    [Fact]
    [Trait("Requirement", "C-52")]
    public async Task Regenerate_AnotherPromptAgainstThePolicy_IsBlockedToo()
    {
        var (caller, image) = await deck.SharedAsync();
        var generation = await Server.House.ScalarAsync<Guid>(
            "SELECT generation_id FROM images WHERE id = @image",
            new { image = Guid.Parse(image) }
        );

        IsPolicy(
            await DeckDoor.PostAsync(
                caller,
                DeckDoor.Regenerate,
                DeckBody.Placed(
                    $"\"generationId\": \"{generation}\", \"options\": {{\"modifiedPrompt\": \"a nude woman\"}}"
                )
            )
        );
        IsPolicy(
            await DeckDoor.PostAsync(
                caller,
                DeckDoor.Edit,
                DeckBody.Placed(
                    $"\"imageId\": \"{image}\", \"edit\": {{\"type\": \"variation\", \"prompt\": \"a nude woman\"}}"
                )
            )
        );
    }

    [Fact]
    [Trait("Requirement", "C-14")]
    [Trait("Requirement", "C-55")]
    public async Task Generate_TheProviderRefuses_IsOfThePolicyAndNoInvitation()
    {
        var caller = await Server.AddCallerAsync();
        EmulatedServer.Fault(deck.Emulated.OpenAi, FaultAction.Refuse);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, Dalle());

        IsPolicy(answer);
        Assert.NotNull(answer.TextAt("error.details.generationId"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        var state = await DeckDoor.GetAsync(caller, answer.Header("Location")!);
        Assert.Equal((200, false), (state.Status, state.At("success").GetBoolean()));
        Assert.Equal(("failed", "CONTENT_POLICY"), (state.TextAt("data.status"), state.TextAt("error.code")));
    }

    [Fact]
    [Trait("Requirement", "C-13")]
    [Trait("Requirement", "C-16")]
    [Trait("Requirement", "C-82")]
    public async Task Generate_TheNamedProviderIsDown_SaysWhoWasAskedAndWhenToComeBack()
    {
        var caller = await Server.AddCallerAsync();
        EmulatedServer.Fault(deck.Emulated.OpenAi, FaultAction.OutOfCredits, always: true);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, Dalle());

        DeckDoor.IsError(answer, 503, "PROVIDER_UNAVAILABLE");
        Assert.Equal("Image generation provider temporarily unavailable", answer.TextAt("error.message"));
        Assert.True(answer.At("error.retryable").GetBoolean());
        Assert.Equal(30, answer.At("error.retryAfter").GetInt32());
        Assert.Equal("dalle3", answer.TextAt("error.details.provider"));
        var tried = Assert.Single(answer.At("error.details.tried").EnumerateArray());
        Assert.Equal("dalle3", tried.GetProperty("provider").GetString());
        // How the operator stands there is nobody's business.
        Assert.Equal("turned the call away", tried.GetProperty("reason").GetString());
        Assert.Equal(100_000, await caller.BalanceAsync());
        // It cost nothing, so the same request is a new one.
        deck.Emulated.OpenAi.ClearFaults();
        Assert.Equal(200, (await DeckDoor.PostAsync(caller, DeckDoor.Generate, Dalle())).Status);
    }

    [Fact]
    [Trait("Requirement", "C-12")]
    [Trait("Requirement", "C-82")]
    public async Task Generate_TheWholeChainIsDown_IsServiceUnavailable()
    {
        var caller = await Server.AddCallerAsync();
        EmulatedServer.Fault(deck.Emulated.OpenAi, FaultAction.OutOfCredits, always: true);
        EmulatedServer.Fault(deck.Emulated.LegNext, FaultAction.OutOfCredits, always: true);

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("config.aspectRatio", "\"1:1\"").With("config.quality", "\"standard\"")
        );

        DeckDoor.IsError(answer, 503, "SERVICE_UNAVAILABLE");
        Assert.True(answer.At("error.details.tried").GetArrayLength() > 1);
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-81")]
    [Trait("Requirement", "C-83")]
    [Trait("Requirement", "C-51")]
    public async Task Generate_AnotherTakesOver_SaysFromWhomAndCostsNoMore()
    {
        var caller = await Server.AddCallerAsync();
        EmulatedServer.Fault(deck.Emulated.OpenAi, FaultAction.OutOfCredits, always: true);

        var answer = await DeckDoor.MakeAsync(
            caller,
            Dalle().With("options.fallback", "\"declared\"").With("config.style", "\"abstract\"")
        );

        Assert.Equal("dalle3", answer.TextAt("data.metadata.fallbackFrom.provider"));
        Assert.Equal(
            ("midjourney", "midjourney-v7"),
            (answer.TextAt("data.metadata.provider"), answer.TextAt("data.metadata.model"))
        );
        Assert.Contains("fallback_model", DeckDoor.LossesOf(answer));
        // dalle3's standard, although midjourney's is 1.2.
        Assert.Equal(1m, answer.At("data.usage.creditsUsed").GetDecimal());
        Assert.Equal(99_000, await caller.BalanceAsync());
        // The call made four; the other three wait to be chosen.
        Assert.Equal(3, answer.At("data.candidates").GetArrayLength());
    }

    [Fact]
    public async Task Generate_NobodyKnowsWhetherItWasPaid_IsNoInvitationToPayAgain()
    {
        var caller = await Server.AddCallerAsync();
        EmulatedServer.Fault(deck.Emulated.OpenAi, FaultAction.CutAfter, always: true);

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, Dalle());
        await deck.Emulated.FreeLanesAsync();

        DeckDoor.IsError(answer, 422, "GENERATION_FAILED");
        Assert.False(answer.At("error.retryable").GetBoolean());
        Assert.Null(answer.Header("Retry-After"));
        Assert.Equal("false", answer.Header("x-should-retry"));
        Assert.Equal(100_000, await caller.BalanceAsync());
    }

    [Fact]
    [Trait("Requirement", "C-53")]
    public async Task Generate_FlaggedWords_ShowAsQueuedForReview()
    {
        var caller = await Server.AddCallerAsync();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate().With("prompt", "\"a thirst trap\"")
        );

        Assert.Equal(
            (202, "queued", "review"),
            (answer.Status, answer.TextAt("data.status"), answer.TextAt("data.reason"))
        );
    }

    [Fact]
    [Trait("Requirement", "C-12")]
    public async Task Generate_Canceled_SaysSo()
    {
        var caller = await Server.AddCallerAsync();
        await Server.PauseAsync();
        var running = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate(),
            ("Prefer", "respond-async"),
            ("Idempotency-Key", "deck-1")
        );
        await caller.DeleteAsync($"/v1/generations/{running.TextAt("data.generationId")}");

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody.Generate(),
            ("Idempotency-Key", "deck-1")
        );
        await Server.ResumeAsync();

        DeckDoor.IsError(answer, 409, "CANCELED");
        var state = await DeckDoor.GetAsync(caller, running.Header("Location")!);
        Assert.Equal(("failed", "canceled"), (state.TextAt("data.status"), state.TextAt("data.reason")));
    }

    [Fact]
    public async Task AnyDoor_DatabaseAway_HasTheEnvelope()
    {
        var gate = new DatabaseGate();
        await using var server = new TestServer { Gate = gate };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();
        await gate.CloseAsync();

        foreach (var path in new[] { DeckDoor.Image + "/usage", "/api/presentations/deck-1/usage" })
        {
            DeckDoor.IsError(await DeckDoor.GetAsync(caller, path), 503, "SERVICE_UNAVAILABLE");
        }

        var answer = await DeckDoor.PostAsync(caller, DeckDoor.Generate, DeckBody.Generate());
        DeckDoor.IsError(answer, 503, "SERVICE_UNAVAILABLE");
        Assert.Equal(5, answer.At("error.retryAfter").GetInt32());
        Assert.True(answer.At("error.retryable").GetBoolean());
    }

    // In the least size that OpenAI makes without a loss; strict lets nobody take over.
    private static DeckBody Dalle() =>
        DeckBody
            .Generate()
            .With("options.provider", "\"dalle3\"")
            .With("options.fallback", "\"strict\"")
            .With("config.aspectRatio", "\"1:1\"")
            .With("config.quality", "\"standard\"");

    private static void IsPolicy(Answer answer)
    {
        DeckDoor.IsError(answer, 422, "CONTENT_POLICY");
        Assert.Equal("Image generation blocked by content policy", answer.TextAt("error.message"));
        Assert.False(answer.At("error.retryable").GetBoolean());
        Assert.True(answer.At("error.contentPolicyViolation").GetBoolean());
        Assert.True(answer.At("error.details.contentPolicy.violated").GetBoolean());
        Assert.Equal(JsonValueKind.Array, answer.At("error.details.contentPolicy.categories").ValueKind);
        Assert.NotEmpty(answer.TextAt("error.details.contentPolicy.suggestion")!);
    }
}
