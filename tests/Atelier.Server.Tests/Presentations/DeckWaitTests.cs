using System.Diagnostics;
using Atelier.Server.Providers;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Presentations;

/// <summary>How long a caller is held who says nothing: as long as the catalogue says of the provider, here shorter than the door's own time.</summary>
public sealed class DeckWaitTests : IAsyncLifetime
{
    private static readonly Dictionary<string, int> Seconds = new() { ["openai"] = 1, ["legnext"] = 2 };

    // Far below the 60 seconds of the door and the 120 of the catalogue, and far above what a busy machine adds.
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(45);

    private readonly TestServer _server = new()
    {
        Adjust = settings =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "catalog"));
            var waits = Seconds.Select(wait => $"  - {{ id: {wait.Key}, wait_seconds: {wait.Value} }}\n");
            File.WriteAllText(Path.Combine(folder.FullName, "own.yaml"), $"providers:\n{string.Concat(waits)}");
            return settings with
            {
                Providers =
                [
                    .. Seconds.Keys.Select(id => new ProviderSetting
                    {
                        Id = id,
                        Key = "sk-of-nobody-at-all",
                        BaseUrl = new Uri("http://127.0.0.1:9"),
                    }),
                ],
            };
        },
    };

    // Nothing is called: whoever waits, waits in vain.
    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.PauseAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("dalle3", "openai")]
    [InlineData("midjourney", "legnext")]
    [Trait("Requirement", "C-47")]
    [Trait("Requirement", "C-79")]
    public async Task Generate_TheProvidersTimeIsUp_Answers202AndTheWorkGoesOn(string name, string provider)
    {
        var caller = await _server.AddCallerAsync();
        var started = Stopwatch.GetTimestamp();

        var answer = await DeckDoor.PostAsync(
            caller,
            DeckDoor.Generate,
            DeckBody
                .Generate()
                .With("options.provider", $"\"{name}\"")
                .With("config.aspectRatio", "\"1:1\"")
                .With("config.quality", "\"standard\"")
        );

        var held = Stopwatch.GetElapsedTime(started);
        Assert.Equal((202, "queued"), (answer.Status, answer.TextAt("data.status")));
        Assert.InRange(held, TimeSpan.FromSeconds(Seconds[provider]), Most);
        var state = await DeckDoor.GetAsync(caller, answer.Header("Location")!);
        Assert.Equal("queued", state.TextAt("data.status"));
    }
}
