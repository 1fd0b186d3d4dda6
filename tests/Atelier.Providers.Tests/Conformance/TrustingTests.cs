using Atelier.Emulators.Faults;
using Atelier.Providers.Answers;
using Atelier.Providers.Failures;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.Conformance;

/// <summary>The key and the words go to the provider alone, whatever its answers say.</summary>
[Trait("Requirement", "B-17")]
public abstract class TrustingTests<TWire>(ConformanceBench<TWire> bench) : ConformanceTests<TWire>(bench)
    where TWire : WireUnderTest, new()
{
    [Fact]
    public async Task Submit_RedirectElsewhere_IsNotFollowed()
    {
        await using var elsewhere = await StubServer.AnsweringAsync(200, "{}");
        var call = Compiled(await AnyOrderAsync());
        Redirect(elsewhere, nth: 1);

        var failure = await FailAsync(Paid(call));

        Assert.NotNull(failure);
        Assert.Empty(elsewhere.Requests);
    }

    /// <summary>Of the question for a task, and of its file.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Poll_RedirectElsewhere_IsNotFollowed(int nth)
    {
        await using var elsewhere = await StubServer.AnsweringAsync(200, "{}");
        var call = Compiled(await AnyOrderAsync());
        Redirect(elsewhere, nth);

        var failure = await FailAsync(Paid(call));

        Assert.Empty(elsewhere.Requests);
        Assert.Equal(Emulated.Faults[0].Played == 1, failure is not null);
        Assert.Equal(Charge.None, failure?.Charge ?? Charge.None);
    }

    [Fact]
    public async Task Run_AnswersThatNameAnotherHost_ItIsNotAsked()
    {
        await using var detour = await Detour.StartAsync(Bench.Url);
        using var site = Bench.SiteAt(new Uri(detour.Url, Wire.Emulated));
        var adapter = Wire.Adapter(site, Bench.Time);
        var call = Compiled(await AnyOrderAsync());

        var failure = await FailAsync(Paid(call), adapter);

        // Where pictures lie at addresses, all of them name the other host here.
        Assert.Equal(Wire.HasAddresses, failure is not null);
        var expected = Wire is { HasAddresses: true, EndsUnfetchable: true } ? Charge.Charged : Charge.None;
        Assert.Equal(expected, failure?.Charge ?? Charge.None);
        Assert.NotEmpty(Emulated.Calls);
        Assert.All(Emulated.Calls, sent => Assert.Contains(Detour.Mark, sent.Headers.Keys));
    }

    [Fact]
    public async Task Run_WholeWay_ShowsTheKeyToTheApiAndNotToFiles()
    {
        var header = Wire.Site(ConformanceBench<TWire>.Key, Emulated.BaseUrl).KeyHeader;

        await RunAsync(await AnyOrderAsync());

        if (Wire.HasKey)
        {
            Assert.Contains(header, LastPost().Headers.Keys, StringComparer.OrdinalIgnoreCase);
        }

        Assert.All(
            Emulated.Calls.Where(call => call.Operation == "file"),
            file => Assert.DoesNotContain(header, file.Headers.Keys, StringComparer.OrdinalIgnoreCase)
        );
        Assert.All(
            Emulated.Calls,
            call =>
                Assert.DoesNotContain(ConformanceBench<TWire>.Key, $"{call.Path} {call.Body}", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Read_NothingKept_IsAFailureThatClaimsNoPicture()
    {
        var call = Compiled(await AnyOrderAsync());

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter.ReadAsync(call, new MemorySpool(), Cancel)
        );

        Assert.NotEqual(Charge.None, failure.Charge);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"data":[],"candidates":[],"output":[],"images":[]}""")]
    [InlineData("""{"data":7,"candidates":"x","output":{},"images":[null]}""")]
    public async Task Read_NonsenseKept_IsUnreadable(string answer)
    {
        var call = Compiled(await AnyOrderAsync());
        var spool = new MemorySpool();
        spool.Put(AnswerSpool.Answer, System.Text.Encoding.UTF8.GetBytes(answer));

        var failure = await Assert.ThrowsAsync<ProviderException>(() => Adapter.ReadAsync(call, spool, Cancel));

        Assert.Contains(failure.Kind, new[] { FailureKind.Unreadable, FailureKind.Refused, FailureKind.TaskFailed });
    }

    private void Redirect(StubServer elsewhere, int nth) =>
        Emulated.AddFaults(
            new FaultRule
            {
                Action = FaultAction.Redirect,
                Location = elsewhere.Url.AbsoluteUri,
                Nth = nth,
            }
        );
}
