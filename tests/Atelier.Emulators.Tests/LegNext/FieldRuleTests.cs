using System.Text;
using System.Text.Json.Nodes;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.LegNext;

/// <summary>Every rule of the validator: one wrong member, a flat error, a violation, no points.</summary>
public sealed class FieldRuleTests(SharedBench shared) : IClassFixture<SharedBench>
{
    private const string Area = """{"width":1024,"height":1024,"points":[10,10,90,10,90,90]}""";

    private static readonly Dictionary<string, string> _good = new()
    {
        ["diffusion"] = """{"text":"fox"}""",
        ["variation"] = """{"jobId":"$","imageNo":0,"type":0}""",
        ["upscale"] = """{"jobId":"$","imageNo":0,"type":0}""",
        ["reroll"] = """{"jobId":"$"}""",
        ["inpaint"] = """{"jobId":"$","imageNo":0,"mask":{"areas":[AREA]}}""".Replace(
            "AREA",
            Area,
            StringComparison.Ordinal
        ),
        ["outpaint"] = """{"jobId":"$","imageNo":0,"scale":1.5}""",
        ["pan"] = """{"jobId":"$","imageNo":0,"direction":0,"scale":1.5}""",
        ["remix"] = """{"jobId":"$","imageNo":0,"remixPrompt":"cat","mode":0}""",
        ["edit"] =
            """{"jobId":"$","imageNo":0,"canvas":{"width":9,"height":9},"imgPos":{"width":9,"height":9,"x":0,"y":0},"remixPrompt":"cat"}""",
        ["retexture"] = """{"imgUrl":"https://x.test/a.png","remixPrompt":"cat"}""",
        ["enhance"] = """{"jobId":"$","imageNo":0}""",
    };

    [Theory]
    [InlineData("diffusion", "text", """{"text":""}""")]
    [InlineData("diffusion", "text", """{"text":null}""")]
    [InlineData("diffusion", "text", """{"text":["fox"]}""")]
    [InlineData("diffusion", "model", """{"model":"midjourney"}""")]
    [InlineData("diffusion", "aspect_ratio", """{"aspect_ratio":"1:1"}""")]
    [InlineData("diffusion", "callback", """{"callback":"nowhere"}""")]
    [InlineData("diffusion", "callback", """{"callback":"http://example.org/x"}""")]
    [InlineData("variation", "jobId", """{"jobId":"unknown"}""")]
    [InlineData("variation", "job_id", """{"job_id":"x"}""")]
    [InlineData("variation", "imageNo", """{"imageNo":4}""")]
    [InlineData("variation", "imageNo", """{"imageNo":-1}""")]
    [InlineData("variation", "imageNo", """{"imageNo":"0"}""")]
    [InlineData("variation", "type", """{"type":2}""")]
    [InlineData("variation", "remixPrompt", """{"remixPrompt":""}""")]
    [InlineData("upscale", "type", """{"type":3}""")]
    [InlineData("upscale", "remixPrompt", """{"remixPrompt":"cat"}""")]
    [InlineData("reroll", "imageNo", """{"imageNo":0}""")]
    [InlineData("inpaint", "mask", """{"mask":"https://x.test/m.png"}""")]
    [InlineData("inpaint", "mask.areas", """{"mask":{}}""")]
    [InlineData("inpaint", "mask.areas", """{"mask":{"areas":[]}}""")]
    [InlineData("inpaint", "mask.url", """{"mask":{"url":"data:image/png;base64,AAAA"}}""")]
    [InlineData(
        "inpaint",
        "mask.areas[0].width",
        """{"mask":{"areas":[{"width":499,"height":500,"points":[1,1,9,1,9,9]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].height",
        """{"mask":{"areas":[{"width":500,"height":4097,"points":[1,1,9,1,9,9]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].points",
        """{"mask":{"areas":[{"width":500,"height":500,"points":[1,1,9,1]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].points",
        """{"mask":{"areas":[{"width":500,"height":500,"points":[1,1,9,1,9,9,1]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].points",
        """{"mask":{"areas":[{"width":500,"height":500,"points":[1,1,501,1,9,9]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].points",
        """{"mask":{"areas":[{"width":500,"height":500,"points":[1,1,9,9,9,1]}]}}"""
    )]
    [InlineData(
        "inpaint",
        "mask.areas[0].points",
        """{"mask":{"areas":[{"width":500,"height":500,"points":["1",1,9,1,9,9]}]}}"""
    )]
    [InlineData("inpaint", "mask.kind", """{"mask":{"url":"https://x.test/m.png","kind":1}}""")]
    [InlineData("outpaint", "scale", """{"scale":1.05}""")]
    [InlineData("outpaint", "scale", """{"scale":2.1}""")]
    [InlineData("outpaint", "scale", """{"scale":"1.5"}""")]
    [InlineData("pan", "scale", """{"scale":3.1}""")]
    [InlineData("pan", "direction", """{"direction":4}""")]
    [InlineData("remix", "mode", """{"mode":2}""")]
    [InlineData("edit", "canvas", """{"canvas":7}""")]
    [InlineData("edit", "canvas.height", """{"canvas":{"width":9}}""")]
    [InlineData("edit", "imgPos.x", """{"imgPos":{"width":9,"height":9,"y":0}}""")]
    [InlineData("edit", "imgPos.z", """{"imgPos":{"width":9,"height":9,"x":0,"y":0,"z":0}}""")]
    [InlineData("retexture", "imgUrl", """{"imgUrl":"data:image/png;base64,AAAA"}""")]
    [InlineData("enhance", "jobId", "{}")]
    public async Task Create_OneWrongMember_IsRefusedAndNoted(string operation, string field, string change)
    {
        var bench = shared.Fresh();
        var parent = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        var body = JsonNode.Parse(_good[operation].Replace("$", parent, StringComparison.Ordinal))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        var answer = await bench.PostAsync($"/legnext/api/v1/{operation}", body.ToJsonString());

        Assert.Equal(400, answer.Status);
        Assert.Equal(["code", "message", "raw_message", "detail"], answer.Json.Select(member => member.Key));
        Assert.Equal(400, (int)answer.Json["code"]!);
        Assert.Contains(bench.LegNext.Violations, violation => violation.Field == field && violation.Call == 2);
        Assert.Single(bench.LegNext.Bill.Items);
    }

    [Theory]
    [InlineData("variation", "type")]
    [InlineData("variation", "jobId")]
    [InlineData("upscale", "imageNo")]
    [InlineData("inpaint", "mask")]
    [InlineData("outpaint", "scale")]
    [InlineData("pan", "direction")]
    [InlineData("remix", "remixPrompt")]
    [InlineData("remix", "mode")]
    [InlineData("edit", "canvas")]
    [InlineData("edit", "imgPos")]
    [InlineData("retexture", "imgUrl")]
    public async Task Create_RequiredMemberMissing_IsRefusedAndNoted(string operation, string field)
    {
        var bench = shared.Fresh();
        var parent = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        var body = JsonNode.Parse(_good[operation].Replace("$", parent, StringComparison.Ordinal))!.AsObject();
        Assert.True(body.Remove(field));

        var answer = await bench.PostAsync($"/legnext/api/v1/{operation}", body.ToJsonString());

        Assert.Equal(400, answer.Status);
        Assert.Equal(field, Assert.Single(bench.LegNext.Violations).Field);
    }

    [Fact]
    public async Task Create_SecondImageOfAnUpscale_IsRefused()
    {
        var bench = shared.Fresh();
        var parent = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        var upscale = await bench.CreateJobAsync(
            "upscale",
            new
            {
                jobId = parent,
                imageNo = 0,
                type = 0,
            }
        );

        var answer = await bench.PostAsync(
            "/legnext/api/v1/pan",
            new
            {
                jobId = upscale,
                imageNo = 1,
                direction = 0,
                scale = 2,
            }
        );

        Assert.Equal(400, answer.Status);
        Assert.Equal("imageNo", Assert.Single(bench.LegNext.Violations).Field);
    }

    [Theory]
    [InlineData(8192, 200)]
    [InlineData(8193, 400)]
    public async Task Create_TextOfALength_IsTakenUpTo8192(int length, int status)
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text = new string('a', length) });

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("POST", "/legnext/api/v1/diffusion")]
    [InlineData("GET", "/legnext/api/v1/job/x")]
    [InlineData("GET", "/legnext/api/account/balance")]
    [InlineData("GET", "/legnext/api/account/active_tasks")]
    public async Task AnyCall_WithBearerInsteadOfKey_Is401AndNoted(string method, string path)
    {
        var bench = shared.Fresh();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(bench.Emulator.Url, path));
        request.Headers.Authorization = new("Bearer", "ln-test");
        request.Content =
            method == "GET" ? null : new StringContent("""{"text":"fox"}""", Encoding.UTF8, "application/json");

        using var response = await client.SendAsync(request, TestBench.Cancel);

        var answer = await Answer.ReadAsync(response, TestBench.Cancel);
        Assert.Equal(
            """{"code":401,"message":"Failed to verify api key","raw_message":"","detail":null}""",
            answer.Text
        );
        Assert.Equal(401, answer.Status);
        Assert.Equal("x-api-key", Assert.Single(bench.LegNext.Violations).Field);
    }

    [Fact]
    public async Task Create_FlaggedWord_Is403AndFree()
    {
        var bench = shared.Fresh();

        var answer = await bench.PostAsync("/legnext/api/v1/diffusion", new { text = "gore" });

        Assert.Equal(403, answer.Status);
        Assert.Equal(0, bench.LegNext.Bill.FrozenUnits + bench.LegNext.Bill.Units);
        Assert.Empty(bench.LegNext.Violations);
    }
}
