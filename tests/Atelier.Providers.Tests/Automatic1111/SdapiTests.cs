using System.Text;
using System.Text.Json.Nodes;
using Atelier.Core.Catalogue;
using Atelier.Core.Requests;
using Atelier.Emulators.Hosting;
using Atelier.Providers.Answers;
using Atelier.Providers.Automatic1111;
using Atelier.Providers.Calls;
using Atelier.Providers.Failures;
using Atelier.Providers.Http;
using Atelier.Providers.Tests.Serving;
using Atelier.TestKit.Time;

namespace Atelier.Providers.Tests.Automatic1111;

/// <summary>What goes to the web UI, and what comes of it; beyond what every wire must do.</summary>
public sealed class SdapiTests : IAsyncLifetime
{
    private readonly TestSources _sources = new();
    private readonly MemorySpool _spool = new();
    private readonly List<ProviderSite> _sites = [];
    private Emulator _emulator = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private EmulatedWire Wire => _emulator.Wire("automatic1111");

    [Fact]
    [Trait("Requirement", "C-47")]
    public void PostTimeout_OnAMachineOfOnesOwn_IsTenMinutes() =>
        Assert.Equal(TimeSpan.FromSeconds(600), Adapter().PostTimeout);

    [Fact]
    public async Task Submit_NewPicture_SendsThisJson()
    {
        var order = Order(new Create("a red fox", null, null), "a red fox") with
        {
            NegativePrompt = "fog",
            Guidance = 5.5m,
        };

        await Adapter().SubmitAsync(Paid(Compiled(order), 2) with { FirstSlot = 3 }, Cancel);

        AssertSent(
            "/sdapi/v1/txt2img",
            """
            {"prompt":"a red fox","negative_prompt":"fog","seed":10,"steps":25,"cfg_scale":5.5,"width":640,"height":512,
             "batch_size":2,"n_iter":1,"do_not_save_grid":true,"do_not_save_samples":true,"send_images":true,"save_images":false,
             "override_settings":{"sd_model_checkpoint":"some.safetensors"},"override_settings_restore_afterwards":false}
            """
        );
    }

    [Fact]
    public async Task Submit_Inpaint_SendsAWhiteMaskThatIsNotInverted()
    {
        var source = _sources.Add(TestPictures.Varied(64, 64, 3));
        var mask = _sources.Add(TestPictures.Plain(64, 64, 255, 255, 255));

        await Adapter().SubmitAsync(Paid(Compiled(Order(new Inpaint(source, mask, "a cat", 0.4), "a cat"))), Cancel);

        var body = Sent("/sdapi/v1/img2img");
        Assert.Equal(
            (0, 1, 0.4, false),
            (
                (int)body["inpainting_mask_invert"]!,
                (int)body["inpainting_fill"]!,
                (double)body["denoising_strength"]!,
                (bool)body["include_init_images"]!
            )
        );
        var white = PngReader.Decode(Convert.FromBase64String((string)body["mask"]!));
        Assert.Equal((3, 255), (white.Bands, white.Pixels[0]));
        Assert.Single(body["init_images"]!.AsArray());
    }

    [Theory]
    [InlineData(128, 192, 3)]
    [InlineData(null, null, 2)]
    public async Task Submit_Upscale_NamesTheFactorThatFills(int? width, int? height, double factor)
    {
        var source = _sources.Add(TestPictures.Varied(64, 64, 3));
        var order = Order(new Upscale(source, false, false), null, 1) with { };
        order = order with
        {
            Request = order.Request with { Size = width is { } w ? new PixelSize(w, height!.Value) : null },
        };

        await Adapter().SubmitAsync(Paid(Compiled(order)), Cancel);

        var body = Sent("/sdapi/v1/extra-single-image");
        Assert.Equal((factor, "R-ESRGAN 4x+"), ((double)body["upscaling_resize"]!, (string?)body["upscaler_1"]));
    }

    [Fact]
    public async Task Submit_NoCutOutExtension_IsGoneAndNotTriedAgain()
    {
        await using var server = await StubServer.AnsweringAsync(404, """{"detail":"Not Found"}""");
        var source = _sources.Add(TestPictures.Varied(64, 64, 3));
        var call = Compiled(Order(new RemoveBackground(source, true, true), null, 2));

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter(server.Url).SubmitAsync(Paid(call), Cancel)
        );

        Assert.Equal((FailureKind.ModelGone, Charge.None), (failure.Kind, failure.Charge));
        Assert.Equal("/rembg", Assert.Single(server.Requests).Path);
        Assert.Equal(["shadow_unsupported"], call.Degradations.Select(loss => loss.Code));
    }

    [Fact]
    public async Task Submit_OutOfMemory_IsNothingThatPasses()
    {
        await using var server = await StubServer.AnsweringAsync(
            500,
            """{"error":"OutOfMemoryError","detail":"","body":"","errors":"CUDA out of memory"}"""
        );
        var call = Compiled(Order(new Create("a", null, null), "a"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter(server.Url).SubmitAsync(Paid(call), Cancel)
        );

        Assert.Equal((FailureKind.ServerError, Charge.None), (failure.Kind, failure.Charge));
        Assert.DoesNotContain("CUDA", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301, false, Charge.None)]
    [InlineData(302, false, Charge.Unknown)]
    [InlineData(303, false, Charge.Unknown)]
    [InlineData(303, true, Charge.None)]
    public async Task Submit_Redirect_MayHaveBeenPaidUnlessItOnlyMoved(int status, bool free, Charge charge)
    {
        await using var server = await StubServer.AnsweringAsync(status, "", headers: ("Location", "/elsewhere"));
        var call = Compiled(Order(new Create("a", null, null), "a"));

        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter(server.Url, free: free).SubmitAsync(Paid(call), Cancel)
        );

        Assert.Equal((FailureKind.Unreadable, charge), (failure.Kind, failure.Charge));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Submit_NetworkInThePrompt_IsNotLoadedAndDeclared()
    {
        var call = Compiled(Order(new Create("a", null, null), "a fox <lora:evil:2> <<hypernet:x:1>"));

        await Adapter().SubmitAsync(Paid(call), Cancel);

        Assert.DoesNotContain("<", (string)Sent("/sdapi/v1/txt2img")["prompt"]!, StringComparison.Ordinal);
        Assert.Contains("prompt_marks_removed", call.Degradations.Select(loss => loss.Code));
    }

    [Fact]
    public async Task Submit_UserAndPassword_GoAsBasic()
    {
        var url = new Uri($"{Wire.BaseUrl}/auth");
        var call = Compiled(Order(new Create("a", null, null), "a"));

        await Adapter(url, "user:pass-word").SubmitAsync(Paid(call), Cancel);
        var failure = await Assert.ThrowsAsync<ProviderException>(() =>
            Adapter(url, "user:wrong").SubmitAsync(Paid(call), Cancel)
        );

        Assert.Equal(FailureKind.Unauthorized, failure.Kind);
    }

    [Theory]
    [InlineData("""{"images":["AQID"],"info":""}""", 1, null)]
    [InlineData("""{"images":["AQID"],"info":"no json"}""", 1, null)]
    [InlineData("""{"images":["AQID"],"info":"{\"all_seeds\":[41]}"}""", 1, 41L)]
    [InlineData("""{"images":["BBBB","AQID","AQID"],"info":"{\"all_seeds\":[41,42]}"}""", 2, 41L)]
    [InlineData("""{"image":"data:image/png;base64,AQID","html_info":""}""", 1, null)]
    public async Task Read_InfoAndGrid_GiveThePicturesAndTheirSeeds(string body, int pictures, long? seed)
    {
        _spool.Put(AnswerSpool.Answer, Encoding.UTF8.GetBytes(body));

        var answer = await Adapter().ReadAsync(Compiled(Order(new Create("a", null, null), "a")), _spool, Cancel);

        Assert.Equal(pictures, answer.Pictures.Count);
        Assert.All(answer.Pictures, picture => Assert.Equal([1, 2, 3], picture.Bytes.ToArray()));
        Assert.Equal(seed, answer.Pictures[0].Seed);
        Assert.Equal(0, answer.CostNanos);
    }

    public async ValueTask InitializeAsync() =>
        _emulator = await Emulator.StartAsync(new EmulatorOptions { LongestEdge = 32 }, Cancel);

    public ValueTask DisposeAsync()
    {
        _sites.ForEach(site => site.Dispose());
        return _emulator.DisposeAsync();
    }

    private static CompiledCall Compiled(CompileOrder order) =>
        Assert.IsType<Compilation.Ready>(SdapiCompiler.Compile(order)).Call;

    private static CompileOrder Order(ImageOperation operation, string? prompt, int offer = 0)
    {
        var model = SdapiWire.Own.FindModel("web-model")!;
        return new CompileOrder(
            new ImageRequest
            {
                Operation = operation,
                Seed = 7,
                Size = operation is Create ? new PixelSize(640, 512) : null,
            },
            model,
            model.Offers[offer],
            prompt,
            null,
            operation is Create ? null : new SourceImage(default, 64, 64, "upload", null, null)
        );
    }

    private Automatic1111Provider Adapter(Uri? url = null, string key = "", bool free = true)
    {
        var entry = SdapiWire.Own.FindProvider("automatic1111")! with { Free = free };
        var site = new ProviderSite(Automatic1111Site.Options(entry, key, url ?? Wire.BaseUrl), new FakeTimeProvider());
        _sites.Add(site);
        return new Automatic1111Provider(entry, site, new FakeTimeProvider());
    }

    private PaidCall Paid(CompiledCall call, int pictures = 1) =>
        PaidCalls.Of(call, pictures, _spool, sources: _sources);

    private JsonNode Sent(string path)
    {
        var sent = Assert.Single(Wire.Calls);
        Assert.Equal(("POST", path), (sent.Method, sent.Path));
        Assert.Empty(Wire.Violations);
        return JsonNode.Parse(sent.Body!)!;
    }

    private void AssertSent(string path, string golden)
    {
        var body = Sent(path);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), body), body.ToJsonString());
    }
}
