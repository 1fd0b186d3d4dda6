using Atelier.Core.Errors;
using Atelier.Core.Policy;
using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Engine.Accepting;
using Atelier.Engine.Policy;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Policy;

/// <summary>Prompts that the lists let pass and a model does not.</summary>
public sealed class ModerationTests(ModeratedServer moderated) : IClassFixture<ModeratedServer>
{
    private readonly EmulatedServer _emulated = moderated.Emulated;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_PromptThatOnlyTheModelFlags_IsRefusedWithOurCategory()
    {
        var caller = await _emulated.Server.AddCallerAsync(credits: 5);

        var answer = await caller.PostAsync("/v1/generations", """{"prompt": "a bully on a bench"}""");

        Refusal.IsProblem(answer, 422, "content_policy");
        Assert.Equal("hate_speech", answer.At("content_policy.categories")[0].GetString());
        Assert.Equal(5000, await caller.BalanceAsync());
    }

    [Fact]
    public async Task Check_SamePromptAgain_IsAskedOnce()
    {
        var before = Calls();

        Assert.IsType<PolicyVerdict.Allowed>(await CheckAsync("a lamp beside a window"));
        Assert.IsType<PolicyVerdict.Allowed>(await CheckAsync("  A lamp beside\n a WINDOW "));

        Assert.Equal(1, Calls() - before);
    }

    [Fact]
    public async Task Check_PromptThatTheListsBlock_IsSentNowhere()
    {
        var before = Calls();

        var refused = await Assert.ThrowsAsync<AtelierException>(() => CheckAsync("a nude child"));

        Assert.Equal(ErrorCode.ContentPolicy, refused.Code);
        Assert.Equal(0, Calls() - before);
    }

    [Theory]
    [InlineData(FaultAction.ErrorBefore)]
    [InlineData(FaultAction.TooManyRequests)]
    [InlineData(FaultAction.Unauthorized)]
    [InlineData(FaultAction.OutOfCredits)]
    [InlineData(FaultAction.CutBefore)]
    [InlineData(FaultAction.BrokenJson)]
    [InlineData(FaultAction.Redirect)]
    public async Task Check_ModelGivesNoAnswer_WaitsForReviewAndIsAskedAnewNextTime(FaultAction action)
    {
        var prompt = $"a chair in the style of {action}";
        _emulated.OpenAi.AddFaults(
            new FaultRule
            {
                Action = action,
                Operation = "moderations",
                Times = 2,
                Prompt = prompt,
            }
        );

        var first = Assert.IsType<PolicyVerdict.Review>(await CheckAsync(prompt));
        Assert.Equal([PolicyVerdict.Review.Unavailable], first.Reasons);
        var next = await CheckAsync(prompt);

        // Where one try was enough to know, the second of the rule is still due.
        Assert.True(next is PolicyVerdict.Allowed or PolicyVerdict.Review { CheckUnavailable: true });
        Assert.IsType<PolicyVerdict.Allowed>(await CheckAsync(prompt));
    }

    [Fact]
    public async Task Check_OneFailure_IsTriedOnceMore()
    {
        _emulated.OpenAi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.CutAfter,
                Operation = "moderations",
                Prompt = "teapot",
            }
        );

        Assert.IsType<PolicyVerdict.Allowed>(await CheckAsync("a teapot by the fire"));
    }

    private int Calls() =>
        _emulated.OpenAi.Calls.Count(call => call.Path.EndsWith("/moderations", StringComparison.Ordinal));

    private Task<PolicyVerdict> CheckAsync(string prompt) =>
        _emulated
            .Server.Services.GetRequiredService<PolicyGate>()
            .CheckAsync(
                new Caller(Guid.CreateVersion7(), null),
                new ImageRequest { Operation = new Create(prompt, null, null) },
                Cancel
            );
}
