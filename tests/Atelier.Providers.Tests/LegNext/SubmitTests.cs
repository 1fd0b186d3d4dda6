using Atelier.Core.Requests;
using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.LegNext;
using Atelier.Providers.Tests.Serving;
using static Atelier.Providers.Tests.LegNext.LegNextOrders;

namespace Atelier.Providers.Tests.LegNext;

/// <summary>The paid POST against the emulator, which checks every member of it.</summary>
public sealed class SubmitTests
{
    [Fact]
    [Trait("Requirement", "A-26")]
    public async Task Submit_Create_SendsOneTextAndNothingElse()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(
            Create(
                negative: "fog",
                options: [("stylize", "300"), ("chaos", "9"), ("quality", "0.25"), ("mode", "turbo")]
            )
        );

        var submission = await bench.Provider.SubmitAsync(LegNextBench.Paid(call), LegNextBench.Cancel);

        var submitted = Assert.IsType<Submission.Submitted>(submission);
        Assert.Equal(TimeSpan.FromSeconds(10), submitted.FirstPoll);
        Assert.NotEmpty(submitted.TaskId);
        Assert.Equal(["text"], bench.SentBody("diffusion").EnumerateObject().Select(member => member.Name));
        Assert.Empty(bench.Wire.Violations);
        Assert.Equal(160, bench.Wire.Bill.FrozenUnits);
        Assert.Single(bench.Wire.Calls);
    }

    [Fact]
    [Trait("Requirement", "A-30")]
    public async Task Submit_ReferencePicture_StandsFirstInTheText()
    {
        await using var bench = await LegNextBench.StartAsync();
        var order = Create(options: ("reference_strength", "1")) with { Source = Foreign(), PublicAddress = true };

        await bench.SubmitAsync(order);

        Assert.StartsWith(
            $"https://images.example.com/{order.Source!.Id}.png a detailed red fox --ar ",
            bench.SentBody("diffusion").GetProperty("text").GetString()
        );
        Assert.Empty(bench.Wire.Violations);
    }

    public static TheoryData<ImageOperation> Changes =>
        [
            new Upscale(Guid.Empty, false, false),
            new Upscale(Guid.Empty, true, false),
            new Variation(Guid.Empty, null, 0.2),
            new Variation(Guid.Empty, "in snow", 0.8),
            new Inpaint(Guid.Empty, Guid.CreateVersion7(), "a hat", 0.8),
            new Outpaint(Guid.Empty, 256, 256, 192, 192, "a wood", 0.8),
            new Outpaint(Guid.Empty, 256, 256, 192, 192, null, 0.8),
            new RemoveBackground(Guid.Empty, false, false),
        ];

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    [Trait("Requirement", "A-37")]
    [Trait("Requirement", "C-38")]
    public async Task Run_Change_BreaksNoRuleAndCostsWhatIsBilled(ImageOperation operation)
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create());
        var call = Compiled(Change(operation, Own(parent, 3), operation.Texts.Prompt));

        var (taskId, answer) = await bench.RunAsync(call);

        Assert.Empty(bench.Wire.Violations);
        var line = Assert.Single(bench.Wire.Bill.Items, item => item.Id == taskId);
        Assert.Equal(line.NanoDollars, answer.CostNanos);
        Assert.Equal(line.NanoDollars, call.ExpectedNanos);
        Assert.Equal(call.PicturesPerCall, answer.Pictures.Count);
        Assert.Equal(line.Pictures, answer.Pictures.Count);
    }

    [Fact]
    public async Task Run_ChangeOfATurboJob_CostsNoMoreThanTheMaximum()
    {
        await using var bench = await LegNextBench.StartAsync(held: false);
        var parent = await bench.SubmitAsync(Create(options: ("mode", "turbo")));
        var call = Compiled(Change(new Upscale(Guid.Empty, true, false), Own(parent, 0)));

        var (_, answer) = await bench.RunAsync(call);

        Assert.Equal(call.MaximumNanos, answer.CostNanos);
    }

    [Fact]
    [Trait("Requirement", "A-25")]
    public async Task Run_Always_ShowsTheKeyToTheApiAndNobodyElse()
    {
        await using var bench = await LegNextBench.StartAsync();

        await bench.RunAsync(Compiled(Create()));
        await bench.Provider.CheckAsync(LegNextBench.Cancel);
        await bench.LookAsync(bench.Lost(Compiled(Create()), bench.Now));

        Assert.Equal(
            ["diffusion", "job", "file", "file", "file", "file", "balance", "active_tasks"],
            bench.Wire.Calls.Select(call => call.Operation)
        );
        Assert.All(
            bench.Wire.Calls,
            call =>
                Assert.Equal(
                    call.Operation != "file",
                    call.Headers.Keys.Contains("x-api-key", StringComparer.OrdinalIgnoreCase)
                )
        );
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData(FaultAction.Unauthorized)]
    [InlineData(FaultAction.CutAfter)]
    [InlineData(FaultAction.ErrorBefore)]
    [InlineData(FaultAction.BrokenJson)]
    [Trait("Requirement", "A-25")]
    public async Task Submit_Fails_WithoutTheKeyOrTheWordsInTheError(FaultAction action)
    {
        await using var bench = await LegNextBench.StartAsync();
        bench.Fault(action, "diffusion");

        var failure = await LegNextBench.FailAsync(() => bench.SubmitAsync(Create()));

        Assert.DoesNotContain(LegNextBench.Key, failure.ToString());
        Assert.DoesNotContain("red fox", failure.ToString());
    }

    [Fact]
    public async Task Submit_AddressTooLong_SendsNothing()
    {
        await using var bench = await LegNextBench.StartAsync();
        var call = Compiled(Change(new RemoveBackground(Guid.Empty, false, false), Foreign()));
        var sources = new TestSources { Base = new Uri("https://images.example.com/" + new string('a', 1000) + "/") };

        var failure = await LegNextBench.FailAsync(() =>
            bench.Provider.SubmitAsync(LegNextBench.Paid(call) with { Sources = sources }, LegNextBench.Cancel)
        );

        Assert.Equal((FailureKind.TooLarge, Charge.None), (failure.Kind, failure.Charge));
        Assert.Empty(bench.Wire.Calls);
    }

    [Fact]
    public void Options_OfTheSite_AreLegNextsOwn()
    {
        var options = LegNextSite.Options("key");

        Assert.Equal("https://api.legnext.ai/", options.BaseUrl.AbsoluteUri);
        Assert.Equal(("x-api-key", "key"), (options.KeyHeader, options.KeyValue));
        Assert.Equal(["cdn.legnext.ai", "image.legnext.ai"], options.FileHosts);
    }
}
