using System.ClientModel;
using Atelier.Server.Tests.Serving;
using OpenAI;
using OpenAI.Images;

namespace Atelier.Server.Tests.Providers;

/// <summary>OpenAI's own .NET client with the retries it comes with, and connections that break: a picture is paid once.</summary>
public sealed class OfficialClientTests(EmulatedServer server) : IClassFixture<EmulatedServer>
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task GenerateImage_CutAfterTheProviderHasTheCall_GetsItsPictureAndPaysOnce(int cuts)
    {
        var caller = await server.Server.AddCallerAsync();
        await using var proxy = new CuttingProxy(server.Server.Url);
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        server.OpenAi.TaskDuration = null;

        var asking = GenerateAsync(caller, proxy);
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, before + 1);
        for (var cut = 1; cut <= cuts; cut++)
        {
            var adopted = Adoptions();
            proxy.Cut();
            await TestServer.UntilAsync(() => Task.FromResult(Adoptions() == adopted + 1));
        }

        Release();

        var result = await asking;
        Assert.Equal("1024x640", SizeOf(result));
        Assert.True(result.GetRawResponse().Headers.TryGetValue("Atelier-Reused", out var reused));
        Assert.Equal("undelivered", reused);
        Assert.Equal(cuts + 1, proxy.Connections);
        await IsPaidOnceAsync(caller, before);
    }

    [Fact]
    public async Task GenerateImage_ProxyCutsAtASetTime_GetsItsPictureAndPaysOnce()
    {
        var caller = await server.Server.AddCallerAsync();
        var before = EmulatedServer.Paid(server.OpenAi).Count;
        await using var proxy = new CuttingProxy(server.Server.Url) { FirstEndsAfter = TimeSpan.FromMilliseconds(500) };
        server.OpenAi.TaskDuration = null;

        var asking = GenerateAsync(caller, proxy);
        await TestServer.UntilAsync(() => Task.FromResult(proxy.Connections == 2));
        await EmulatedServer.WaitForPaidAsync(server.OpenAi, before + 1);
        Release();

        Assert.Equal("1024x640", SizeOf(await asking));
        await IsPaidOnceAsync(caller, before);
    }

    private static Task<ClientResult<GeneratedImage>> GenerateAsync(TestCaller caller, CuttingProxy proxy) =>
        new ImageClient(
            "dall-e-3",
            new ApiKeyCredential(caller.Key),
            new OpenAIClientOptions { Endpoint = new Uri(proxy.Url, "/v1") }
        ).GenerateImageAsync(
            Bodies.Prompt,
            new ImageGenerationOptions { Size = new(1024, 640), ResponseFormat = GeneratedImageFormat.Bytes },
            Cancel
        );

    private static string SizeOf(ClientResult<GeneratedImage> result) =>
        PictureFile.Read(result.Value.ImageBytes.ToArray()).Size;

    private void Release()
    {
        server.OpenAi.TaskDuration = TimeSpan.Zero;
        server.OpenAi.FinishTasks();
    }

    private async Task IsPaidOnceAsync(TestCaller caller, int before)
    {
        Assert.Equal(1, EmulatedServer.Paid(server.OpenAi).Count - before);
        Assert.Equal(
            1,
            await server.Server.House.ScalarAsync<long>(
                "SELECT count(*) FROM generations WHERE account_id = @AccountId",
                new { caller.AccountId }
            )
        );
        Assert.Equal(99_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(server);
    }

    private int Adoptions() =>
        server.Server.Logs.Lines.Count(line =>
            line.Contains("whose answer was not delivered", StringComparison.Ordinal)
        );
}
