using Atelier.Engine.Health;
using Atelier.Imaging;
using Atelier.Imaging.Reading;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Presentations;

/// <summary>A server with an emulated OpenAI and LegNext, whose jobs end at once.</summary>
public sealed class DeckServer : IAsyncLifetime
{
    public DeckServer() =>
        Emulated = new EmulatedServer
        {
            Replace = services =>
            {
                // What fails in one test must not send the next one elsewhere.
                services.AddSingleton<IOfferHealth>(new StillHealth());
                Replace?.Invoke(services);
            },
        };

    public EmulatedServer Emulated { get; }

    /// <summary>Puts further parts in before the service brings its own.</summary>
    internal Action<IServiceCollection>? Replace { get; init; }

    public TestServer Server => Emulated.Server;

    public async ValueTask InitializeAsync()
    {
        await Emulated.InitializeAsync();
        Emulated.LegNext.TaskDuration = TimeSpan.Zero;
    }

    public ValueTask DisposeAsync() => Emulated.DisposeAsync();

    private (TestCaller Caller, string Image)? _shared;

    /// <summary>A caller with a painted picture of 512 by 512, for tests that only have something refused.</summary>
    internal async Task<(TestCaller Caller, string Image)> SharedAsync()
    {
        if (_shared is null)
        {
            var caller = await Server.AddCallerAsync();
            _shared = (caller, DeckDoor.ImageOf(await MakeAsync(caller)));
        }

        return _shared.Value;
    }

    /// <summary>A painted picture of 512 by 512, or by whom the caller names.</summary>
    internal static async Task<Answer> MakeAsync(TestCaller caller, string provider = "local") =>
        await DeckDoor.MakeAsync(
            caller,
            DeckBody
                .Generate()
                .With("options.provider", $"\"{provider}\"")
                .With("config.aspectRatio", provider == "local" ? "\"custom\"" : "\"1:1\"")
                .With("config.quality", provider == "local" ? "\"draft\"" : "\"standard\"")
        );

    /// <summary>A picture in base64: its left half in one colour, its right half in another. Four numbers have alpha.</summary>
    internal string Halves(byte[] left, byte[] right, int width = 512, int height = 512)
    {
        // Whoever asks for it has libvips started.
        _ = Server.Services.GetRequiredService<PictureReader>();
        var pixels = new byte[width * height * left.Length];
        for (var i = 0; i < width * height; i++)
        {
            (i % width < width / 2 ? left : right).CopyTo(pixels, i * left.Length);
        }

        return Convert.ToBase64String(PictureEncoder.Png(new PixelBuffer(width, height, left.Length, pixels)));
    }
}
