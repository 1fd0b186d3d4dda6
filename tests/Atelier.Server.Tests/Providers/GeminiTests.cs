using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Pictures that Google makes, through both doors.</summary>
public sealed class GeminiTests(GeminiTests.GeminiServer gemini) : IClassFixture<GeminiTests.GeminiServer>
{
    private EmulatedServer Emulated => gemini.Emulated;

    private TestServer Server => gemini.Emulated.Server;

    [Fact]
    [Trait("Requirement", "B-25")]
    [Trait("Requirement", "B-26")]
    public async Task Create_ByGoogle_IsOneCallAtItsTrueCost()
    {
        var caller = await Server.AddCallerAsync();
        var before = Paid().Count;

        var made = await caller.GenerateAsync(Bodies.With("\"model\": \"google_gemini\", \"size\": \"1024x1024\""));

        Assert.Equal(("gemini", "gemini-nano-banana-2.1"), (made.TextAt("provider"), made.TextAt("model")));
        var call = Assert.Single(Paid()[before..]);
        Assert.Equal("/v1beta/models/gemini-nano-banana-2.1:generateContent", call.Path);
        Assert.Equal(Fingerprint(Emulated.Keys["gemini"]), call.Headers["x-goog-api-key"]);
        var image = Assert.Single(made.At("images").EnumerateArray());
        var file = await Server.Nobody().GetAsync(image.GetProperty("url").GetString()!);
        Assert.Equal("1024x1024", PictureFile.Read(file.Bytes).Size);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "B-25")]
    public async Task Create_SeveralPictures_AreAsManyCallsWithSeedsOfTheirOwn()
    {
        var caller = await Server.AddCallerAsync();
        var before = Paid().Count;

        var made = await caller.GenerateAsync(
            Bodies.With("\"model\": \"google_gemini\", \"size\": \"1024x1024\", \"n\": 3, \"seed\": 41")
        );

        Assert.Equal(3, made.At("images").GetArrayLength());
        Assert.Equal([41, 42, 43], Paid()[before..].Select(SeedOf).Order());
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "B-25")]
    public async Task Create_RefusedWithStatus200_IsAgainstThePolicyAndOnlyItsWordsAreBilled()
    {
        var caller = await Server.AddCallerAsync();
        var before = Emulated.Wire("gemini").Bill.NanoDollars;

        // A word that our own policy does not know, and the emulated one does.
        var answer = await caller.PostAsync(
            "/v1/generations",
            """{"prompt": "a bully with a red cap", "model": "google_gemini", "size": "1024x1024", "fallback": "strict"}""",
            ("Prefer", "wait=60")
        );

        Assert.Equal(("failed", "content_policy"), (answer.TextAt("state"), answer.TextAt("error.code")));
        Assert.InRange(Emulated.Wire("gemini").Bill.NanoDollars - before, 1, 100_000);
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "B-25")]
    public async Task Photo_ByGoogle_IsPhotoAndPromptInOneCall()
    {
        var caller = await Server.AddCallerAsync(tier: "premium");
        var session = await PhotoServer.UploadAsync(Server, caller);
        var before = Paid().Count;

        var started = await caller.PostAsync(
            PhotoServer.Generate,
            PhotoServer.Body(session, "\"style\": \"oil\", \"provider\": \"google_gemini\"")
        );
        Assert.True(started.Status == 202, started.Text);
        Assert.Equal("google_gemini", started.TextAt("provider"));
        Assert.InRange(started.At("estimatedWaitTime").GetInt32(), 1, 15);
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        using var sent = JsonDocument.Parse(Assert.Single(Paid()[before..]).Body!);
        var parts = sent.RootElement.GetProperty("contents")[0].GetProperty("parts");
        Assert.Equal(2, parts.GetArrayLength());
        Assert.Equal("image/png", parts[1].GetProperty("inlineData").GetProperty("mimeType").GetString());
        await Books.AreEvenAsync(Emulated);
    }

    private List<ReceivedCall> Paid() => EmulatedServer.Paid(Emulated.Wire("gemini"));

    private static long SeedOf(ReceivedCall call)
    {
        using var sent = JsonDocument.Parse(call.Body!);
        return sent.RootElement.GetProperty("generationConfig").GetProperty("seed").GetInt64();
    }

    private static string Fingerprint(string key) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12]}";

    /// <summary>A server with nobody but Google.</summary>
    public sealed class GeminiServer : IAsyncLifetime
    {
        public EmulatedServer Emulated { get; } = new() { Wires = ["gemini"] };

        public ValueTask InitializeAsync() => Emulated.InitializeAsync();

        public ValueTask DisposeAsync() => Emulated.DisposeAsync();
    }
}
