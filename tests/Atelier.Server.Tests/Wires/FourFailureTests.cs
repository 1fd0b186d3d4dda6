using System.Text.RegularExpressions;
using Atelier.Emulators.Faults;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Wires;

/// <summary>A provider that is dead, one that turns all calls away, one whose account is empty, one that has a model no more: others take over, and <c>explain</c> says why.</summary>
public sealed class FourFailureTests(FourFailureTests.FailingServer failing)
    : IClassFixture<FourFailureTests.FailingServer>
{
    private EmulatedServer Emulated => failing.Emulated;

    [Fact]
    [Trait("Requirement", "B-17")]
    [Trait("Requirement", "C-81")]
    [Trait("Requirement", "C-83")]
    public async Task Create_AtADeadProvider_IsMadeByTheNextAndExplained()
    {
        // At the address of Replicate nobody listens.
        var told = await MakeAsync("sdxl", "replicate", "stability");

        Reads(
            @"^sdxl at replicate could not be reached( after [0-9a-z. ]+ s)?, which cost nothing, so sdxl at stability \(stable-diffusion-xl-1024-v1-0\) made it in .+ s for about \$0\.009\.$",
            told
        );
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "C-83")]
    public async Task Create_InAStormOf429_IsMadeByTheNextAndExplained()
    {
        var piapi = Emulated.Wire("piapi");
        var before = EmulatedServer.Paid(piapi).Count;
        piapi.AddFaults(
            new FaultRule
            {
                Action = FaultAction.TooManyRequests,
                Times = 0,
                RetryAfter = 1,
                Operation = "generations",
            }
        );

        // Fewer than shut an offer.
        var told = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => MakeAsync("gpt-image-2.5-sunburst", null, "openai"))
        );

        piapi.ClearFaults();
        // Who was planned within the pause that another was told of is not sent there at all.
        var turned = told.Where(each => FirstOf(each) == "piapi").ToList();
        Assert.NotEmpty(turned);
        Assert.All(
            turned,
            each =>
                Reads(
                    @"^gpt-image-2\.5-sunburst at piapi turned the call away( after [0-9a-z. ]+ s)? as one too many, which cost nothing, so gpt-image-2\.5-sunburst at openai made it in .+ s for \$0\.\d+",
                    each
                )
        );
        // Each came by once.
        Assert.Equal(turned.Count, EmulatedServer.Paid(piapi).Count - before);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "A-36")]
    [Trait("Requirement", "C-83")]
    public async Task Create_AtAnEmptyAccount_IsMadeByTheNextAndExplained()
    {
        Emulated.OpenAi.AddFaults(new FaultRule { Action = FaultAction.OutOfCredits, Times = 0 });

        var told = await MakeAsync("gpt-image-2.5-flare", "openai", "stability", "openai", "stability");

        Emulated.OpenAi.ClearFaults();
        Reads(
            @"^gpt-image-2\.5-flare at openai turned the call away( after [0-9a-z. ]+ s)?, for the operator's account there is empty, which cost nothing, so .+ at stability .*made it in .+ s for about \$0\.\d+; gpt-image-2\.5-flare was asked for and another model took over\.$",
            told
        );
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "A-36")]
    [Trait("Requirement", "C-83")]
    public async Task Create_WhereTheBalanceIsKnownToBeTooLow_AsksNobodyThereAndExplains()
    {
        Assert.Equal(200, (await Emulated.Server.Owner().GetAsync("/admin/api/providers")).Status);

        var told = await MakeAsync("midjourney", "legnext", null);

        Assert.Empty(EmulatedServer.Paid(Emulated.LegNext));
        var why = told.At("plan.rejected")
            .EnumerateArray()
            .Where(offer => offer.GetProperty("provider").GetString() == "legnext")
            .Select(offer => offer.GetProperty("reason").GetString()!)
            .ToList();
        Assert.True(
            why.Contains("is passed over: too little money is left on the operator's account there"),
            string.Join('\n', why.Append(told.TextAt("text")))
        );
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "C-83")]
    public async Task Create_AModelThatIsGoneThere_IsMadeByTheNextAndExplained()
    {
        var wire = Emulated.Wire("gemini");
        wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.ErrorBefore,
                Status = 404,
                Times = 0,
                Operation = "generate",
            }
        );

        var told = await MakeAsync("nano-banana-pro", "gemini", "piapi");

        wire.ClearFaults();
        Reads(
            @"^nano-banana-pro at gemini does not have the model any more( after [0-9a-z. ]+ s)?, which cost nothing, so nano-banana-pro at piapi made it in .+ s for \$0\.\d+",
            told
        );
        await Books.AreEvenAsync(Emulated);
    }

    private static void Reads(string pattern, Answer told) =>
        Assert.True(Regex.IsMatch(told.TextAt("text")!, pattern), told.TextAt("text"));

    private static string? FirstOf(Answer told) => told.At("attempts")[0].GetProperty("provider").GetString();

    // By the first of the chain it fails, and the next makes it; where one is null it may be any.
    private async Task<Answer> MakeAsync(string model, string? first, string? next, params string[] only)
    {
        var admin = await Emulated.Server.AddCallerAsync(scopes: ["generate", "admin"]);
        if (only.Length > 0)
        {
            await AllWires.SetRulesAsync(Emulated.Server, admin, only);
        }

        var made = await admin.GenerateAsync(
            Bodies.With($"\"model\": \"{model}\", \"size\": \"1024x1024\", \"fallback\": \"declared\"")
        );
        Assert.True(next is null || made.TextAt("provider") == next, made.Text);
        var told = await admin.GetAsync($"/v1/generations/{made.TextAt("id")}/explain");
        Assert.True(told.Status == 200, told.Text);
        Assert.True(next is null || first is null || FirstOf(told) == first, told.Text);
        return told;
    }

    /// <summary>All wires, of which Replicate's is dead and LegNext's account holds a cent.</summary>
    public sealed class FailingServer : IAsyncLifetime
    {
        public EmulatedServer Emulated { get; } =
            new()
            {
                Wires = AllWires.Ids,
                Dead = ["replicate"],
                Options = new() { LongestEdge = 64, Points = 10 },
            };

        public ValueTask InitializeAsync() => Emulated.InitializeAsync();

        public ValueTask DisposeAsync() => Emulated.DisposeAsync();
    }
}
