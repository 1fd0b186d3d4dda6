using System.Net.Http.Headers;
using System.Text;
using Atelier.Emulators.Hosting;
using Atelier.Emulators.Pictures;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Stability;

public sealed class FormTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Root = "/stability/v2beta/stable-image";
    private const string First = "/stability/v1/generation/stable-diffusion-xl-1024-v1-0";

    private readonly TestBench _bench = shared.Fresh();

    private EmulatedWire Wire => _bench.Emulator.Wire("stability");

    public static TheoryData<string, string, string, long> Taken =>
        new()
        {
            { "generate/core", "prompt=a fox|style_preset=origami|seed=4294967294", "", 3_000 },
            { "generate/ultra", "prompt=a fox|strength=0.5|aspect_ratio=21:9", "image", 8_000 },
            { "generate/sd3", "prompt=a fox", "", 6_500 },
            { "generate/sd3", "prompt=a fox|model=sd3.5-large-turbo|cfg_scale=1", "", 4_000 },
            { "generate/sd3", "prompt=a fox|model=sd3.5-medium|mode=image-to-image|strength=1", "image", 3_500 },
            { "generate/sd3", "prompt=7|model=sd3.5-flash|negative_prompt=1", "", 2_500 },
            { "upscale/fast", "output_format=webp", "image", 2_000 },
            { "upscale/conservative", "prompt=a fox|creativity=0.2", "image", 40_000 },
            { "edit/inpaint", "prompt=a fox|grow_mask=100", "image,mask", 5_000 },
            { "edit/outpaint", "left=2000|down=1|creativity=1", "image", 4_000 },
            { "edit/erase", "grow_mask=20", "image,mask", 5_000 },
            { "edit/search-and-replace", "prompt=a fox|search_prompt=a dog", "image", 5_000 },
            { "edit/search-and-recolor", "prompt=a fox|select_prompt=a dog", "image", 5_000 },
            { "edit/remove-background", "output_format=png", "image", 5_000 },
            { "control/sketch", "prompt=a fox|control_strength=0.7", "image", 5_000 },
            { "control/style", "prompt=a fox|fidelity=0.5|aspect_ratio=1:1", "image", 5_000 },
        };

    public static TheoryData<string, string, string, string> Refused =>
        new()
        {
            { "generate/core", "", "", "prompt" },
            { "generate/core", "prompt=a fox|seed=4294967295", "", "seed" },
            { "generate/core", "prompt=a fox|seed=1.5", "", "seed" },
            { "generate/core", "prompt=a fox|seed=x", "", "seed" },
            { "generate/core", "prompt=a fox|width=1024", "", "width" },
            { "generate/core", "prompt=a fox|aspect_ratio=4:3", "", "aspect_ratio" },
            { "generate/core", "prompt=a fox|style_preset=oil", "", "style_preset" },
            { "generate/core", "prompt=a fox|n=2", "", "n" },
            { "generate/core", "prompt=a fox", "image", "image" },
            { "generate/core", "prompt=a fox|prompt=an owl", "", "prompt" },
            { "generate/ultra", "prompt=a fox", "image", "strength" },
            { "generate/ultra", "prompt=a fox|strength=0.5", "", "strength" },
            { "generate/sd3", "prompt=a fox|model=sd3-large", "", "model" },
            { "generate/sd3", "prompt=a fox|mode=image-to-image|strength=1|aspect_ratio=1:1", "image", "aspect_ratio" },
            { "generate/sd3", "prompt=a fox|mode=image-to-image|strength=1", "", "image" },
            { "generate/sd3", "prompt=a fox|model=sd3.5-large-turbo|negative_prompt=x", "", "negative_prompt" },
            { "generate/sd3", "prompt=a fox|cfg_scale=11", "", "cfg_scale" },
            { "upscale/fast", "prompt=a fox", "image", "prompt" },
            { "upscale/fast", "", "", "image" },
            { "upscale/conservative", "", "image", "prompt" },
            { "upscale/conservative", "prompt=a fox|creativity=0.1", "image", "creativity" },
            { "edit/inpaint", "prompt=a fox", "image", "mask" },
            { "edit/outpaint", "", "image", "left" },
            { "edit/outpaint", "left=2001", "image", "left" },
            { "edit/outpaint", "top=5", "image", "top" },
            { "edit/outpaint", "left=5|negative_prompt=x", "image", "negative_prompt" },
            { "edit/remove-background", "output_format=jpeg", "image", "output_format" },
        };

    [Theory]
    [MemberData(nameof(Taken))]
    public async Task Create_RightForm_MakesAPictureAtItsPrice(string service, string fields, string files, long units)
    {
        var answer = await SendAsync($"{Root}/{service}", fields, files);

        Assert.True(answer.Status == 200, answer.Text);
        Assert.Empty(Wire.Violations);
        Assert.Equal("SUCCESS", (string)answer.Json["finish_reason"]!);
        var sent = Assert.Single(Wire.Pictures);
        Assert.Equal(sent.Sha256, Pixels.Hash(Convert.FromBase64String((string)answer.Json["image"]!)));
        var line = Assert.Single(Wire.Bill.Items);
        Assert.Equal((units, units * 10_000), (line.Units, line.NanoDollars));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Create_WrongForm_IsRefusedAndNoted(string service, string fields, string files, string field)
    {
        var answer = await SendAsync($"{Root}/{service}", fields, files);

        Assert.True(answer.Status == 400, answer.Text);
        Assert.Equal("bad_request", (string)answer.Json["name"]!);
        Assert.NotEmpty(answer.Json["errors"]!.AsArray());
        Assert.Contains(Wire.Violations, violation => violation.Field == field);
        Assert.Empty(Wire.Bill.Items);
    }

    [Fact]
    public async Task Create_Json_IsRefused()
    {
        using var json = new StringContent("""{"prompt":"a fox"}""", Encoding.UTF8, "application/json");

        var answer = await SendAsync($"{Root}/generate/core", json);

        Assert.Equal(400, answer.Status);
        Assert.Contains("content-type: must be multipart/form-data", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("image/png")]
    [InlineData("")]
    public async Task Create_OtherAccept_IsRefused(string accept)
    {
        using var form = Form("prompt=a fox", "");

        Assert.Equal(400, (await SendAsync($"{Root}/generate/core", form, accept)).Status);
        Assert.Contains(Wire.Violations, violation => violation.Field == "Accept");
    }

    [Fact]
    public async Task Create_AsPicture_HasTheRestInHeaders()
    {
        using var form = Form("prompt=a fox|seed=5", "");

        var answer = await SendAsync($"{Root}/generate/core", form, "image/*");

        Assert.Equal(Assert.Single(Wire.Pictures).Sha256, Pixels.Hash(answer.Bytes));
        Assert.Equal(("SUCCESS", "5"), (answer.Headers["finish-reason"], answer.Headers["seed"]));
    }

    [Theory]
    [InlineData("generate/core", "a swimsuit", 200, "CONTENT_FILTERED")]
    [InlineData("generate/core", "a nude statue", 403, "content_moderation")]
    [InlineData("generate/core", "狐", 422, "invalid_language")]
    public async Task Create_WordsOfConcern_AreAnswered(string service, string prompt, int status, string word)
    {
        var answer = await SendAsync($"{Root}/{service}", $"prompt={prompt}", "");

        Assert.Equal(status, answer.Status);
        Assert.Contains(word, answer.Text, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? 1 : 0, Wire.Bill.Items.Count);
        Assert.Empty(Wire.Violations);
    }

    [Fact]
    public async Task Create_BodyAboveTenMegabytes_IsTooLarge()
    {
        using var form = Form("", "");
        AddFile(form, "image", [.. EmulatedPicture.Paint("in", "0", 64, 64), .. new byte[10 * 1024 * 1024]]);

        var answer = await SendAsync($"{Root}/upscale/fast", form);

        Assert.Equal((413, "payload_too_large"), (answer.Status, (string)answer.Json["name"]!));
        Assert.NotEmpty(Wire.Violations);
    }

    [Theory]
    [InlineData("upscale/fast", "", 1024, 1025)]
    [InlineData("upscale/fast", "", 31, 64)]
    [InlineData("upscale/creative", "prompt=a fox", 1025, 1024)]
    [InlineData("edit/remove-background", "", 399, 1000)]
    public async Task Create_PictureOutOfItsBounds_IsRefused(string service, string fields, int width, int height)
    {
        using var form = Form(fields, "");
        AddFile(form, "image", EmulatedPicture.Paint("in", "0", width, height));

        Assert.Equal(400, (await SendAsync($"{Root}/{service}", form)).Status);
        Assert.Contains(Wire.Violations, violation => violation.Field == "image");
    }

    [Theory]
    [InlineData("""{}""", "text_prompts")]
    [InlineData("""{"text_prompts":[]}""", "text_prompts")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"width":1000,"height":1000}""", "width")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"samples":11}""", "samples")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"steps":51}""", "steps")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"cfg_scale":36}""", "cfg_scale")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"sampler":"FAST"}""", "sampler")]
    [InlineData("""{"text_prompts":[{"text":"a fox","wait":1}]}""", "text_prompts[0].wait")]
    [InlineData("""{"text_prompts":[{"text":"a fox"}],"prompt":"a fox"}""", "prompt")]
    public async Task FirstApi_WrongJson_IsRefusedInItsOwnShape(string json, string field)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        var answer = await SendAsync($"{First}/text-to-image", body);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty((string)answer.Json["message"]!);
        Assert.Contains(Wire.Violations, violation => violation.Field == field);
        Assert.Empty(Wire.Bill.Items);
    }

    [Theory]
    [InlineData("image-to-image", "image_strength=1.5|text_prompts[0][text]=a fox", "init_image", "image_strength")]
    [InlineData("image-to-image", "text_prompts[1][text]=a fox", "init_image", "text_prompts[0][text]")]
    [InlineData("image-to-image", "text_prompts[0][text]=a fox", "", "init_image")]
    [InlineData("image-to-image", "text_prompts[0][text]=a fox|width=1024", "init_image", "width")]
    [InlineData("image-to-image/masking", "text_prompts[0][text]=a fox", "init_image,mask_image", "mask_source")]
    [InlineData(
        "image-to-image/masking",
        "text_prompts[0][text]=a fox|mask_source=MASK_IMAGE_WHITE",
        "init_image",
        "mask_image"
    )]
    public async Task FirstApi_WrongForm_IsRefusedAndNoted(string call, string fields, string files, string field)
    {
        using var form = Form(fields, files, 1024);

        Assert.Equal(400, (await SendAsync($"{First}/{call}", form)).Status);
        Assert.Contains(Wire.Violations, violation => violation.Field == field);
    }

    [Fact]
    public async Task FirstApi_EngineThatIsGone_IsNotFound()
    {
        using var body = new StringContent("{}", Encoding.UTF8, "application/json");

        var answer = await SendAsync("/stability/v1/generation/stable-diffusion-v1-6/text-to-image", body);

        Assert.Equal((404, "not_found"), (answer.Status, (string)answer.Json["name"]!));
    }

    [Fact]
    public async Task Task_WhileItRunsAndAfterwards_IsToldByBothWays()
    {
        Wire.TaskDuration = null;
        using var form = Form("prompt=a fox|seed=3", "image");
        var id = (string)(await SendAsync($"{Root}/upscale/creative", form)).Json["id"]!;

        var running = await GetAsync($"/stability/v2beta/results/{id}");
        Wire.FinishTasks();
        var done = await GetAsync($"/stability/v2beta/results/{id}");
        var old = await GetAsync($"{Root}/upscale/creative/result/{id}");

        Assert.Equal((202, "in-progress"), (running.Status, (string)running.Json["status"]!));
        Assert.Equal((string)done.Json["result"]!, (string)old.Json["image"]!);
        Assert.Equal(404, (await GetAsync("/stability/v2beta/results/0")).Status);
        Assert.Equal(60_000, Assert.Single(Wire.Bill.Items).Units);
        Assert.Equal("999940", (await GetAsync("/stability/v1/user/balance")).Json["credits"]!.ToJsonString());
    }

    private async Task<Answer> SendAsync(string path, string fields, string files)
    {
        using var form = Form(fields, files);
        return await SendAsync(path, form);
    }

    private Task<Answer> SendAsync(string path, HttpContent body, string accept = "application/json") =>
        CallAsync(HttpMethod.Post, path, body, accept);

    private Task<Answer> GetAsync(string path) => CallAsync(HttpMethod.Get, path, null, "application/json");

    private async Task<Answer> CallAsync(HttpMethod method, string path, HttpContent? body, string accept)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(_bench.Emulator.Url, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-test");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await client.SendAsync(request, TestBench.Cancel);
        return await Answer.ReadAsync(response, TestBench.Cancel);
    }

    private static MultipartFormDataContent Form(string fields, string files, int side = 64)
    {
        var form = new MultipartFormDataContent();
        foreach (var field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = field.IndexOf('=', StringComparison.Ordinal);
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(field[(at + 1)..])), $"\"{field[..at]}\"");
        }

        foreach (var name in files.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            AddFile(form, name, EmulatedPicture.Paint("in", name, side, side));
        }

        return form;
    }

    private static void AddFile(MultipartFormDataContent form, string name, byte[] bytes)
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(file, $"\"{name}\"", $"\"{name}.png\"");
    }
}
