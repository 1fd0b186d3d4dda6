using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Atelier.Emulators.Pictures;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.OpenAi;

public sealed class EditTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Path = "/openai/v1/images/edits";

    private static readonly byte[] _picture = EmulatedPicture.Paint("in", "0", 32, 32);
    private static readonly byte[] _mask = EmulatedPicture.Paint("mask", "0", 32, 32, transparent: true);
    private static readonly string _dataUrl = $"data:image/png;base64,{Convert.ToBase64String(_picture)}";

    [Fact]
    public async Task Edit_MultipartWithMask_AnswersAndBillsTheInput()
    {
        var bench = shared.Fresh();
        using var form = Form(("n", "2"), ("quality", "low"), ("user", "somebody"));
        AddFile(form, "image[]", _picture);
        AddFile(form, "image[]", _picture);
        AddFile(form, "mask", _mask);

        var answer = await bench.SendAsync(HttpMethod.Post, Path, form);

        Assert.Equal(200, answer.Status);
        Assert.Empty(bench.OpenAi.Violations);
        Assert.Equal(2, answer.Json["data"]!.AsArray().Count);
        Assert.Equal(600, (int)answer.Json["usage"]!["input_tokens_details"]!["image_tokens"]!);
        Assert.Equal((3 * 5_000) + (600 * 8_000) + (392 * 30_000), bench.OpenAi.Bill.NanoDollars);
        var parts = bench.OpenAi.Calls[0].Parts;
        Assert.Equal(Pixels.Hash(_mask), parts.Single(part => part.Name == "mask").Sha256);
        Assert.Null(bench.OpenAi.Calls[0].Body);
    }

    [Fact]
    public async Task Edit_Json_Answers()
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync(
            Path,
            new
            {
                model = "gpt-image-1.5",
                prompt = "make it blue",
                images = new object[] { new { image_url = _dataUrl }, new { file_id = "file-1" } },
                mask = new { image_url = $"data:image/png;base64,{Convert.ToBase64String(_mask)}" },
                input_fidelity = "high",
            }
        );

        Assert.Equal(200, answer.Status);
        Assert.Empty(bench.OpenAi.Violations);
    }

    [Fact]
    public async Task Edit_Streamed_NamesItsOwnEvents()
    {
        var bench = shared.Fresh();
        using var form = Form(("stream", "true"), ("partial_images", "1"));
        AddFile(form, "image", _picture);

        var answer = await bench.SendAsync(HttpMethod.Post, Path, form);

        Assert.Contains("event: image_edit.partial_image\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("event: image_edit.completed\n", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image", "no image")]
    [InlineData("image", "seventeen")]
    [InlineData("image", "image twice")]
    [InlineData("image", "no picture")]
    [InlineData("image", "wrong type")]
    [InlineData("mask", "mask without alpha")]
    [InlineData("mask", "mask of another size")]
    [InlineData("mask", "mask is no png")]
    [InlineData("mask", "mask twice")]
    [InlineData("n", "n is text")]
    [InlineData("prompt", "prompt twice")]
    [InlineData("input_fidelity", "fidelity of a new model")]
    [InlineData("response_format", "response_format")]
    public async Task Edit_WrongForm_IsRefusedAndNoted(string field, string mistake)
    {
        var bench = shared.Fresh();
        using var form = Form();
        Break(form, mistake);

        var answer = await bench.SendAsync(HttpMethod.Post, Path, form);

        Assert.Equal(400, answer.Status);
        Assert.Contains(bench.OpenAi.Violations, violation => violation.Field.TrimEnd('[', ']') == field);
        Assert.Empty(bench.OpenAi.Bill.Items);
    }

    [Theory]
    [InlineData("images", """{"images":null}""")]
    [InlineData("images", """{"images":[]}""")]
    [InlineData("images", """{"images":"x"}""")]
    [InlineData("images[0]", """{"images":["x"]}""")]
    [InlineData("images[0].image_url", """{"images":[{}]}""")]
    [InlineData("images[0].image_url", """{"images":[{"image_url":"https://x.test/a.png","file_id":"file-1"}]}""")]
    [InlineData("images[0].image_url", """{"images":[{"image_url":"ftp://x.test/a.png"}]}""")]
    [InlineData("images[0].image_url", """{"images":[{"image_url":"data:image/png;base64,AAAA"}]}""")]
    [InlineData("images[0].file_id", """{"images":[{"file_id":"1"}]}""")]
    [InlineData("images[0].b64_json", """{"images":[{"file_id":"file-1","b64_json":"x"}]}""")]
    [InlineData("mask.image_url", """{"mask":{"image_url":7}}""")]
    [InlineData("image", """{"image":"x"}""")]
    [InlineData("input_fidelity", """{"input_fidelity":"high"}""")]
    [InlineData("input_fidelity", """{"model":"gpt-image-1-mini","input_fidelity":"high"}""")]
    public async Task Edit_WrongJson_IsRefusedAndNoted(string field, string change)
    {
        var bench = shared.Fresh();
        var body = JsonNode
            .Parse("""{"model":"gpt-image-2","prompt":"fox","images":[{"image_url":"https://x.test/a.png"}]}""")!
            .AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        var answer = await bench.PostAsync(Path, body.ToJsonString());

        Assert.Equal(400, answer.Status);
        Assert.Contains(bench.OpenAi.Violations, violation => violation.Field == field);
    }

    [Fact]
    public async Task Edit_AnotherContentType_IsRefusedAndNoted()
    {
        var bench = shared.Fresh();

        var answer = await bench.SendAsync(HttpMethod.Post, Path, new ByteArrayContent(_picture));

        Assert.Equal(400, answer.Status);
        Assert.Single(bench.OpenAi.Violations);
    }

    private static void Break(MultipartFormDataContent form, string mistake)
    {
        if (mistake != "no image")
        {
            var bytes = mistake == "no picture" ? [1, 2, 3] : _picture;
            AddFile(form, "image", bytes, mistake == "wrong type" ? "image/jpeg" : "image/png");
        }

        switch (mistake)
        {
            case "seventeen":
                for (var i = 0; i < 16; i++)
                {
                    AddFile(form, "image[]", _picture);
                }

                break;
            case "image twice":
                AddFile(form, "image", _picture);
                break;
            case "mask without alpha":
                AddFile(form, "mask", _picture);
                break;
            case "mask of another size":
                AddFile(form, "mask", EmulatedPicture.Paint("mask", "0", 16, 32, transparent: true));
                break;
            case "mask is no png":
                AddFile(form, "mask", [0xFF, 0xD8, 0xFF, 0]);
                break;
            case "mask twice":
                AddFile(form, "mask", _mask);
                AddFile(form, "mask", _mask);
                break;
            case "n is text":
                form.Add(new StringContent("two"), "n");
                break;
            case "prompt twice":
                form.Add(new StringContent("again"), "prompt");
                break;
            case "fidelity of a new model":
                form.Add(new StringContent("high"), "input_fidelity");
                break;
            case "response_format":
                form.Add(new StringContent("b64_json"), "response_format");
                break;
            default:
                break;
        }
    }

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        form.Add(new StringContent("gpt-image-2"), "model");
        form.Add(new StringContent("make it blue"), "prompt");
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return form;
    }

    private static void AddFile(MultipartFormDataContent form, string name, byte[] bytes, string type = "image/png")
    {
        var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue(type);
        form.Add(file, name, "file.png");
    }
}
