using Atelier.Core.Requests;
using Atelier.Providers.Failures;
using Atelier.Providers.OpenAi;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAi;

public sealed class StepTests(EmulatorBench bench) : IClassFixture<EmulatorBench>
{
    private readonly EmulatorBench _bench = bench.Fresh();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CheckAsync_AllWell_NamesModelsThatWillBeShutDown()
    {
        var check = await _bench.OpenAi.CheckAsync(Cancel);

        Assert.Null(check.BalanceUsd);
        Assert.Contains("gpt-image-1.5 will be shut down on 2026-12-01.", check.Notes);
        Assert.Contains("gpt-image-1-mini will be shut down on 2026-12-01.", check.Notes);
        Assert.DoesNotContain(check.Notes, note => note.Contains("gpt-image-2", StringComparison.Ordinal));
        Assert.Empty(_bench.Wire.Bill.Items);
        Assert.Empty(_bench.Wire.Violations);
    }

    [Fact]
    public async Task CheckAsync_NoImageModels_SaysSo()
    {
        await using var server = await StubServer.AnsweringAsync(
            200,
            """{"data":[{"id":"gpt-5","shutdown_date":"2026-12-01"},{"id":7},3]}"""
        );
        using var site = Sites.To(server.Url);

        var check = await new OpenAiProvider(site, TimeProvider.System).CheckAsync(Cancel);

        Assert.Contains("no image model", Assert.Single(check.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitAsync_PictureLargerThanOpenAiTakes_IsTooLargeAndNotSent()
    {
        // Noise does not pack: 4200x4200 pixels of it are more than 50 MB as a PNG.
        var noise = new byte[4200 * 4200 * 3];
        System.Security.Cryptography.RandomNumberGenerator.Fill(noise);
        var sources = new TestSources();
        var source = sources.Add(new Imaging.PixelBuffer(4200, 4200, 3, noise));
        var call = PaidCalls.Of(Orders.Edit(new Variation(source, null, 0.8), 4200, 4200), sources: sources);

        var failure = await Assert.ThrowsAsync<ProviderException>(() => _bench.OpenAi.SubmitAsync(call, Cancel));

        Assert.Equal((FailureKind.TooLarge, Charge.None), (failure.Kind, failure.Charge));
        Assert.Contains("50 MB", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Wire.Calls);
    }
}
