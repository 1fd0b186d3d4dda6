using System.Text.Json.Nodes;
using Atelier.Core.Requests;
using Atelier.Providers.Answers;
using Atelier.Providers.Tests.Serving;

namespace Atelier.Providers.Tests.OpenAiCompatible;

/// <summary>What goes to each known server, letter by letter; the emulated ones refuse anything else.</summary>
public sealed class PresetTests(CompatBench bench) : IClassFixture<CompatBench>
{
    private const string Wishes =
        "seed: true; negative_prompt: true; guidance: { min: 1, max: 10 }; default_params: { steps: 4 }";
    private const string Steps = "options: [{ name: steps, min: 1, max: 50 }]";

    private readonly CompatBench _bench = bench.Fresh();
    private readonly MemorySpool _spool = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "together",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","width":1024,"height":768,"n":2,"steps":4,"seed":7,"negative_prompt":"fog","guidance_scale":5,"output_format":"png","response_format":"base64"}"""
    )]
    [InlineData(
        "xai",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","aspect_ratio":"4:3","n":2,"response_format":"b64_json"}"""
    )]
    [InlineData(
        "azure",
        "/openai/deployments/maker%2Fsome-model/images/generations?api-version=2025-04-01-preview",
        """{"prompt":"a red fox","size":"1024x768","n":2,"quality":"medium","output_format":"png"}"""
    )]
    [InlineData(
        "deepinfra",
        "/v1/openai/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","size":"1024x768","n":2,"response_format":"b64_json"}"""
    )]
    [InlineData(
        "nebius",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","width":1024,"height":768,"num_inference_steps":4,"seed":7,"negative_prompt":"fog","response_format":"b64_json"}"""
    )]
    [InlineData(
        "siliconflow",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","image_size":"1024x768","batch_size":2,"num_inference_steps":4,"seed":7,"negative_prompt":"fog","guidance_scale":5}"""
    )]
    [InlineData(
        "localai",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","size":"1024x768","n":2,"step":4,"negative_prompt":"fog","response_format":"b64_json"}"""
    )]
    [InlineData(
        "sdcpp",
        "/v1/images/generations",
        """{"prompt":"a red fox","size":"1024x768","n":2,"output_format":"png"}"""
    )]
    [InlineData(
        "vllm_omni",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","size":"1024x768","n":2,"num_inference_steps":4,"seed":7,"negative_prompt":"fog","guidance_scale":5,"response_format":"b64_json"}"""
    )]
    [InlineData(
        "sglang",
        "/v1/images/generations",
        """{"prompt":"a red fox","model":"maker/some-model","size":"1024x768","n":2,"response_format":"b64_json"}"""
    )]
    public async Task Submit_NewPicture_SendsThisJson(string preset, string path, string golden)
    {
        var free = preset is "localai" or "sdcpp" or "vllm_omni" or "sglang";
        var catalogue = OwnCatalogue.Of(preset, free: free, offer: Wishes, provider: Steps);
        var adapter = _bench.Adapter(catalogue);
        var order = CompatBench.Order(catalogue) with { NegativePrompt = "fog", Guidance = 5, SeedAsked = true };
        var call = CompatBench.Compiled(adapter, order);
        var paid = _bench.Paid(call, Math.Min(2, call.MaxPerCall), _spool);

        var submission = await adapter.SubmitAsync(paid, Cancel);

        var sent = Assert.Single(_bench.Wire.Calls);
        Assert.Equal(("POST", $"/{preset}{path}"), (sent.Method, sent.Path));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(sent.Body!)), sent.Body);
        Assert.Empty(_bench.Wire.Violations);
        if (submission is Submission.Submitted task)
        {
            Assert.IsType<TaskState.Answered>(await adapter.PollAsync(task.TaskId, 0, _spool, Cancel));
        }

        var answer = await adapter.ReadAsync(call, _spool, Cancel);
        Assert.Equal(paid.Pictures, answer.Pictures.Count);
        Assert.Equal(free ? 0 : null, answer.CostNanos);
        string[] unsaid = preset switch
        {
            "xai" or "azure" or "deepinfra" or "sdcpp" or "sglang" => ["seed_unsupported", "negative_prompt_dropped"],
            "localai" => ["seed_unsupported"],
            _ => [],
        };
        Assert.Equal(
            unsaid,
            call.Degradations.Select(loss => loss.Code).Where(code => code != "guidance_scale_dropped")
        );
    }

    [Theory]
    [InlineData("azure", "image[]")]
    [InlineData("sdcpp", "image[]")]
    [InlineData("vllm_omni", "image")]
    [InlineData("sglang", "image")]
    public async Task Submit_Stylise_SendsItsPictureAsAFile(string preset, string field)
    {
        var catalogue = OwnCatalogue.Of(preset, "image_to_image", free: preset != "azure");
        var adapter = _bench.Adapter(catalogue);
        var source = _bench.Sources.Add(TestPictures.Varied(256, 256, 3));
        var order = CompatBench.Order(catalogue, "as a comic", new Stylise(source, "as a comic", null));

        await adapter.SubmitAsync(_bench.Paid(CompatBench.Compiled(adapter, order)), Cancel);

        var sent = Assert.Single(_bench.Wire.Calls);
        Assert.Contains("/images/edits", sent.Path, StringComparison.Ordinal);
        Assert.Equal("as a comic", sent.Parts.Single(part => part.Name == "prompt").Text);
        Assert.Equal("image/png", sent.Parts.Single(part => part.Name == field).ContentType);
        Assert.Empty(_bench.Wire.Violations);
    }

    [Theory]
    [InlineData("", false, "passed over")]
    [InlineData("", true, "https://images.example.com/")]
    [InlineData("image_as: data", false, "data:image/png;base64,")]
    public async Task Submit_PictureByAddress_IsReachableOrCarried(string wire, bool reachable, string start)
    {
        var catalogue = OwnCatalogue.Of("together", "variations", wire);
        var adapter = _bench.Adapter(catalogue);
        var source = _bench.Sources.Add(TestPictures.Varied(256, 256, 3));
        var order = CompatBench.Order(catalogue, "again", new Variation(source, "again", 0.8)) with
        {
            PublicAddress = reachable,
        };

        if (adapter.Compile(order) is not Calls.Compilation.Ready { Call: var call })
        {
            Assert.Equal("passed over", start);
            return;
        }

        await adapter.SubmitAsync(_bench.Paid(call), Cancel);

        var body = JsonNode.Parse(Assert.Single(_bench.Wire.Calls).Body!)!;
        Assert.StartsWith(start, (string?)body["image_url"], StringComparison.Ordinal);
        Assert.Empty(_bench.Wire.Violations);
    }

    [Theory]
    [InlineData("together")]
    [InlineData("xai")]
    [InlineData("localai")]
    [InlineData("sglang")]
    [InlineData("vllm_omni")]
    public void Compile_MaskWhereThereIsNone_IsNeverTextAlone(string preset)
    {
        var catalogue = OwnCatalogue.Of(preset, "inpainting");
        var adapter = _bench.Adapter(catalogue);
        var order = CompatBench.Order(
            catalogue,
            operation: new Inpaint(Guid.CreateVersion7(), Guid.CreateVersion7(), "x", 0.8)
        );

        Assert.IsType<Calls.Compilation.Impossible>(adapter.Compile(order with { PublicAddress = true }));
    }

    [Fact]
    public void Compile_SwitchesWrittenOut_WinOverThePreset()
    {
        var catalogue = OwnCatalogue.Of(
            "together",
            wire: "size: image_size, response_format: url, max_n: 2, path: /other, query: a=b, sends_model: false, "
                + "output_format: none, extras: { seed: random_seed }",
            offer: "seed: true"
        );

        var call = CompatBench.Compiled(_bench.Adapter(catalogue), CompatBench.Order(catalogue));

        Assert.Equal(2, call.MaxPerCall);
        Assert.Equal("/other?a=b", call.Parameters.GetProperty("path").GetString());
        var golden = """{"prompt":"a red fox","image_size":"1024x768","random_seed":7,"response_format":"url"}""";
        var fields = call.Parameters.GetProperty("fields").GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(fields)), fields);
    }
}
