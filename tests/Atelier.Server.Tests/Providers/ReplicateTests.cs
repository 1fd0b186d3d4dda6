using System.Text.Json;
using Atelier.Emulators.Engine;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Hosting;
using Atelier.Server.Tests.Photos;
using Atelier.Server.Tests.Serving;

namespace Atelier.Server.Tests.Providers;

/// <summary>Pictures by Replicate, by the doors of photos and of generations.</summary>
public sealed class ReplicateTests(ReplicateServer replicate) : IClassFixture<ReplicateServer>
{
    private EmulatedServer Emulated => replicate.Emulated;

    private EmulatedWire Wire => Emulated.Wire("replicate");

    [Fact]
    [Trait("Requirement", "B-23")]
    [Trait("Requirement", "B-24")]
    public async Task Photo_OfAPaidAccount_IsRedrawnBySdxlFirst()
    {
        var caller = await Emulated.Server.AddCallerAsync(tier: "paid", limited: true);
        var session = await PhotoServer.UploadAsync(Emulated.Server, caller);

        var started = await caller.PostAsync(PhotoServer.Generate, PhotoServer.Body(session, "\"style\": \"oil\""));
        Assert.True(started.Status == 202, started.Text);
        var ended = await PhotoServer.EndOfAsync(caller, started.Header("Location")!);

        Assert.Equal("stable_diffusion_xl", started.TextAt("provider"));
        Assert.True(ended.TextAt("status") == "completed", ended.Text);
        var sent = InputOf(LastPaid());
        Assert.Equal(
            (25, 7.5, 0.8),
            (Number(sent, "num_inference_steps"), Number(sent, "guidance_scale"), Number(sent, "prompt_strength"))
        );
        Assert.StartsWith("data:image/png;base64,", sent.GetProperty("image").GetString());
        // Twenty-five steps take 4.1 s of the card.
        Assert.Equal(0.0039975m, ended.At("cost").GetDecimal());
        await Books.AreEvenAsync(Emulated);
    }

    [Theory]
    [InlineData("flux-schnell", 3_000_000)]
    [InlineData("flux-1.1-pro", 40_000_000)]
    [InlineData("flux-kontext", 40_000_000)]
    [Trait("Requirement", "A-06")]
    [Trait("Requirement", "A-07")]
    [Trait("Requirement", "A-08")]
    public async Task Create_ByAFlux_IsMadeAndPaidByThePicture(string model, long nanos)
    {
        var caller = await Emulated.Server.AddCallerAsync();
        var before = Wire.Bill.NanoDollars;

        var made = await caller.GenerateAsync(
            Bodies.With($"\"model\": \"{model}\", \"size\": \"1024x1024\", \"fallback\": \"strict\"")
        );

        Assert.True(made.TextAt("state") == "complete", made.Text);
        Assert.Equal(("replicate", model), (made.TextAt("provider"), made.TextAt("model")));
        Assert.Equal(nanos, Wire.Bill.NanoDollars - before);
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "C-39")]
    [Trait("Requirement", "C-41")]
    public async Task Change_UpscaleAndRemoveBackground_RunThere()
    {
        var caller = await Emulated.Server.AddCallerAsync();
        var made = await caller.GenerateAsync(
            Bodies.With("\"model\": \"sdxl\", \"size\": \"512x384\", \"fallback\": \"strict\"")
        );
        var image = made.At("images")[0].GetProperty("id").GetString();

        var larger = await caller.GenerateAsync(
            $$"""{"operation": "upscale", "image": "{{image}}", "size": "1024x768", "model": "real-esrgan"}"""
        );
        var cut = await caller.GenerateAsync(
            $$"""{"operation": "remove_background", "image": "{{image}}", "model": "background-remover"}"""
        );

        Assert.True(larger.TextAt("state") == "complete", larger.Text);
        Assert.True(cut.TextAt("state") == "complete", cut.Text);
        Assert.Equal(("replicate", "replicate"), (larger.TextAt("provider"), cut.TextAt("provider")));
        Assert.Equal(
            ["stability-ai/sdxl", "nightmareai/real-esrgan", "851-labs/background-remover"],
            Wire.Bill.Items.TakeLast(3).Select(line => line.Operation)
        );
        Assert.Equal(1024, larger.At("images")[0].GetProperty("width").GetInt32());
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    [Trait("Requirement", "C-43")]
    public async Task Change_Inpaint_SendsAMaskOfBlackAndWhite()
    {
        var caller = await Emulated.Server.AddCallerAsync();
        var size = "\"model\": \"sdxl\", \"size\": \"512x384\", \"fallback\": \"strict\"";
        var image = (await caller.GenerateAsync(Bodies.With(size))).At("images")[0].GetProperty("id").GetString();
        var mask = (await caller.GenerateAsync(Bodies.With(size))).At("images")[0].GetProperty("id").GetString();

        var painted = await caller.GenerateAsync(
            $$"""{"operation": "inpaint", "image": "{{image}}", "mask": "{{mask}}", "prompt": "a boat", "model": "sdxl"}"""
        );

        Assert.True(painted.TextAt("state") == "complete", painted.Text);
        Assert.True(InputOf(LastPaid()).TryGetProperty("mask", out _));
        await Books.AreEvenAsync(Emulated);
    }

    [Fact]
    public async Task Callback_Signed_EndsTheWaitAndForgedOnesDoNot()
    {
        var caller = await Emulated.Server.AddCallerAsync();
        Wire.TaskDuration = null;
        try
        {
            var address = await caller.StartAsync(Bodies.With("\"model\": \"sdxl\", \"size\": \"1024x1024\""));
            await Emulated.WaitForTaskAsync(address);
            using var body = JsonDocument.Parse(LastPaid().Body!);
            var path = new Uri(body.RootElement.GetProperty("webhook").GetString()!).AbsolutePath;

            foreach (var junk in new[] { "", "{}", "[]", """{"id": "p1", "status": "succeeded"}""" })
            {
                Refusal.IsProblem(await Emulated.Server.Nobody().PostAsync(path, junk), 404, "not_found");
            }

            Wire.FinishTasks();
            var ended = await caller.EndOfAsync(address);

            Assert.True(ended.TextAt("state") == "complete", ended.Text);
            await TestServer.UntilAsync(() =>
                Task.FromResult(Wire.Callbacks.Any(sent => sent.Url.AbsolutePath == path))
            );
            Assert.Equal(204, Wire.Callbacks.Single(sent => sent.Url.AbsolutePath == path).Status);
            await Books.AreEvenAsync(Emulated);
        }
        finally
        {
            Wire.TaskDuration = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task Create_WhatReplicateRefuses_FailsForThatAndIsAskedForNowhereElse()
    {
        var caller = await Emulated.Server.AddCallerAsync();
        var before = Wire.Calls.Count(call => call.Operation == "predictions");

        Wire.AddFaults(
            new FaultRule
            {
                Action = FaultAction.FailedTask,
                Operation = "predictions",
                Body = "The output was flagged as sensitive. Please try again with different inputs. (E005)",
            }
        );

        var address = await caller.StartAsync(Bodies.With("\"model\": \"flux-schnell\", \"size\": \"1024x1024\""));
        var refused = await caller.EndOfAsync(address);

        Assert.Equal("failed", refused.TextAt("state"));
        Assert.Equal("content_policy", refused.At("error").GetProperty("code").GetString());
        Assert.Equal(before + 1, Wire.Calls.Count(call => call.Operation == "predictions"));
        await Books.AreEvenAsync(Emulated);
    }

    private ReceivedCall LastPaid() => Wire.Calls.Last(call => call.Operation == "predictions");

    private static JsonElement InputOf(ReceivedCall call) =>
        JsonDocument.Parse(call.Body!).RootElement.GetProperty("input");

    private static double Number(JsonElement input, string name) => input.GetProperty(name).GetDouble();
}
