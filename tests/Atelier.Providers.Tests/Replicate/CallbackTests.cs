using System.Text;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Wires.Replicate;

namespace Atelier.Providers.Tests.Replicate;

/// <summary>Callbacks are believed when Replicate signed them, lately.</summary>
public sealed class CallbackTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"id": "p1", "status": "succeeded"}""");

    [Fact]
    public async Task Accepts_Signed_AsksForTheSecretOnce()
    {
        await using var bench = await ReplicateBench.StartAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.True(await AcceptsAsync(bench, Sign(bench)));
            bench.Time.Advance(TimeSpan.FromMinutes(2));
        }

        Assert.Single(bench.CallsOf("secret"));
        Assert.Equal("p1", bench.Provider.ReadCallback(Body));
        Assert.Empty(bench.Wire.Violations);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(299, true)]
    [InlineData(-299, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public async Task Accepts_SignedAtAnotherTime_WithinFiveMinutes(int seconds, bool accepted)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var headers = Sign(bench, bench.Now.AddSeconds(seconds));

        Assert.Equal(accepted, await AcceptsAsync(bench, headers));
    }

    public static TheoryData<string, string?> Spoilt =>
        new()
        {
            { "webhook-id", null },
            { "webhook-id", "" },
            { "webhook-id", "msg_other" },
            { "webhook-timestamp", null },
            { "webhook-timestamp", "" },
            { "webhook-timestamp", "soon" },
            { "webhook-timestamp", "-1" },
            { "webhook-signature", null },
            { "webhook-signature", "" },
            { "webhook-signature", "v1," },
            { "webhook-signature", "v1,AAAA v2,BBBB v1" },
            { "webhook-signature", string.Join(' ', Enumerable.Repeat("v1,AAAA", 1000)) },
        };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task Accepts_HeadersThatDoNotFit_Nothing(string name, string? value)
    {
        await using var bench = await ReplicateBench.StartAsync();
        var headers = Sign(bench);
        headers.Remove(name);
        if (value is not null)
        {
            headers[name] = value;
        }

        Assert.False(await AcceptsAsync(bench, headers));
    }

    [Fact]
    public async Task Accepts_OtherVersionOfARightSignature_Nothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var headers = Sign(bench);
        headers["webhook-signature"] = headers["webhook-signature"].Replace("v1,", "v1a,", StringComparison.Ordinal);

        Assert.False(await AcceptsAsync(bench, headers));
    }

    [Fact]
    public async Task Accepts_AnotherBody_Nothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var other = Encoding.UTF8.GetBytes("""{"id": "p2", "status": "succeeded"}""");

        Assert.False(await bench.Provider.AcceptsCallbackAsync(other, Sign(bench), ReplicateBench.Cancel));
    }

    [Fact]
    public async Task Accepts_ForgeriesInAStorm_AskForTheSecretOnceAMinute()
    {
        await using var bench = await ReplicateBench.StartAsync();
        var forged = Sign(bench);
        forged["webhook-signature"] = "v1,AAAA";

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AcceptsAsync(bench, forged)));

        Assert.DoesNotContain(true, answers);
        Assert.Single(bench.CallsOf("secret"));
        Assert.True(await AcceptsAsync(bench, Sign(bench)));
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        await AcceptsAsync(bench, forged);
        Assert.Equal(2, bench.CallsOf("secret").Count);
    }

    [Fact]
    public async Task Accepts_WhileTheSecretIsNotToBeHad_Nothing()
    {
        await using var bench = await ReplicateBench.StartAsync();
        bench.Fault(FaultAction.ErrorBefore, "secret");

        Assert.False(await AcceptsAsync(bench, Sign(bench)));

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await AcceptsAsync(bench, Sign(bench)));
    }

    [Fact]
    public async Task Accepts_SecretThatIsNotToBeHadLater_KeepsTheOneItHas()
    {
        await using var bench = await ReplicateBench.StartAsync();
        Assert.True(await AcceptsAsync(bench, Sign(bench)));
        bench.Fault(FaultAction.ErrorBefore, "secret");
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        var forged = Sign(bench);
        forged["webhook-signature"] = "v1,AAAA";
        await AcceptsAsync(bench, forged);

        Assert.True(await AcceptsAsync(bench, Sign(bench)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("junk")]
    [InlineData("[]")]
    [InlineData("""{"id": 7}""")]
    [InlineData("""{"id": "../../account"}""")]
    [InlineData("""{"input": {"id": "inner"}}""")]
    public async Task ReadCallback_NoPrediction_NamesNone(string body)
    {
        await using var bench = await ReplicateBench.StartAsync();

        Assert.Null(bench.Provider.ReadCallback(Encoding.UTF8.GetBytes(body)));
    }

    private static Task<bool> AcceptsAsync(ReplicateBench bench, Dictionary<string, string> headers) =>
        bench.Provider.AcceptsCallbackAsync(Body, headers, ReplicateBench.Cancel);

    private static Dictionary<string, string> Sign(ReplicateBench bench, DateTimeOffset? at = null) =>
        WebhookSigner
            .Sign("p1", Body, at ?? bench.Now)
            .ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
}
