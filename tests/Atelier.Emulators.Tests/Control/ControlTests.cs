using System.Text.Json.Nodes;
using Atelier.Emulators.Faults;
using Atelier.Emulators.Tests.Serving;

namespace Atelier.Emulators.Tests.Control;

public sealed class ControlTests
{
    private const string Diffusion = "/legnext/api/v1/diffusion";

    [Fact]
    public async Task Overview_NamesWiresOperationsAndActions()
    {
        await using var bench = await TestBench.StartAsync();

        var json = (await bench.GetAsync("/_control")).Json;

        Assert.Equal(
            bench.Emulator.Wires.Select(wire => $"{wire.BaseUrl}"),
            json["wires"]!.AsArray().Select(wire => (string)wire!["base_url"]!)
        );
        Assert.Equal(Enum.GetValues<FaultAction>().Length, json["actions"]!.AsArray().Count);
        Assert.Contains("cut_body", json["actions"]!.AsArray().Select(action => (string)action!));
    }

    [Fact]
    public async Task Faults_SetReadAndCleared_OverHttp()
    {
        await using var bench = await TestBench.StartAsync();

        var set = await bench.PostAsync(
            "/_control/legnext/faults",
            """[{"action":"too_many_requests","retry_after":9,"times":2,"operation":"diffusion","prompt":"fox","nth":1}]"""
        );
        var hit = await bench.PostAsync(Diffusion, new { text = "fox" });
        var states = JsonNode.Parse((await bench.GetAsync("/_control/legnext/faults")).Bytes)!.AsArray();
        var cleared = await bench.SendAsync(HttpMethod.Delete, "/_control/legnext/faults", null);

        Assert.Equal((200, 429, 204), (set.Status, hit.Status, cleared.Status));
        Assert.Equal("9", hit.Headers["Retry-After"]);
        Assert.Equal((1, 1), ((int)states[0]!["seen"]!, (int)states[0]!["played"]!));
        Assert.Equal(200, (await bench.PostAsync(Diffusion, new { text = "fox" })).Status);
    }

    [Theory]
    [InlineData("/_control/legnext/faults", """[{"action":"explode"}]""")]
    [InlineData("/_control/legnext/faults", """[{"action":"refuse","often":1}]""")]
    [InlineData("/_control/legnext/faults", """[{"times":1}]""")]
    [InlineData("/_control/legnext/faults", """[{"action":"latency"}]""")]
    [InlineData("/_control/legnext/faults", "{")]
    [InlineData("/_control/legnext/faults", "null")]
    [InlineData("/_control/legnext/time", "{}")]
    [InlineData("/_control/legnext/time", """{"task_seconds":-1}""")]
    public async Task Post_WrongBody_Is400WithAReason(string path, string body)
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.PostAsync(path, body);

        Assert.Equal(400, answer.Status);
        Assert.NotEmpty((string)answer.Json["error"]!);
    }

    [Fact]
    public async Task Get_UnknownWire_Is404NamingTheOthers()
    {
        await using var bench = await TestBench.StartAsync();

        var answer = await bench.GetAsync("/_control/flux/bill");

        Assert.Equal(404, answer.Status);
        Assert.Contains("openai, legnext", (string)answer.Json["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_HoldAndFinish_MovesTasks()
    {
        await using var bench = await TestBench.StartAsync();
        await bench.PostAsync("/_control/legnext/time", new { hold = true });
        var id = await bench.CreateJobAsync("diffusion", new { text = "fox" });

        var finished = await bench.PostAsync("/_control/legnext/time", new { finish = true, task_seconds = 0 });

        Assert.Equal((1, 0), ((int)finished.Json["finished"]!, (int)finished.Json["running"]!));
        Assert.Equal("completed", (string)(await bench.GetJobAsync(id))["status"]!);
        var next = await bench.CreateJobAsync("diffusion", new { text = "fox" });
        Assert.Equal("completed", (string)(await bench.GetJobAsync(next))["status"]!);
    }

    [Fact]
    public async Task Calls_OverHttp_ShowWhatCameWithoutTheKey()
    {
        await using var bench = await TestBench.StartAsync();
        await bench.PostAsync($"{Diffusion}?a=b", """{"text":"fox"}""");

        var answer = await bench.GetAsync("/_control/legnext/calls");

        var call = JsonNode.Parse(answer.Bytes)![0]!;
        Assert.Equal("POST", (string)call["method"]!);
        Assert.Equal("/api/v1/diffusion?a=b", (string)call["path"]!);
        Assert.Equal("diffusion", (string)call["operation"]!);
        Assert.Equal("""{"text":"fox"}""", (string)call["body"]!);
        Assert.Equal((200, "answered"), ((int)call["status"]!, (string)call["outcome"]!));
        Assert.StartsWith("sha256:", (string)call["headers"]!["x-api-key"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("ln-test", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_OverHttp_AreThoseInProcess()
    {
        await using var bench = await TestBench.StartAsync();
        var job = await bench.GetJobAsync(await bench.CreateJobAsync("diffusion", new { text = "fox" }));
        await bench.GetAsync((string)job["output"]!["image_url"]!);
        await bench.PostAsync(Diffusion, new { text = "" });

        var bill = (await bench.GetAsync("/_control/legnext/bill")).Json;
        var violations = JsonNode.Parse((await bench.GetAsync("/_control/legnext/violations")).Bytes)!.AsArray();
        var pictures = JsonNode.Parse((await bench.GetAsync("/_control/legnext/pictures")).Bytes)!.AsArray();

        Assert.Equal(80_000_000, (long)bill["nano_dollars"]!);
        Assert.Equal("point", (string)bill["items"]![0]!["unit"]!);
        Assert.Equal(4, (int)bill["pictures"]!);
        Assert.Equal("text", (string)violations[0]!["field"]!);
        Assert.Equal(bench.LegNext.Pictures[0].Sha256, (string)pictures[0]!["sha256"]!);
    }

    [Fact]
    public async Task Reset_WithWorkUnderWay_ForgetsAllAndCutsIt()
    {
        await using var bench = await TestBench.StartAsync();
        bench.OpenAi.AddFaults(new FaultRule { Action = FaultAction.HangAfter });
        var hanging = bench.PostAsync("/openai/v1/images/generations", new { model = "gpt-image-2", prompt = "fox" });
        await bench.OpenAi.WaitForCallsAsync(1, TestBench.Cancel);

        Assert.Equal(204, (await bench.PostAsync("/_control/reset", "{}")).Status);

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
        Assert.Empty(bench.OpenAi.Calls);
        Assert.Empty(bench.OpenAi.Bill.Items);
        Assert.Empty(bench.OpenAi.Pictures);
        Assert.Empty(bench.OpenAi.Faults);
    }
}
