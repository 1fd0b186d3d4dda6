using Atelier.Engine.Health;
using Atelier.Server.Providers;
using Atelier.Server.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace Atelier.Server.Tests.Photos;

/// <summary>A catalogue of the operator's sells the photo door's three models at OpenAI, and a test says how they do; nothing is called.</summary>
public sealed class PhotoOrderServer : IAsyncLifetime
{
    private const string Offer = """
            offers:
              - provider: openai
                provider_model: NAME
                capabilities: [text_to_image, image_to_image]
                sizes: { min_side: 16, max_side: 3840 }
                max_prompt_length: 32000
                price: { expected: PRICE, maximum: PRICE, as_of: 2026-11-20 }
        """;

    internal ToldHealth Health { get; } = new();

    public TestServer Server { get; }

    public PhotoOrderServer() =>
        Server = new TestServer
        {
            Replace = services => services.AddSingleton<IOfferHealth>(Health),
            Adjust = settings =>
            {
                var folder = Directory.CreateDirectory(Path.Combine(settings.DataFolder, "catalog"));
                File.WriteAllText(
                    Path.Combine(folder.FullName, "own.yaml"),
                    $"models:\n{Sold("flux-schnell", "0.008")}{Sold("sdxl", "0.015")}{Sold("gemini-nano-banana-2.1", "0.039")}"
                );
                return settings with
                {
                    Providers =
                    [
                        new ProviderSetting
                        {
                            Id = "openai",
                            Key = "sk-of-nobody-at-all",
                            BaseUrl = new Uri("http://127.0.0.1:9"),
                        },
                    ],
                };
            },
        };

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.PauseAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static string Sold(string model, string price) =>
        $"  - id: {model}\n{Offer.Replace("NAME", model, StringComparison.Ordinal).Replace("PRICE", price, StringComparison.Ordinal)}\n";
}
