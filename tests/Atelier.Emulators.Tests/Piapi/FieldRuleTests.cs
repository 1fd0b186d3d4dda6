using Atelier.Emulators.Hosting;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Piapi;

/// <summary>What PiAPI's emulated tasks take, refuse and bill.</summary>
public sealed class FieldRuleTests
{
    private const string Tasks = "/piapi/api/v1/task";
    private const string Image = "\"image\":\"https://example.com/a.png\"";

    [Theory]
    [InlineData("Qubico/flux1-schnell", "txt2img", """ "width":1025,"height":1024 """, "width")]
    [InlineData("Qubico/flux1-schnell", "txt2img", """ "width":1024,"height":1024,"batch_size":5 """, "batch_size")]
    [InlineData(
        "Qubico/flux1-schnell",
        "txt2img",
        """ "width":512,"height":512,"guidance_scale":9 """,
        "guidance_scale"
    )]
    [InlineData(
        "Qubico/flux1-schnell",
        "txt2img",
        """ "width":512,"height":512,"aspect_ratio":"1:1" """,
        "aspect_ratio"
    )]
    [InlineData("Qubico/flux1-schnell", "txt2img", """ "width":"512","height":512 """, "width")]
    [InlineData("Qubico/flux1-schnell", "img2img", Image + ",\"width\":512", "width")]
    [InlineData("Qubico/flux1-schnell", "img2img", Image + ",\"denoise\":1.5", "denoise")]
    [InlineData("Qubico/flux1-schnell", "img2img", """ "image":"data:image/png;base64,AAAA" """, "image")]
    [InlineData("Qubico/flux1-dev-advanced", "kontext", Image + ",\"width\":512,\"height\":512,\"mask\":\"x\"", "mask")]
    [InlineData("Qubico/flux1-dev-advanced", "fill-inpaint", Image, "image")]
    [InlineData("Qubico/flux1-dev-advanced", "fill-outpaint", Image, "custom_settings")]
    [InlineData("gemini", "nano-banana-pro", """ "resolution":"3K" """, "resolution")]
    [InlineData("gemini", "nano-banana-pro", """ "seed":7 """, "seed")]
    [InlineData("seedream", "seedream-5-lite", """ "aspect_ratio":"21:9" """, "aspect_ratio")]
    [InlineData("Qubico/image-toolkit", "upscale", Image + ",\"scale\":11", "scale")]
    public async Task Create_InputAgainstTheSheet_Is400AndNotBilled(
        string model,
        string task,
        string members,
        string field
    )
    {
        await using var bench = await TestBench.StartAsync();
        var prompt = model == "Qubico/image-toolkit" ? "" : "\"prompt\":\"fox\",";

        var answer = await bench.PostAsync(
            Tasks,
            $$$"""{"model":"{{{model}}}","task_type":"{{{task}}}","input":{{{{prompt}}}{{{members}}}}}"""
        );

        Assert.Equal((400, 400), (answer.Status, (int)answer.Json["code"]!));
        Assert.Contains(Wire(bench).Violations, violation => violation.Field == $"input.{field}");
        Assert.Empty(Wire(bench).Bill.Items);
    }

    [Theory]
    [InlineData("""{"model":"midjourney","task_type":"imagine","input":{"prompt":"fox"}}""")]
    [InlineData("""{"model":"Qubico/flux1-schnell","task_type":"kontext","input":{"prompt":"fox"}}""")]
    [InlineData("""{"model":"Qubico/flux1-schnell","task_type":"txt2img"}""")]
    [InlineData("""{"model":"seedream","task_type":"seedream-5-lite","input":{"prompt":"fox"},"priority":1}""")]
    [InlineData(
        """{"model":"seedream","task_type":"seedream-5-lite","input":{"prompt":"fox"},"config":{"webhook_config":{"endpoint":"https://example.com/"}}}"""
    )]
    public async Task Create_BodyAgainstTheSheet_Is400(string body)
    {
        await using var bench = await TestBench.StartAsync();

        Assert.Equal(400, (await bench.PostAsync(Tasks, body)).Status);
        Assert.NotEmpty(Wire(bench).Violations);
    }

    [Theory]
    [InlineData("Qubico/flux1-schnell", "txt2img", """ "width":512,"height":512,"batch_size":4 """, 60_000)]
    [InlineData("Qubico/qwen-image", "txt2img", """ "width":512,"height":512 """, 150_000)]
    [InlineData("Qubico/qwen-image", "image-edit", Image, 250_000)]
    [InlineData("Qubico/z-image", "txt2img", """ "width":500,"height":1000 """, 20_000)]
    [InlineData("Qubico/z-image", "txt2img", """ "width":1000,"height":1000 """, 40_000)]
    [InlineData("Qubico/z-image", "txt2img", """ "width":1024,"height":1024 """, 60_000)]
    [InlineData("Qubico/z-image", "txt2img", """ "width":2048,"height":2048,"batch_size":2 """, 160_000)]
    [InlineData("seedream", "seedream-5-lite", """ "size":"3K" """, 420_000)]
    public async Task Create_Done_IsBilledByTheSheet(string model, string task, string members, int units)
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(
            Tasks,
            $$$"""{"model":"{{{model}}}","task_type":"{{{task}}}","input":{"prompt":"fox",{{{members}}}}}"""
        );

        Assert.Equal(200, answer.Status);
        Assert.Equal((units, units * 100L), (Wire(bench).Bill.Units, Wire(bench).Bill.NanoDollars));
        var state = (await bench.GetAsync($"{Tasks}/{answer.Json["data"]!["task_id"]}")).Json["data"]!;
        Assert.Equal("completed", (string)state["status"]!);
        Assert.Equal(units, (int)state["meta"]!["usage"]!["consume"]!);
        Assert.Empty(Wire(bench).Violations);
    }

    [Fact]
    public async Task Histories_TellTasksOfATimeAndNoWords()
    {
        await using var bench = await TestBench.StartAsync();
        await bench.PostAsync(
            Tasks,
            """{"model":"seedream","task_type":"seedream-5-lite","input":{"prompt":"a secret fox"}}"""
        );

        var answer = await bench.GetAsync("/piapi/api/open/tasks/histories?page=1&page_size=100&model=seedream");
        var none = await bench.GetAsync("/piapi/api/open/tasks/histories?end_time=1000");

        var line = Assert.Single(answer.Json["data"]!["data"]!.AsArray());
        Assert.Equal(("finished", 280_000), ((string)line!["status"]!, (int)line["usage"]!));
        Assert.DoesNotContain("secret", answer.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(none.Json["data"]!["data"]!.AsArray());
        Assert.Equal(400, (await bench.GetAsync("/piapi/api/open/tasks/histories?page_size=101")).Status);
    }

    [Theory]
    [InlineData("""{"model":"gpt-image-2.5-flare","prompt":"fox","size":"1024x1024","quality":"max"}""")]
    [InlineData("""{"model":"gpt-image-2.5-flare","prompt":"fox","size":"1792x1024","quality":"low"}""")]
    [InlineData("""{"model":"gpt-image-2","prompt":"fox","size":"1024x1024","quality":"low"}""")]
    [InlineData("""{"model":"gpt-image-1.5","prompt":"fox","size":"1024x1024","quality":"low","user":"me"}""")]
    public async Task Images_FieldsThatPiapiDoesNotName_AreViolations(string body)
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync("/piapi/v1/images/generations", body);

        // The bench sends the key of tasks, which is a violation of its own there.
        Assert.Equal(401, answer.Status);
        Assert.Contains(
            Wire(bench).Violations,
            violation => violation.Field is "quality" or "size" or "model" or "user"
        );
        Assert.Contains(Wire(bench).Violations, violation => violation.Field == "Authorization");
    }

    private static EmulatedWire Wire(TestBench bench) => bench.Emulator.Piapi;
}
