using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Pictures that PiAPI makes, through both doors.</summary>
public sealed class PiapiTests(PiapiTests.PiapiServer piapi) : IClassFixture<PiapiTests.PiapiServer>
{
    private EmulatedServer Emulated => piapi.Emulated;

    private TestServer Server => piapi.Emulated.Server;

    private EmulatedWire Wire => Emulated.Wire("piapi");

    [Fact]
    [Trait("Requirement", "A-40")]
    [Trait("Requirement", "A-41")]
    [Trait("Requirement", "A-42")]
    public async Task Create_ByATask_IsOneCallAtItsTrueCost()
    {
        var caller = await Server.AddCallerAsync();
        var before = Paid().Count;

        var made = await caller.GenerateAsync(
            Bodies.With("\"model\": \"flux-schnell\", \"size\": \"1024x1024\", \"n\": 3, \"seed\": 41")
        );

        Assert.Equal(("piapi", "flux-schnell"), (made.TextAt("provider"), made.TextAt("model")));
        var call = Assert.Single(Paid()[before..]);
        Assert.Equal("/api/v1/task", call.Path);
        Assert.Equal(Fingerprint(Emulated.Keys["piapi"]), call.Headers["X-API-Key"]);
        Assert.Equal(3, InputOf(call).GetProperty("batch_size").GetInt32());
        Assert.Equal(3, made.At("images").GetArrayLength());
        var file = await Server.Nobody().GetAsync(made.At("images")[0].GetProperty("url").GetString()!);
        Assert.Equal("1024x1024", PictureFile.Read(file.Bytes).Size);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "A-40")]
    public async Task Create_ByGptImage_GoesToTheOtherSurface()
    {
        var caller = await Server.AddCallerAsync();
        var before = Paid().Count;

        var made = await caller.GenerateAsync(
            Bodies.With("\"model\": \"gpt-image-2.5-flare\", \"size\": \"1024x1024\"")
        );

        Assert.Equal(("piapi", "gpt-image-2.5-flare"), (made.TextAt("provider"), made.TextAt("model")));
        var call = Assert.Single(Paid()[before..]);
        Assert.Equal("/v1/images/generations", call.Path);
        Assert.Equal(Fingerprint($"Bearer {Emulated.Keys["piapi"]}"), call.Headers["Authorization"]);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "B-27")]
    public async Task Photo_OfAFreeAccount_IsDrawnOverByFluxFirst()
    {
        var caller = await Server.AddCallerAsync(tier: "free");
        var session = await PhotoServer.UploadAsync(Server, caller);
        var before = Paid().Count;

        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"ghibli\""));
        Assert.True(started.Status == 202, started.Text);
        Assert.Equal("flux1", started.TextAt("provider"));
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        Assert.Equal("flux1", ended.TextAt("provider"));
        // The photo is smaller than any that Flux makes, so a larger copy of it is uploaded.
        var calls = Paid()[before..];
        Assert.Equal(["upload", "task"], calls.Select(call => call.Operation));
        using var sent = JsonDocument.Parse(calls[1].Body!);
        Assert.Equal("img2img", sent.RootElement.GetProperty("task_type").GetString());
        Assert.Equal(0.8, InputOf(calls[1]).GetProperty("denoise").GetDouble());
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "A-42")]
    public async Task Create_AnswerLost_IsFoundInTheHistoryAndPaidOnce()
    {
        var caller = await Server.AddCallerAsync();
        var before = Paid().Count;
        Wire.AddFaults(new FaultRule { Action = FaultAction.CutAfter, Operation = "task" });

        var made = await caller.GenerateAsync(
            Bodies.With("\"model\": \"flux-schnell\", \"size\": \"1024x1024\", \"seed\": 77")
        );

        Assert.Equal("complete", made.TextAt("state"));
        Assert.Single(Paid()[before..]);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    public async Task Create_TaskFailsAndWasNotCharged_CostsNobodyAnything()
    {
        var caller = await Server.AddCallerAsync();
        Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.FailedTask,
                Operation = "task",
                Times = 0,
                Prompt = "doomed",
            }
        );

        var answer = await caller.PostAsync(
            "/v1/generations",
            """{"prompt": "a doomed fox", "model": "z-image-turbo", "size": "1024x1024", "fallback": "strict"}""",
            ("Prefer", "wait=60")
        );

        Assert.Equal("failed", answer.TextAt("state"));
        Assert.Equal(100_000, await caller.BalanceAsync());
        await Books.AreEvenAsync(Emulated);
    }

    private List<ReceivedCall> Paid() => EmulatedServer.Paid(Wire);

    private static JsonElement InputOf(ReceivedCall call) =>
        JsonDocument.Parse(call.Body!).RootElement.GetProperty("input");

    private static string Fingerprint(string key) =>
        $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..12]}";

    /// <summary>A server with nobody but PiAPI.</summary>
    public sealed class PiapiServer : IAsyncLifetime
    {
        public EmulatedServer Emulated { get; } = new() { Wires = ["piapi"] };

        public ValueTask InitializeAsync() => Emulated.InitializeAsync();

        public ValueTask DisposeAsync() => Emulated.DisposeAsync();
    }
}
